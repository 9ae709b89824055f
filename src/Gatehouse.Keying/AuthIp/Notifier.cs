using Gatehouse.Base;
using Gatehouse.Ike.AuthIp;
using Gatehouse.Ike.Isakmp;

namespace Gatehouse.Keying.AuthIp;

/// <summary>Sends notifies (exchange 246; [MS-AIPS] 3.1.7, 3.3.5.3).</summary>
internal sealed class Notifier(AuthIpContext context)
{
    private Instant _windowBegan;
    private int _sentInWindow;

    /// <summary>
    /// A status in the clear, for a peer with which there are no keys. It answers forged datagrams too, so it is limited in rate, and never longer
    /// than what it answers.
    /// </summary>
    public void SendClear(Endpoint local, Endpoint remote, ulong cookieI, ulong cookieR, WindowsError status)
    {
        if (status == WindowsError.Success)
            return;
        if (context.Now - _windowBegan >= TimeSpan.FromSeconds(1))
            (_windowBegan, _sentInWindow) = (context.Now, 0);
        if (_sentInWindow++ >= Limits.ClearNotifiesPerSecond)
            return;
        var header = IsakmpHeader.Create(cookieI, cookieR, ExchangeType.AuthIpNotify, messageId: NewMessageId());
        var notify = AuthIpNotifies.Status(NotifySubject.MainMode, status, reliable: false);
        context.Act(new KeyingAction.SendDatagram(local, remote, AuthIpMessageWriter.WriteClear(header, 0, [notify])));
    }

    /// <summary>A status that is repeated until the peer acknowledges it.</summary>
    public void SendReliable(MainModeSa sa, NotifySubject subject, WindowsError status, uint messageId) =>
        SendReliable(sa, messageId, [AuthIpNotifies.Status(subject, status, reliable: true)]);

    /// <summary>Any payloads that are repeated until the peer acknowledges them.</summary>
    public void SendReliable(MainModeSa sa, uint messageId, IReadOnlyList<IsakmpBody> payloads)
    {
        sa.Notifies ??= new NotifyQueue(context, sa);
        sa.Notifies.Add(messageId, payloads);
    }

    /// <summary>Payloads sent once, for a main mode that will not be there to hear an answer.</summary>
    public void SendOnce(MainModeSa sa, uint messageId, IReadOnlyList<IsakmpBody> payloads)
    {
        if (sa.HasKeys)
            context.Send(sa, context.Seal(sa, ExchangeType.AuthIpNotify, messageId, sa.NotifySequence.Take(), payloads));
    }

    /// <summary>A message id that is not 0, which is main mode's, nor 1, which is extended mode's.</summary>
    public uint NewMessageId()
    {
        uint id;
        do
            id = context.Entropy.NextUInt32();
        while (id <= 1);
        return id;
    }
}
