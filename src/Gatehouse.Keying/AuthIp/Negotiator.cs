using System.Collections.Immutable;
using Gatehouse.Base;
using Gatehouse.Ike.AuthIp;
using Gatehouse.Ike.Isakmp;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Keying;

namespace Gatehouse.Keying.AuthIp;

/// <summary>Turns wishes for an SA into main and quick modes, and failures into events and pauses.</summary>
internal sealed class Negotiator(AuthIpContext context)
{
    /// <summary>The policy has no main-mode proposal for its methods.</summary>
    public static readonly Failure NothingToOffer = new(
        KeyingError.NoProposalChosen,
        "None of the policy's AuthIP main-mode proposals is in this build; anonymous authentication needs one with a group (14, 19 or 20).",
        Status: WindowsError.PolicyMatch);

    /// <summary>The main-mode policy and methods of an address pair; why not, when this host cannot negotiate with it.</summary>
    public Failure? Prepare(AddressPair addresses, out MainModePolicy? policy, out ImmutableArray<AuthIpMethod> methods)
    {
        policy = context.Policy.MainMode(KeyingModule.AuthIp, addresses);
        methods = policy is null ? [] : MainModeMatcher.Methods(policy, context.Mechanisms);
        if (policy is null)
        {
            return new Failure(
                KeyingError.NoPolicy, $"No AuthIP policy covers {addresses.Remote}; check the policy's traffic and addresses.",
                Status: WindowsError.NoMmPolicy);
        }

        return !methods.IsEmpty ? null : new Failure(
            KeyingError.NoCredential, "None of the policy's methods of authentication for AuthIP is in this build.", Status: WindowsError.InvalidAuthPayload);
    }

    /// <summary>Traffic needs an SA.</summary>
    public void Acquire(AddressPair addresses, PairScope scope)
    {
        var peer = context.PeerOf(addresses);
        if (IsNegotiating(peer, scope))
        {
            // Whatever waits must be moving: a main mode that ended on the way may have left it standing.
            if (context.Now >= peer.Backoff.RetryAt)
                Continue(peer);
            return;
        }

        if (peer.Pairs.Exists(pair => !pair.Retiring && pair.Scope.Covers(scope)))
            return;
        if (context.Now < peer.Backoff.RetryAt)
        {
            context.Act(new KeyingAction.AcquireFailed(addresses, peer.Backoff.RetryAt));
            return;
        }

        if (context.Now < peer.Refused.RetryAt(scope))
        {
            TellRefused(peer, scope, peer.Refused.RetryAt(scope));
            return;
        }

        Want(peer, new PendingAcquire(scope, IsRekey: false));
        Continue(peer);
    }

    /// <summary>A working pair is to be replaced; quietly left for later when this is no moment for it.</summary>
    public void Rekey(Peer peer, PairScope scope)
    {
        if (IsNegotiating(peer, scope) || context.Now < peer.Backoff.RetryAt || context.Now < peer.Refused.RetryAt(scope))
            return;
        Want(peer, new PendingAcquire(scope, IsRekey: true));
        Continue(peer);
    }

    /// <summary>Puts a wish among those that wait; one too many is left to the next packet.</summary>
    public static void Want(Peer peer, PendingAcquire wanted)
    {
        if (peer.Pending.Count < Limits.PendingSelectorsPerPeer && !peer.Pending.Contains(wanted))
            peer.Pending.Add(wanted);
    }

    /// <summary>
    /// Begins what waits: quick modes where this host has a main mode, else a main mode, whose first quick mode is for what waits longest.
    /// </summary>
    public void Continue(Peer peer)
    {
        while (peer.Pending.Count > 0)
        {
            var next = peer.Pending[0];
            if (peer.UsableMainMode is not { } sa)
            {
                if (peer.Initiating is not null)
                    return;
                peer.Pending.RemoveAt(0);
                if (IsNegotiating(peer, next.Scope))
                    continue;
                if (peer.OneWayMainMode is { } theirs)
                    context.PeerAcquires.Ask(theirs, next);
                else if (!context.MainModeInitiator.TryStart(peer, next))
                    return;
                continue;
            }

            if (QuickModeTable.InProgress(sa) >= MostAtOnce(peer, next))
                return;
            peer.Pending.RemoveAt(0);
            if (!IsNegotiating(peer, next.Scope))
                context.QuickModeInitiator.StartLater(sa, next);
        }
    }

    /// <summary>A pair may send: nothing that it serves waits any longer, and the peer is well.</summary>
    public static void Succeed(Peer peer, IpsecPair pair)
    {
        peer.Pending.RemoveAll(pending => pair.Scope.Covers(pending.Scope));
        PeerAcquires.Fulfil(peer, pair.Scope);
        peer.Backoff.Reset();
        peer.Refused.Succeed(pair.Scope);
        peer.LastError = null;
    }

    /// <summary>
    /// A main mode failed. The peer is told once, the outside too, and when this host had begun it the waiting traffic is given up for a while.
    /// </summary>
    public void Fail(Peer peer, MainModeSa? sa, int messageNumber, Failure failure)
    {
        var somebodyWaits = peer.Pending.Exists(pending => !pending.IsRekey);
        if (sa is not null)
        {
            somebodyWaits |= !sa.Wanted.IsRekey;
            TellPeer(sa, failure.Status);
            ReportFailure(sa, messageNumber, failure);
            context.MainModes.End(sa, null);
        }
        else
        {
            somebodyWaits = true;
            Remember(peer, failure);
            context.Emit(new KeyingEvent
            {
                Kind = KeyingEventKind.NegotiationFailed, Addresses = peer.Addresses, Exchange = ExchangeKind.MainMode,
                Error = failure.Error, FailurePoint = failure.Point, Text = failure.Text,
            });
        }

        if (sa?.Role != SaRole.Responder && peer.UsableMainMode is null)
            GiveUp(peer, somebodyWaits);
    }

    /// <summary>Tells the outside once per main mode that it failed.</summary>
    public void ReportFailure(MainModeSa sa, int messageNumber, Failure failure)
    {
        if (sa.FailureReported)
            return;
        sa.FailureReported = true;
        Remember(sa.Peer, failure);
        context.Emit(Describe(MainModeTable.Event(sa, KeyingEventKind.NegotiationFailed), messageNumber, failure));
    }

    /// <summary>A first message was refused; nothing is remembered but the reason, and it is told now and then.</summary>
    public void ReportRefusal(AddressPair addresses, Failure failure)
    {
        // Without a policy the peer is none of ours, so status does not list it.
        if (failure.Error != KeyingError.NoPolicy && (context.Peers.ContainsKey(addresses) || context.Peers.Count < Limits.RememberedFailures))
        {
            var peer = context.PeerOf(addresses);
            if (peer.LastError == failure.Text && context.Now - peer.LastErrorAt < Periods.RefusalReport)
                return;
            Remember(peer, failure);
        }
        else if (!context.Counters.AddAndReport($"Refused{failure.Error}", context.Now))
        {
            return;
        }

        var news = new KeyingEvent { Kind = KeyingEventKind.NegotiationFailed, Addresses = addresses };
        context.Emit(Describe(news with { Exchange = ExchangeKind.MainMode, Role = SaRole.Responder }, 1, failure));
    }

    /// <summary>A quick mode failed: with the first goes its main mode, since neither end can prove itself any more; a later one goes alone.</summary>
    public void FailQuickMode(QuickModeSa quickMode, int messageNumber, Failure failure)
    {
        var sa = quickMode.MainMode;
        ReportQuickMode(sa, messageNumber, failure);
        if (sa.State != MainModeState.Established)
        {
            TellPeer(sa, failure.Status);
            sa.FailureReported = true;
            context.MainModes.End(sa, null);
            GiveUp(sa.Peer, !quickMode.Wanted.IsRekey);
            return;
        }

        if (failure.Status != WindowsError.Success)
            context.Notifier.SendReliable(sa, NotifySubject.QuickMode, failure.Status, quickMode.MessageId);
        var wanted = quickMode.Wanted;
        var silent = failure.Error == KeyingError.TimedOut && quickMode.Role == SaRole.Initiator && sa.LastHeard <= quickMode.Began;
        context.QuickModes.End(quickMode);
        // The peer may have lost the main mode, by a restart for example: what waits gets a new one. Its failure would end the waiting.
        if (silent)
        {
            context.MainModes.Close(sa);
            Want(sa.Peer, wanted);
            Continue(sa.Peer);
        }
        else if (quickMode.Role == SaRole.Initiator)
        {
            GiveUpScope(sa.Peer, wanted);
        }
        else
        {
            Continue(sa.Peer);
        }
    }

    /// <summary>Extended mode failed: with it go its main mode and everything under it ([MS-AIPS] 3.6.5.3, 3.7.7.1).</summary>
    public void FailExtendedMode(MainModeSa sa, PendingAcquire wanted, Failure failure)
    {
        ReportExtendedMode(sa, failure);
        TellPeer(sa, failure.Status);
        var (peer, role) = (sa.Peer, sa.Role);
        context.MainModes.End(sa, "extended mode failed");
        if (role == SaRole.Initiator)
            GiveUp(peer, !wanted.IsRekey);
    }

    /// <summary>The peer did not negotiate although it was asked to; what waited for that is given up for a while.</summary>
    public void GiveUpAsked(Peer peer, PendingAcquire wanted, Failure failure)
    {
        Remember(peer, failure);
        var news = new KeyingEvent { Kind = KeyingEventKind.NegotiationFailed, Addresses = peer.Addresses, Exchange = ExchangeKind.QuickMode };
        context.Emit(Describe(news with { Role = SaRole.Responder }, 0, failure));
        GiveUpScope(peer, wanted);
    }

    /// <summary>Tells the outside that a quick mode failed.</summary>
    public void ReportQuickMode(MainModeSa sa, int messageNumber, Failure failure) => Report(sa, ExchangeKind.QuickMode, messageNumber, failure);

    /// <summary>Tells the outside that extended mode failed.</summary>
    public void ReportExtendedMode(MainModeSa sa, Failure failure) => Report(sa, ExchangeKind.ExtendedMode, 9, failure);

    private void Report(MainModeSa sa, ExchangeKind exchange, int messageNumber, Failure failure)
    {
        Remember(sa.Peer, failure);
        var news = MainModeTable.Event(sa, KeyingEventKind.NegotiationFailed) with { Exchange = exchange, Suite = "" };
        context.Emit(Describe(news, messageNumber, failure));
    }

    // Extended modes have one message ID, so there is one at a time under a main mode, and the quick mode of the next waits with it.
    private int MostAtOnce(Peer peer, PendingAcquire wanted) =>
        context.Policy.QuickMode(KeyingModule.AuthIp, peer.Addresses, wanted.Scope.Selector)?.ExtendedMode is null ? Limits.QuickModesPerMainMode : 1;

    private static bool IsNegotiating(Peer peer, PairScope scope) =>
        peer.Pending.Exists(pending => pending.Scope.Covers(scope))
        || peer.Asked.Keys.Any(asked => asked.Covers(scope))
        || peer.MainModes.Exists(sa => IsNegotiating(sa, scope));

    // A main mode this host asks for counts for what began it, and quick modes of either role for theirs.
    private static bool IsNegotiating(MainModeSa sa, PairScope scope) =>
        (sa.Role == SaRole.Initiator && sa.State is not (MainModeState.Established or MainModeState.Ended)
            && sa.Wanted.Scope.Covers(scope))
        || sa.QuickModes.Values.Any(quickMode => quickMode.InProgress && quickMode.Wanted.Scope.Covers(scope));

    private void GiveUp(Peer peer, bool somebodyWaits)
    {
        var retryAt = peer.Backoff.Fail(context.Now);
        peer.Pending.Clear();
        if (somebodyWaits || !peer.Pairs.Exists(pair => pair.Confirmed))
            context.Act(new KeyingAction.AcquireFailed(peer.Addresses, retryAt));
    }

    // The peer answers and refuses this; what waits for other traffic goes on.
    private void GiveUpScope(Peer peer, PendingAcquire wanted)
    {
        var retryAt = peer.Refused.Refuse(context.Now, wanted.Scope);
        if (!wanted.IsRekey || !peer.Pairs.Exists(pair => pair.Confirmed && pair.Scope.Covers(wanted.Scope)))
            TellRefused(peer, wanted.Scope, retryAt);
        Continue(peer);
    }

    private void TellRefused(Peer peer, PairScope scope, Instant retryAt) =>
        context.Act(new KeyingAction.AcquireFailed(peer.Addresses, retryAt, scope.Selector, scope.GuaranteedEncryption));

    // Protected once there are keys. It cannot be repeated: the main mode ends here.
    private void TellPeer(MainModeSa sa, WindowsError status)
    {
        if (status == WindowsError.Success)
            return;
        if (!sa.HasKeys)
        {
            context.Notifier.SendClear(sa.Local, sa.Remote, sa.CookieI, sa.CookieR, status);
            return;
        }

        List<IsakmpBody> payloads = [AuthIpNotifies.Status(NotifySubject.MainMode, status, reliable: false)];
        var quickMode = sa.QuickModes.Values.FirstOrDefault();
        if (quickMode is not null)
            payloads.Add(AuthIpNotifies.Status(NotifySubject.QuickMode, status, reliable: false));
        context.Notifier.SendOnce(sa, quickMode?.MessageId ?? context.Notifier.NewMessageId(), payloads);
    }

    private static KeyingEvent Describe(KeyingEvent news, int messageNumber, Failure failure) => news with
    {
        MessageNumber = messageNumber,
        Error = failure.Error,
        FailurePoint = failure.Point,
        PeerNotify = failure.PeerNotify,
        Text = failure.Text,
    };

    private void Remember(Peer peer, Failure failure) => (peer.LastError, peer.LastErrorAt) = (failure.Text, context.Now);
}
