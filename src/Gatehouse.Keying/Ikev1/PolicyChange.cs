using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Keying;

namespace Gatehouse.Keying.Ikev1;

/// <summary>
/// Another policy is in force: what it still allows lives on, the rest is deleted and the peers are told (13849
/// ERROR_IPSEC_IKE_POLICY_CHANGE; [MS-IKEE]: affected SAs are revalidated).
/// </summary>
internal static class PolicyChange
{
    private const string Why = "the policy changed";

    public static void Apply(Ikev1Context context)
    {
        foreach (var peer in context.Peers.Values.ToArray())
        {
            // A pause belongs to the policy that failed.
            peer.Backoff.Reset();
            peer.Refused.Clear();
            peer.LastError = null;
            foreach (var pair in peer.Pairs.Where(pair => !Allows(context, pair)).ToArray())
                context.Pairs.Remove(pair, tellPeer: true, Why);
            EndQuickModes(context, peer);
            foreach (var sa in peer.MainModes.Where(sa => !Allows(context, sa)).ToArray())
                context.MainModes.Delete(sa, Why);
            DropWishes(context, peer);
            context.ForgetIfEmpty(peer);
        }
    }

    // The peer was told whether this host's rule is boundary, and acts on it behind a NAT.
    private static bool Allows(Ikev1Context context, IpsecPair pair) =>
        context.Policy.QuickMode(KeyingModule.Ike, pair.Peer.Addresses, pair.Scope.Selector) is { } policy
        && ExchangeInfos.IsBoundary(policy) == pair.ToldBoundary
        && QuickModeOffer.From(policy, pair.MainMode.Choice.Suite.Group).Any(offer => offer.Algorithm == pair.Algorithm);

    private static bool Allows(Ikev1Context context, MainModeSa sa) =>
        context.Negotiator.Prepare(sa.Peer.Addresses, out var policy) is null
        && (sa.State != MainModeState.Established || policy!.Proposals.Any(proposal => MainModeSuite.From(proposal) == sa.Choice.Suite));

    private static void EndQuickModes(Ikev1Context context, Peer peer)
    {
        foreach (var quickMode in peer.MainModes.SelectMany(sa => sa.QuickModes.Values).Where(quickMode => quickMode.InProgress).ToArray())
        {
            if (context.Policy.QuickMode(KeyingModule.Ike, peer.Addresses, quickMode.Scope.Selector) is null)
                context.QuickModes.End(quickMode);
        }
    }

    // What still waits is asked for again by the next packet; keying must not go on for traffic that nobody protects any more.
    private static void DropWishes(Ikev1Context context, Peer peer)
    {
        var waited = peer.Pending.Count > 0;
        peer.Pending.RemoveAll(wish => context.Policy.QuickMode(KeyingModule.Ike, peer.Addresses, wish.Scope.Selector) is null
            || context.Policy.MainMode(KeyingModule.Ike, peer.Addresses) is null);
        if (waited && peer.Pending.Count == 0)
        {
            foreach (var sa in peer.MainModes.Where(sa => sa.State != MainModeState.Established && sa.Role == SaRole.Initiator).ToArray())
                context.MainModes.End(sa, null);
            context.Act(new KeyingAction.AcquireFailed(peer.Addresses, context.Now));
        }
        else
        {
            context.Negotiator.Continue(peer);
        }
    }
}
