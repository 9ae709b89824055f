using Gatehouse.Base;
using Gatehouse.Keying.Coexistence;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Keying;

namespace Gatehouse.Keying.AuthIp;

/// <summary>The AuthIP module as one of two.</summary>
internal sealed class CoexistingAuthIp(AuthIpModule module) : ICoexistingModule
{
    private readonly AuthIpContext _context = module.Context;

    public IKeyingModule Module => module;

    public KeyingModule Kind => KeyingModule.AuthIp;

    /// <summary>True when this host has what it takes to begin with a peer: policy, and a method and proposals that are built.</summary>
    public bool CanBegin(AddressPair addresses) => _context.Negotiator.Prepare(addresses, out var policy, out var methods) is null
        && MainModeMatcher.Offer(policy!, methods) is not null;

    public AttemptStage Stage(AddressPair addresses) => Find(addresses)?.Initiating?.State switch
    {
        null => AttemptStage.None,
        MainModeState.FirstRequestSent => AttemptStage.Asked,
        _ => AttemptStage.Answered,
    };

    public bool HasMainMode(AddressPair addresses) => Find(addresses)?.MainModes.Exists(sa => sa is { State: MainModeState.Established, Closing: false }) == true;

    public bool HasPair(AddressPair addresses) => Find(addresses)?.Pairs.Exists(pair => pair.Confirmed) == true;

    public bool IsAtWork(AddressPair addresses) => Find(addresses) is { } peer
        && (peer.Pending.Count > 0 || peer.Initiating is not null || peer.MainModes.Exists(IsAsking));

    public IReadOnlyList<PairScope> Waiting(AddressPair addresses)
    {
        if (Find(addresses) is not { } peer)
            return [];
        var begun = peer.Initiating is { } sa ? peer.Pending.Prepend(sa.Wanted) : peer.Pending;
        return [.. begun.Where(wish => !wish.IsRekey).Select(wish => wish.Scope)];
    }

    public void Suppress(Instant now, AddressPair addresses, Instant since, string text, List<KeyingAction> actions)
    {
        if (Find(addresses) is not { } peer)
            return;
        _context.Begin(now, actions);
        peer.Pending.Clear();
        foreach (var sa in peer.MainModes.Where(sa => GivesWay(sa, since)).ToArray())
        {
            _context.Emit(MainModeTable.Event(sa, KeyingEventKind.NegotiationSuppressed) with { Text = text });
            _context.MainModes.Delete(sa, Ike.AuthIp.WindowsError.SaDeleted, text);
        }

        peer.LastError = null;
        _context.ForgetIfEmpty(peer);
    }

    public void StopFirstMessage(AddressPair addresses) => Asking(addresses)?.Retransmitter?.Stop();

    public void ResumeFirstMessage(Instant now, AddressPair addresses, List<KeyingAction> actions)
    {
        _context.Begin(now, actions);
        Asking(addresses)?.Retransmitter?.Resume(now);
    }

    public void LetFirstMessageExpire(AddressPair addresses) => Asking(addresses)?.Retransmitter?.Shorten(0);

    public bool Uses(Spi inbound) => _context.Pairs.Exists(inbound) || _context.QuickModes.Spis.Contains(inbound);

    public void KeepOff(Func<Spi, bool> usedElsewhere) => _context.QuickModes.Spis.UsedElsewhere = usedElsewhere;

    private Peer? Find(AddressPair addresses) => _context.Peers.GetValueOrDefault(addresses);

    private MainModeSa? Asking(AddressPair addresses) => Find(addresses)?.MainModes.Find(sa => sa.State == MainModeState.FirstRequestSent);

    private static bool GivesWay(MainModeSa sa, Instant since) =>
        sa.Role == SaRole.Initiator && (sa.State != MainModeState.Established || sa.Began >= since);

    private static bool IsAsking(MainModeSa sa) =>
        sa.Role == SaRole.Initiator && sa.QuickModes.Values.Any(quickMode => quickMode.InProgress);
}
