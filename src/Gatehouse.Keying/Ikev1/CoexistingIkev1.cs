using Gatehouse.Base;
using Gatehouse.Keying.Coexistence;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Keying;

namespace Gatehouse.Keying.Ikev1;

/// <summary>The IKEv1 module as one of two.</summary>
internal sealed class CoexistingIkev1(Ikev1Module module) : ICoexistingModule
{
    private readonly Ikev1Context _context = module.Context;

    public IKeyingModule Module => module;

    public KeyingModule Kind => KeyingModule.Ike;

    public AttemptStage Stage(AddressPair addresses) => Find(addresses)?.Initiating?.State switch
    {
        MainModeState.Message1Sent => AttemptStage.Asked,
        MainModeState.Message3Sent => AttemptStage.Answered,
        MainModeState.Message5Sent => AttemptStage.Committed,
        _ => AttemptStage.None,
    };

    public bool HasMainMode(AddressPair addresses) => Find(addresses)?.UsableMainMode is not null;

    public bool HasPair(AddressPair addresses) => Find(addresses)?.Pairs.Exists(pair => pair.Confirmed) == true;

    public bool IsAtWork(AddressPair addresses) => Find(addresses) is { } peer
        && (peer.Pending.Count > 0 || peer.Initiating is not null || peer.MainModes.Exists(IsAsking));

    public IReadOnlyList<PairScope> Waiting(AddressPair addresses) =>
        Find(addresses) is { } peer ? [.. peer.Pending.Where(wish => !wish.IsRekey).Select(wish => wish.Scope)] : [];

    public void Suppress(Instant now, AddressPair addresses, Instant since, string text, List<KeyingAction> actions)
    {
        if (Find(addresses) is not { } peer)
            return;
        _context.Begin(now, actions);
        foreach (var sa in peer.MainModes.Where(sa => GivesWay(sa, since)).ToArray())
        {
            _context.Emit(MainModeTable.Event(sa, KeyingEventKind.NegotiationSuppressed) with { Text = text });
            foreach (var pair in peer.Pairs.Where(pair => pair.MainMode == sa).ToArray())
                _context.Pairs.Remove(pair, tellPeer: true, text);
            _context.MainModes.Delete(sa, text);
        }

        peer.Pending.Clear();
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

    private MainModeSa? Asking(AddressPair addresses) => Find(addresses)?.MainModes.Find(sa => sa.State == MainModeState.Message1Sent);

    private static bool GivesWay(MainModeSa sa, Instant since) =>
        sa.Role == SaRole.Initiator && (sa.State != MainModeState.Established || sa.Began >= since);

    private static bool IsAsking(MainModeSa sa) => sa.QuickModes.Values.Any(quickMode => quickMode is { Role: SaRole.Initiator, InProgress: true });
}
