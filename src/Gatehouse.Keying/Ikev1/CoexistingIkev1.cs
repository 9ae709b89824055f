using Gatehouse.Base;
using Gatehouse.Keying.Coexistence;
using Gatehouse.Keying.Timing;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Keying;

namespace Gatehouse.Keying.Ikev1;

/// <summary>The IKEv1 module as one of two.</summary>
internal sealed class CoexistingIkev1(Ikev1Module module)
    : CoexistingModule<Peer>(module, KeyingModule.Ike, module.Context, module.Context.QuickModes.Spis)
{
    private readonly Ikev1Context _context = module.Context;

    protected override AttemptStage Stage(Peer peer) => peer.Initiating?.State switch
    {
        MainModeState.Message1Sent => AttemptStage.Asked,
        MainModeState.Message3Sent => AttemptStage.Answered,
        MainModeState.Message5Sent => AttemptStage.Committed,
        _ => AttemptStage.None,
    };

    protected override bool HasMainMode(Peer peer) => peer.UsableMainMode is not null;

    protected override bool HasPair(Peer peer) => peer.Pairs.Exists(pair => pair.Confirmed);

    protected override bool IsNegotiating(Peer peer) => peer.Initiating is not null || peer.MainModes.Exists(
        sa => sa.QuickModes.Values.Any(quickMode => quickMode is { Role: SaRole.Initiator, InProgress: true }));

    protected override void GiveWay(Peer peer, Instant since, string text)
    {
        foreach (var sa in peer.MainModes.Where(sa => GivesWay(sa.Role, sa.State == MainModeState.Established, sa.Began, since)).ToArray())
        {
            _context.Emit(MainModeTable.Event(sa, KeyingEventKind.NegotiationSuppressed) with { Text = text });
            foreach (var pair in peer.Pairs.Where(pair => pair.MainMode == sa).ToArray())
                _context.Pairs.Remove(pair, tellPeer: true, text);
            _context.MainModes.Delete(sa, text);
        }

        peer.Pending.Clear();
    }

    protected override Retransmitter? FirstMessage(Peer peer) => peer.MainModes.Find(sa => sa.State == MainModeState.Message1Sent)?.Retransmitter;
}
