using Gatehouse.Base;
using Gatehouse.Ike.Isakmp;
using Gatehouse.Model.Ipsec;

namespace Gatehouse.Keying.Ikev1;

/// <summary>Sends informational messages (RFC 2409 section 5.7). They are never repeated: a peer that misses one finds out by itself.</summary>
internal sealed class Notifier(Ikev1Context context)
{
    private Instant _windowBegan;
    private int _sentInWindow;

    /// <summary>
    /// A notify in the clear, for a peer that is not authenticated. Such notifies answer forged datagrams too, so they are limited in rate and
    /// are never longer than what they answer.
    /// </summary>
    public void SendClear(Endpoint local, Endpoint remote, ulong cookieI, ulong cookieR, NotifyType type)
    {
        if (context.Now - _windowBegan >= TimeSpan.FromSeconds(1))
            (_windowBegan, _sentInWindow) = (context.Now, 0);
        if (_sentInWindow++ >= Limits.ClearNotifiesPerSecond)
            return;
        var header = IsakmpHeader.Create(cookieI, cookieR, ExchangeType.Informational, messageId: NewMessageId());
        var notify = new NotificationPayload(ProtocolId.Isakmp, type, KeySchedule.Cookies(cookieI, cookieR));
        context.Act(new KeyingAction.SendDatagram(local, remote, IsakmpMessageWriter.Write(header, [notify])));
    }

    /// <summary>A notify under the main mode's keys.</summary>
    public void SendProtected(MainModeSa sa, NotificationPayload notify) => SendProtected(sa, [notify]);

    /// <summary>The error notify of a failed quick mode: its SPI is the one the peer proposed, when it got that far.</summary>
    public void SendQuickModeError(MainModeSa sa, NotifyType type, ReadOnlyMemory<byte> spi) =>
        SendProtected(sa, new NotificationPayload(ProtocolId.Esp, type, spi));

    /// <summary>
    /// The delete of an ESP SA by its inbound SPI: under the main mode it came from, since some peers look it up only there, else under any
    /// that is left; without one it cannot be said.
    /// </summary>
    public void SendDelete(IpsecPair pair)
    {
        var own = pair.MainMode.State == MainModeState.Established ? pair.MainMode : null;
        if ((own ?? pair.Peer.EstablishedMainMode) is { } sa)
            SendDelete(sa, pair.Inbound);
    }

    /// <summary>The delete of an ESP SA by its inbound SPI, also of one this host no longer has.</summary>
    public void SendDelete(MainModeSa sa, Spi inbound)
    {
        ReadOnlyMemory<byte> spi = QuickModeOffer.SpiBytes(inbound);
        SendProtected(sa, [new DeletePayload(SaPayload.IpsecDoi, ProtocolId.Esp, 4, [spi])]);
    }

    /// <summary>The delete of a main mode, under itself.</summary>
    public void SendDelete(MainModeSa sa) =>
        SendProtected(sa, [new DeletePayload(ProtocolId.Isakmp, KeySchedule.Cookies(sa.CookieI, sa.CookieR))]);

    /// <summary>A message id that is not 0.</summary>
    public uint NewMessageId()
    {
        uint id;
        do
            id = context.Entropy.NextUInt32();
        while (id == 0);
        return id;
    }

    /// <summary>Any payloads in a protected informational message.</summary>
    public void SendProtected(MainModeSa sa, IReadOnlyList<IsakmpBody> payloads)
    {
        var id = NewMessageId();
        var hash = PhaseTwoHash.First(sa.Keys, id, IsakmpMessageWriter.WriteChain(payloads));
        var header = IsakmpHeader.Create(sa.CookieI, sa.CookieR, ExchangeType.Informational, messageId: id);
        var chain = IvChain.ForExchange(sa.Keys.Hash, sa.Iv, id);
        context.Send(sa, MessageProtection.Seal(header, [new HashPayload(hash), .. payloads], sa.Keys.CipherKey, chain));
    }
}
