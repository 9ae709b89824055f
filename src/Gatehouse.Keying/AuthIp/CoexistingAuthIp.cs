using Gatehouse.Base;
using Gatehouse.Keying.Coexistence;
using Gatehouse.Keying.Timing;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Keying;

namespace Gatehouse.Keying.AuthIp;

/// <summary>The AuthIP module as one of two.</summary>
internal sealed class CoexistingAuthIp(AuthIpModule module)
    : CoexistingModule<Peer>(module, KeyingModule.AuthIp, module.Context, module.Context.QuickModes.Spis)
{
    private readonly AuthIpContext _context = module.Context;

    /// <summary>True when this host has what it takes to begin with a peer: policy, and a method and proposals that are built.</summary>
    public bool CanBegin(AddressPair addresses) => _context.Negotiator.Prepare(addresses, out var policy, out var methods) is null
        && MainModeMatcher.Offer(policy!, methods) is not null;

    protected override AttemptStage Stage(Peer peer) => peer.Initiating?.State switch
    {
        null => AttemptStage.None,
        MainModeState.FirstRequestSent => AttemptStage.Asked,
        _ => AttemptStage.Answered,
    };

    protected override bool HasMainMode(Peer peer) => peer.MainModes.Exists(sa => sa is { State: MainModeState.Established, Closing: false });

    protected override bool HasPair(Peer peer) => peer.Pairs.Exists(pair => pair.Confirmed);

    protected override bool IsNegotiating(Peer peer) => peer.Initiating is not null || peer.MainModes.Exists(
        sa => sa.Role == SaRole.Initiator && sa.QuickModes.Values.Any(quickMode => quickMode.InProgress));

    // The first quick mode belongs to the main mode that asks.
    protected override IEnumerable<PendingAcquire> Wishes(Peer peer) => peer.Initiating is { } sa ? peer.Pending.Prepend(sa.Wanted) : peer.Pending;

    protected override void GiveWay(Peer peer, Instant since, string text)
    {
        peer.Pending.Clear();
        foreach (var sa in peer.MainModes.Where(sa => GivesWay(sa.Role, sa.State == MainModeState.Established, sa.Began, since)).ToArray())
        {
            _context.Emit(MainModeTable.Event(sa, KeyingEventKind.NegotiationSuppressed) with { Text = text });
            _context.MainModes.Delete(sa, Ike.AuthIp.WindowsError.SaDeleted, text);
        }
    }

    protected override Retransmitter? FirstMessage(Peer peer) => peer.MainModes.Find(sa => sa.State == MainModeState.FirstRequestSent)?.Retransmitter;
}
