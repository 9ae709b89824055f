using Gatehouse.Ike.AuthIp;
using Gatehouse.Ike.Isakmp;
using Gatehouse.Keying.Timing;
using Gatehouse.Model.Keying;

namespace Gatehouse.Keying.AuthIp;

/// <summary>
/// Asks the peer to negotiate (NOTIFY_ACQUIRE; [MS-AIPS] 2.2.3.6, 3.4.7.4): roles are fixed, and where the peer alone has proved who it is, as
/// initiator, a main mode that this host began would prove somebody else.
/// </summary>
internal sealed class PeerAcquires(AuthIpContext context)
{
    /// <summary>A peer that was asked has its SA by then, or its own retransmission has ended too.</summary>
    public static readonly TimeSpan Wait = TimeSpan.FromSeconds(30);

    /// <summary>Asks once; an answer is a pair, which <see cref="Fulfil"/> notices.</summary>
    public void Ask(MainModeSa sa, PendingAcquire wanted)
    {
        var peer = sa.Peer;
        var flags = wanted.Scope.GuaranteedEncryption ? ExchangeInfoFlags.GuaranteeEncryption : ExchangeInfoFlags.None;
        context.Notifier.SendReliable(
            sa, context.Notifier.NewMessageId(),
            [AuthIpNotifies.Acquire(EncapsulationMode.Transport, (uint)flags), .. Selectors.ToIds(peer.Addresses, wanted.Scope.Selector)]);
        var alarm = new Alarm(() => OnUnanswered(peer, wanted));
        peer.Asked[wanted.Scope] = alarm;
        context.Arm(alarm, Wait);
    }

    /// <summary>A pair is up that serves these scopes.</summary>
    public static void Fulfil(Peer peer, PairScope scope) => Forget(peer, scope.Covers);

    /// <summary>Nothing of these is waited for any more; true when there was something.</summary>
    public static bool Forget(Peer peer, Predicate<PairScope> which)
    {
        var forgotten = peer.Asked.Keys.Where(scope => which(scope)).ToArray();
        foreach (var scope in forgotten)
        {
            peer.Asked[scope].Disarm();
            peer.Asked.Remove(scope);
        }

        return forgotten.Length > 0;
    }

    private void OnUnanswered(Peer peer, PendingAcquire wanted)
    {
        peer.Asked.Remove(wanted.Scope);
        context.Negotiator.GiveUpAsked(peer, wanted, new Failure(
            KeyingError.TimedOut,
            $"{peer.Addresses.Remote} was asked to negotiate, since it alone authenticates itself, and did not; its own events say why.",
            FailurePoint.Peer));
    }
}
