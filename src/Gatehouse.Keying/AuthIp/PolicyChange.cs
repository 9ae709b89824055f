using Gatehouse.Ike.AuthIp;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Keying;

namespace Gatehouse.Keying.AuthIp;

/// <summary>
/// Another policy is in force: every SA is validated again, what the policy still allows lives on, the rest is deleted and the peers are told
/// ([MS-AIPS] 3.1.7.3; 13849 ERROR_IPSEC_IKE_POLICY_CHANGE).
/// </summary>
internal static class PolicyChange
{
    private const string Why = "the policy changed";

    public static void Apply(AuthIpContext context)
    {
        foreach (var peer in context.Peers.Values.ToArray())
        {
            // A pause belongs to the policy that failed.
            peer.Backoff.Reset();
            peer.Refused.Clear();
            peer.LastError = null;
            foreach (var pair in peer.Pairs.Where(pair => !Allows(context, pair)).ToArray())
                context.Pairs.Remove(pair, WindowsError.PolicyChange, Why);
            foreach (var quickMode in peer.MainModes.SelectMany(sa => sa.QuickModes.Values).Where(quickMode => quickMode.InProgress).ToArray())
            {
                if (Protects(context, peer, quickMode.Wanted.Scope))
                    continue;
                // A responder whose proof of extended mode is on its way has its pair already.
                var gone = AuthIpNotifies.Status(NotifySubject.QuickMode, WindowsError.PolicyChange, reliable: false);
                if (quickMode.State == QuickModeState.ExtendedMode)
                    context.Notifier.SendOnce(quickMode.MainMode, quickMode.MessageId, [gone]);
                context.QuickModes.End(quickMode);
            }

            foreach (var sa in peer.MainModes.Where(sa => !Allows(context, sa)).ToArray())
                context.MainModes.Delete(sa, WindowsError.PolicyChange, Why);
            DropWishes(context, peer);
            context.ForgetIfEmpty(peer);
        }
    }

    // The peer was told whether this host's rule is boundary, and acts on it behind a NAT. Who must authenticate otherwise, or a
    // user too, has not done so.
    private static bool Allows(AuthIpContext context, IpsecPair pair) =>
        context.Policy.QuickMode(KeyingModule.AuthIp, pair.Peer.Addresses, pair.Scope.Selector) is { } policy
        && QuickModeMessages.IsBoundary(policy) == pair.ToldBoundary
        && (policy.ExtendedMode is null || pair.HasExtendedMode)
        && context.Negotiator.Prepare(pair.Peer.Addresses, out _, out var methods) is null && methods.Contains(pair.MainMode.Method)
        && QuickModeOffer.From(policy, pair.MainMode.Choice.Suite.Group).Any(offer => offer.Algorithm == pair.Algorithm);

    private static bool Allows(AuthIpContext context, MainModeSa sa)
    {
        if (context.Negotiator.Prepare(sa.Peer.Addresses, out var policy, out var methods) is not null)
            return false;
        if (sa.State != MainModeState.Established)
            return true;
        return methods.Contains(sa.Method) && policy!.Proposals.Any(proposal => AuthIpSuite.From(proposal) == sa.Choice.Suite);
    }

    private static bool Protects(AuthIpContext context, Peer peer, PairScope scope) =>
        context.Policy.QuickMode(KeyingModule.AuthIp, peer.Addresses, scope.Selector) is not null
        && context.Policy.MainMode(KeyingModule.AuthIp, peer.Addresses) is not null;

    // What still waits is asked for again by the next packet; keying must not go on for traffic that nobody protects any more.
    private static void DropWishes(AuthIpContext context, Peer peer)
    {
        var unwanted = peer.MainModes
            .Where(sa => sa.Role == SaRole.Initiator && sa.State != MainModeState.Established && !Protects(context, peer, sa.Wanted.Scope)).ToArray();
        var dropped = peer.Pending.RemoveAll(wish => !Protects(context, peer, wish.Scope)) + unwanted.Length;
        if (PeerAcquires.Forget(peer, scope => !Protects(context, peer, scope)))
            dropped++;
        foreach (var sa in unwanted)
            context.MainModes.End(sa, null);
        if (dropped > 0 && peer.Pending.Count == 0 && peer.Asked.Count == 0)
            context.Act(new KeyingAction.AcquireFailed(peer.Addresses, context.Now));
        else
            context.Negotiator.Continue(peer);
    }
}
