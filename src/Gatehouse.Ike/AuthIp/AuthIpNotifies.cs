using System.Buffers.Binary;
using Gatehouse.Ike.Isakmp;

namespace Gatehouse.Ike.AuthIp;

/// <summary>The notifies of [MS-AIPS] 2.2.3.5, ready to send.</summary>
public static class AuthIpNotifies
{
    /// <summary>NOTIFY_STATUS: the SA is to be dropped, and why.</summary>
    public static AuthIpNotifyPayload Status(NotifySubject concerns, WindowsError error, bool reliable) =>
        new(concerns, reliable ? NotifyFlags.Reliable : NotifyFlags.None, NotifyType.AuthIpStatus, Bytes((uint)error));

    /// <summary>NOTIFY_ACK of the message whose CRYPTO payload had that number.</summary>
    public static AuthIpNotifyPayload Ack(NotifySubject concerns, uint sequence) =>
        new(concerns, NotifyFlags.None, NotifyType.AuthIpAck, Bytes(sequence));

    /// <summary>NOTIFY_QM_SYNCHRONIZE, the end of a normal quick mode.</summary>
    public static AuthIpNotifyPayload Synchronize() => new(NotifySubject.QuickMode, NotifyFlags.None, NotifyType.AuthIpQmSynchronize, default);

    /// <summary>NOTIFY_DOS_COOKIE: begin again with this as the responder cookie.</summary>
    public static AuthIpNotifyPayload DosCookie(ulong cookie)
    {
        var data = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(data, cookie);
        return new AuthIpNotifyPayload(NotifySubject.MainMode, NotifyFlags.None, NotifyType.AuthIpDosCookie, data);
    }

    /// <summary>EXCHANGE_INFO of negotiation discovery, unreliable because the message around it is answered.</summary>
    public static AuthIpNotifyPayload ExchangeInfo(ExchangeInfoFlags flags) =>
        new(NotifySubject.QuickMode, NotifyFlags.None, NotifyType.MicrosoftExchangeInfo, Bytes((uint)flags));

    /// <summary>NO-PROPOSAL-CHOSEN, which a responder sends reliably when no quick-mode proposal fits ([MS-AIPS] 3.5.5.1).</summary>
    public static AuthIpNotifyPayload NoProposalChosen() => new(NotifySubject.QuickMode, NotifyFlags.Reliable, NotifyType.NoProposalChosen, default);

    /// <summary>NOTIFY_ACQUIRE: the peer, which alone can authenticate itself, shall begin a new main mode. Two identification payloads follow it.</summary>
    public static AuthIpNotifyPayload Acquire(EncapsulationMode mode, uint flags) =>
        new(NotifySubject.QuickMode, NotifyFlags.Reliable, NotifyType.AuthIpAcquire, (byte[])[.. Bytes((uint)mode), .. Bytes(flags)]);

    private static byte[] Bytes(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }
}
