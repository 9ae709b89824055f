using Gatehouse.Base;
using Gatehouse.Ike.Isakmp;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Keying;

namespace Gatehouse.Keying.Ikev1;

/// <summary>Turns wishes for an SA into main and quick modes, and failures into events and pauses.</summary>
internal sealed class Negotiator(Ikev1Context context)
{
    /// <summary>The main-mode policy and key of an address pair; why not, when this host cannot negotiate with it.</summary>
    public Failure? Prepare(AddressPair addresses, out MainModePolicy? policy)
    {
        policy = context.Policy.MainMode(KeyingModule.Ike, addresses);
        if (policy is null)
        {
            return new Failure(
                KeyingError.NoPolicy, $"No IKE policy covers {addresses.Remote}; check the policy's traffic and addresses.",
                Notify: NotifyType.NoProposalChosen);
        }

        if (!policy.AuthenticationMethods.Any(method => method.Type == AuthenticationMethodType.PresharedKey))
        {
            return new Failure(
                KeyingError.NoCredential, "The policy has no pre-shared key for IKE, and other authentication is not in this build.",
                Notify: NotifyType.NoProposalChosen);
        }

        return context.Credentials.PresharedKey(addresses) is null ? MainModeMessages.NoKey(addresses) : null;
    }

    /// <summary>Traffic needs an SA.</summary>
    public void Acquire(AddressPair addresses, PairScope scope)
    {
        var peer = context.PeerOf(addresses);
        if (peer.Pending.Exists(pending => pending.Scope == scope) || QuickModesOf(peer).Any(quickMode => quickMode.Scope == scope))
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

    /// <summary>True while a negotiation is under way whose SA will carry this traffic.</summary>
    public static bool IsNegotiating(Peer peer, PairScope scope) =>
        peer.Pending.Exists(pending => pending.Scope.Covers(scope)) || IsUnderWay(peer, scope);

    /// <summary>Puts a wish among those that wait; one too many is left to the next packet.</summary>
    public static void Want(Peer peer, PendingAcquire wanted)
    {
        if (peer.Pending.Count < Limits.PendingSelectorsPerPeer && !peer.Pending.Contains(wanted))
            peer.Pending.Add(wanted);
    }

    /// <summary>
    /// Begins what waits: quick modes where a main mode is up, else a main mode. What a quick mode under way will carry too goes on waiting for its end,
    /// because it may be refused.
    /// </summary>
    public void Continue(Peer peer)
    {
        while (peer.Pending.FindIndex(pending => !IsUnderWay(peer, pending.Scope)) is >= 0 and var index)
        {
            if (peer.UsableMainMode is not { } sa)
            {
                if (peer.Initiating is null)
                    context.MainModeInitiator.TryStart(peer);
                return;
            }

            if (QuickModeTable.InProgress(sa) >= Limits.QuickModesPerMainMode)
                return;
            var next = peer.Pending[index];
            peer.Pending.RemoveAt(index);
            context.QuickModeInitiator.Start(sa, next);
        }
    }

    /// <summary>A pair may send: nothing that it covers waits any longer, and the peer is well.</summary>
    public static void Succeed(Peer peer, PairScope scope)
    {
        peer.Pending.RemoveAll(pending => scope.Covers(pending.Scope));
        peer.Backoff.Reset();
        peer.Refused.Succeed(scope);
        peer.LastError = null;
    }

    /// <summary>
    /// A main mode failed. The peer is told once, the outside too, and when this host had begun it the waiting traffic is given up for a while.
    /// </summary>
    public void Fail(Peer peer, MainModeSa? sa, int messageNumber, Failure failure)
    {
        if (sa is not null)
        {
            TellPeer(sa, failure.Notify);
            ReportFailure(sa, messageNumber, failure);
            context.MainModes.End(sa, null);
        }
        else
        {
            Remember(peer, failure);
            context.Emit(new KeyingEvent
            {
                Kind = KeyingEventKind.NegotiationFailed, Addresses = peer.Addresses, Exchange = ExchangeKind.MainMode,
                Error = failure.Error, FailurePoint = failure.Point, Text = failure.Text,
            });
        }

        if (sa?.Role != SaRole.Responder && peer.UsableMainMode is null)
            GiveUp(peer, peer.Pending.Exists(pending => !pending.IsRekey));
    }

    /// <summary>Tells the outside once per main mode that it failed.</summary>
    public void ReportFailure(MainModeSa sa, int messageNumber, Failure failure)
    {
        if (sa.FailureReported)
            return;
        sa.FailureReported = true;
        Remember(sa.Peer, failure);
        context.Emit(MainModeTable.Event(sa, KeyingEventKind.NegotiationFailed) with
        {
            MessageNumber = messageNumber,
            Error = failure.Error,
            FailurePoint = failure.Point,
            PeerNotify = (ushort)failure.PeerNotify,
            Text = failure.Text,
        });
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

        context.Emit(new KeyingEvent
        {
            Kind = KeyingEventKind.NegotiationFailed, Addresses = addresses, Exchange = ExchangeKind.MainMode, Role = SaRole.Responder, MessageNumber = 1,
            Error = failure.Error, FailurePoint = failure.Point, Text = failure.Text,
        });
    }

    /// <summary>
    /// A quick mode failed. The main mode lives, and what waits for other selectors too, unless the peer has been silent under it all the time.
    /// </summary>
    public void FailQuickMode(QuickModeSa quickMode, int messageNumber, Failure failure)
    {
        var sa = quickMode.MainMode;
        ReportQuickMode(sa, quickMode.Role, messageNumber, failure);
        if (failure.Notify != NotifyType.None)
            context.Notifier.SendQuickModeError(sa, failure.Notify, default);
        var silent = failure.Error == KeyingError.TimedOut && quickMode.Role == SaRole.Initiator && sa.LastHeard <= quickMode.Began;
        if (silent && quickMode.Began - sa.Established > Periods.SimultaneousStart)
        {
            // The peer may have lost the main mode, by a restart for example: what waits gets a new one. Its failure would end the waiting.
            context.MainModes.Delete(sa, "the peer no longer answers under it");
            Continue(sa.Peer);
            return;
        }

        context.QuickModes.End(quickMode);

        if (silent)
        {
            // Deleting the main mode puts its other quick modes back among what waits, so it comes before giving up.
            context.MainModes.Delete(sa, "the peer does not answer under it");
            GiveUp(sa.Peer, !quickMode.IsRekey || sa.Peer.Pending.Exists(pending => !pending.IsRekey));
        }
        else if (quickMode.Role == SaRole.Initiator)
        {
            GiveUpScope(sa.Peer, quickMode);
        }
        else
        {
            Continue(sa.Peer);
        }
    }

    /// <summary>Tells the outside that a quick mode failed.</summary>
    public void ReportQuickMode(MainModeSa sa, SaRole role, int messageNumber, Failure failure)
    {
        Remember(sa.Peer, failure);
        context.Emit(MainModeTable.Event(sa, KeyingEventKind.NegotiationFailed) with
        {
            Exchange = ExchangeKind.QuickMode,
            Role = role,
            Suite = "",
            MessageNumber = messageNumber,
            Error = failure.Error,
            FailurePoint = failure.Point,
            PeerNotify = (ushort)failure.PeerNotify,
            Text = failure.Text,
        });
    }

    private void GiveUp(Peer peer, bool somebodyWaits)
    {
        var retryAt = peer.Backoff.Fail(context.Now);
        peer.Pending.Clear();
        if (somebodyWaits || !peer.Pairs.Exists(pair => pair.Confirmed))
            context.Act(new KeyingAction.AcquireFailed(peer.Addresses, retryAt));
    }

    private static IEnumerable<QuickModeSa> QuickModesOf(Peer peer) =>
        peer.MainModes.SelectMany(sa => sa.QuickModes.Values).Where(quickMode => quickMode.InProgress);

    private static bool IsUnderWay(Peer peer, PairScope scope) => QuickModesOf(peer).Any(quickMode => quickMode.Scope.Covers(scope));

    private void GiveUpScope(Peer peer, QuickModeSa quickMode)
    {
        var scope = quickMode.Scope;
        var retryAt = peer.Refused.Refuse(context.Now, scope);
        if (!quickMode.IsRekey || !peer.Pairs.Exists(pair => pair.Confirmed && pair.Scope.Covers(scope)))
            TellRefused(peer, scope, retryAt);
        Continue(peer);
    }

    private void TellRefused(Peer peer, PairScope scope, Instant retryAt) =>
        context.Act(new KeyingAction.AcquireFailed(peer.Addresses, retryAt, scope.Selector, scope.GuaranteedEncryption));

    private void TellPeer(MainModeSa sa, NotifyType type)
    {
        if (type == NotifyType.None)
            return;
        // [MS-IKEE] 3.1.5: in the clear during the first two round trips, protected in the last, where the hash has proved that the keys agree.
        if (type == NotifyType.InvalidIdInformation)
            context.Notifier.SendProtected(sa, new NotificationPayload(ProtocolId.Isakmp, type, KeySchedule.Cookies(sa.CookieI, sa.CookieR)));
        else
            context.Notifier.SendClear(sa.Local, sa.Remote, sa.CookieI, sa.CookieR, type);
    }

    private void Remember(Peer peer, Failure failure) => (peer.LastError, peer.LastErrorAt) = (failure.Text, context.Now);
}
