using Gatehouse.Ike.AuthIp;
using Gatehouse.Ike.Isakmp;
using Gatehouse.Model.Keying;

namespace Gatehouse.Keying.AuthIp;

// HDR*, N…      246, acknowledged by HDR*, N(ACK) when one of them is reliable
// HDR, N        before there are keys, and then only a hint; DOS_COOKIE comes without CRYPTO

/// <summary>Received notifies ([MS-AIPS] 3.1.5.1 to 3.1.5.3, 3.4.5.3, 3.4.5.4).</summary>
internal sealed class NotifyReceiver(AuthIpContext context)
{
    /// <summary>A notify with this main mode's cookies arrived.</summary>
    public void OnMessage(MainModeSa sa, IsakmpHeader header, ReadOnlySpan<byte> datagram)
    {
        if (!header.IsEncrypted)
            OnClear(sa, datagram);
        else
            OnProtected(sa, header, datagram);
    }

    private void OnClear(MainModeSa sa, ReadOnlySpan<byte> datagram)
    {
        if (!AuthIpMessageReader.TryReadClear(datagram, out var message, out var error))
        {
            context.Refuse(sa.Peer.Addresses, error);
            return;
        }

        if (message.Crypto is null)
        {
            if (sa.Role == SaRole.Initiator)
                context.MainModeInitiator.OnDosCookie(sa, System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(CookieOf(message)));
            return;
        }

        // Anybody may have sent it, so nothing ends by it. But a negotiation that would succeed is given only two more transmissions.
        context.Refuse(sa.Peer.Addresses, Refusal.UnauthenticatedNotify);
        var status = message.All<AuthIpNotifyPayload>().FirstOrDefault(notify => notify.NotifyType == NotifyType.AuthIpStatus);
        if (status is null || sa.Role != SaRole.Initiator || sa.State == MainModeState.Established)
            return;
        sa.Hint = WindowsErrorText.PeerRefusal((WindowsError)status.Value, (ushort)status.NotifyType, authenticated: false);
        sa.Retransmitter?.Shorten(Limits.TransmissionsAfterHint);
        foreach (var quickMode in sa.QuickModes.Values)
            quickMode.Retransmitter?.Shorten(Limits.TransmissionsAfterHint);
    }

    private void OnProtected(MainModeSa sa, IsakmpHeader header, ReadOnlySpan<byte> datagram)
    {
        var digest = Digest.Of(datagram);
        if (context.IsAnsweredDuplicate(sa, sa.NotifyAnswers, digest))
            return;
        if (sa.State is not (MainModeState.Established or MainModeState.ProofSent))
        {
            context.Refuse(sa.Peer.Addresses, Refusal.OutOfOrder);
            return;
        }

        if (context.Open(sa, header, datagram, AuthIpStep.Notify) is not { } message)
            return;
        var notifies = message.All<AuthIpNotifyPayload>().ToArray();
        // An acknowledgement bears the number of what it acknowledges, so it is none of the peer's own.
        if (Array.TrueForAll(notifies, notify => notify.NotifyType == NotifyType.AuthIpAck))
        {
            sa.LastHeard = context.Now;
            foreach (var ack in notifies)
                sa.Notifies?.OnAck(ack.Value);
            return;
        }

        if (!sa.NotifyWindow.TryAccept(message.Sequence))
        {
            context.Refuse(sa.Peer.Addresses, Refusal.WrongSequence);
            return;
        }

        sa.LastHeard = context.Now;
        Acknowledge(sa, header, message, notifies, digest);
        foreach (var notify in notifies)
            OnNotify(sa, header, message, notify);
    }

    private void Acknowledge(MainModeSa sa, IsakmpHeader header, AuthIpMessage message, AuthIpNotifyPayload[] notifies, Digest digest)
    {
        if (Array.Find(notifies, notify => notify.IsReliable) is not { } reliable)
            return;
        var ack = AuthIpNotifies.Ack(reliable.Concerns, message.Sequence);
        var datagram = context.Seal(sa, ExchangeType.AuthIpNotify, header.MessageId, message.Sequence, [ack]);
        sa.NotifyAnswers.Accept(digest, datagram);
        context.Send(sa, datagram);
    }

    private void OnNotify(MainModeSa sa, IsakmpHeader header, AuthIpMessage message, AuthIpNotifyPayload notify)
    {
        switch (notify.NotifyType)
        {
            case NotifyType.AuthIpAck:
                sa.Notifies?.OnAck(notify.Value);
                break;
            case NotifyType.AuthIpStatus when notify.Concerns == NotifySubject.MainMode:
                OnMainModeStatus(sa, notify);
                break;
            case NotifyType.AuthIpStatus or NotifyType.NoProposalChosen:
                OnQuickModeStatus(sa, header.MessageId, notify);
                break;
            case NotifyType.AuthIpAcquire when sa.State == MainModeState.Established:
                OnAcquire(sa, message, notify);
                break;
            default:
                context.Refuse(sa.Peer.Addresses, Refusal.UnknownNotify);
                break;
        }
    }

    // The main mode serves no more; its pairs live on until their own end ([MS-AIPS] 3.1.5.1).
    private void OnMainModeStatus(MainModeSa sa, AuthIpNotifyPayload notify)
    {
        if (sa.State == MainModeState.Ended)
            return;
        if (sa.State == MainModeState.ProofSent)
        {
            Fail(sa, notify);
            return;
        }

        if (sa.Closing)
            return;
        context.Emit(MainModeTable.Event(sa, KeyingEventKind.SaDeleted) with
        {
            Text = $"The main mode with {sa.Peer.Addresses.Remote} ended: the peer says {WindowsErrorText.Of((WindowsError)notify.Value)}.",
        });
        context.MainModes.Close(sa);
    }

    private void OnQuickModeStatus(MainModeSa sa, uint messageId, AuthIpNotifyPayload notify)
    {
        if (sa.State == MainModeState.Ended)
            return;
        if (sa.State == MainModeState.ProofSent)
        {
            Fail(sa, notify);
            return;
        }

        if (sa.QuickModes.GetValueOrDefault(messageId) is { InProgress: true, Role: SaRole.Initiator } waiting)
        {
            context.Negotiator.FailQuickMode(waiting, waiting.State == QuickModeState.RequestSent ? 5 : 7, PeerRefusal(notify));
            return;
        }

        // One that waits for extended mode has no pair yet by which it could be found.
        if (sa.QuickModes.GetValueOrDefault(messageId) is { State: QuickModeState.ExtendedMode, Role: SaRole.Responder } given)
        {
            context.QuickModes.End(given);
            context.Negotiator.Continue(sa.Peer);
            return;
        }

        var pair = sa.Peer.Pairs.Find(pair => pair.MainMode == sa && pair.MessageId == messageId)
            ?? (sa.MessageIds.Contains(messageId) ? null : sa.Peer.Pairs.Find(pair => pair.MainMode == sa));
        if (pair is null)
        {
            context.Refuse(sa.Peer.Addresses, Refusal.UnknownQuickMode);
            return;
        }

        if (sa.QuickModes.GetValueOrDefault(pair.MessageId) is { InProgress: true } unfinished)
            context.QuickModes.End(unfinished);
        context.Pairs.Remove(pair, WindowsError.Success, $"the peer says {WindowsErrorText.Of((WindowsError)notify.Value)}");
        context.Negotiator.Continue(sa.Peer);
    }

    // [MS-AIPS] 3.4.5.3: the peer cannot begin a main mode itself, because only this end can authenticate as the initiator.
    private void OnAcquire(MainModeSa sa, AuthIpMessage message, AuthIpNotifyPayload notify)
    {
        if (!notify.IsReliable || !Selectors.TryRead(message.Content, sa.Peer.Addresses, out var selector))
        {
            context.Refuse(sa.Peer.Addresses, Refusal.UnknownNotify);
            return;
        }

        var flags = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(notify.Data.Span[4..]);
        var guaranteed = (flags & (uint)ExchangeInfoFlags.GuaranteeEncryption) != 0;
        context.Negotiator.Rekey(sa.Peer, new PairScope(selector, guaranteed));
    }

    private void Fail(MainModeSa sa, AuthIpNotifyPayload notify) => context.Negotiator.Fail(sa.Peer, sa, 5, PeerRefusal(notify));

    private static Failure PeerRefusal(AuthIpNotifyPayload notify)
    {
        var status = notify.NotifyType == NotifyType.NoProposalChosen ? WindowsError.PolicyMatch : (WindowsError)notify.Value;
        return WindowsErrorText.PeerRefusal(status, (ushort)notify.NotifyType, authenticated: true);
    }

    private static ReadOnlySpan<byte> CookieOf(AuthIpMessage message) => message.Find<AuthIpNotifyPayload>()!.Data.Span;
}
