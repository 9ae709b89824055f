using Gatehouse.Base;
using Gatehouse.Keying.Timing;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Keying;

namespace Gatehouse.Keying.Coexistence;

/// <summary>What either module answers an arbiter alike; the machines differ in the states of their main modes and in how one is deleted.</summary>
/// <param name="module">The module itself.</param>
/// <param name="kind">Which it is.</param>
/// <param name="context">Its peers and the call in progress.</param>
/// <param name="spis">Its SPIs.</param>
internal abstract class CoexistingModule<TPeer>(IKeyingModule module, KeyingModule kind, KeyingContext<TPeer> context, SpiReservations spis) : ICoexistingModule
    where TPeer : KnownPeer
{
    /// <inheritdoc/>
    public IKeyingModule Module => module;

    /// <inheritdoc/>
    public KeyingModule Kind => kind;

    /// <inheritdoc/>
    public AttemptStage Stage(AddressPair addresses) => Find(addresses) is { } peer ? Stage(peer) : AttemptStage.None;

    /// <inheritdoc/>
    public bool HasMainMode(AddressPair addresses) => Find(addresses) is { } peer && HasMainMode(peer);

    /// <inheritdoc/>
    public bool HasPair(AddressPair addresses) => Find(addresses) is { } peer && HasPair(peer);

    /// <inheritdoc/>
    public bool IsAtWork(AddressPair addresses) => Find(addresses) is { } peer && (peer.Pending.Count > 0 || IsNegotiating(peer));

    /// <inheritdoc/>
    public IReadOnlyList<PairScope> Waiting(AddressPair addresses) => Find(addresses) is { } peer
        ? [.. Wishes(peer).Where(wish => !wish.IsRekey).Select(wish => wish.Scope)]
        : [];

    /// <inheritdoc/>
    public void Suppress(Instant now, AddressPair addresses, Instant since, string text, List<KeyingAction> actions)
    {
        if (Find(addresses) is not { } peer)
            return;
        context.Begin(now, actions);
        GiveWay(peer, since, text);
        peer.LastError = null;
        context.ForgetIfEmpty(peer);
    }

    /// <inheritdoc/>
    public void StopFirstMessage(AddressPair addresses) => FirstMessage(addresses)?.Stop();

    /// <inheritdoc/>
    public void ResumeFirstMessage(Instant now, AddressPair addresses, List<KeyingAction> actions)
    {
        context.Begin(now, actions);
        FirstMessage(addresses)?.Resume(now);
    }

    /// <inheritdoc/>
    public void LetFirstMessageExpire(AddressPair addresses) => FirstMessage(addresses)?.Shorten(0);

    /// <inheritdoc/>
    public bool Uses(Spi inbound) => spis.Uses(inbound);

    /// <inheritdoc/>
    public void KeepOff(Func<Spi, bool> usedElsewhere) => spis.UsedElsewhere = usedElsewhere;

    /// <summary>How far the main mode is that this host begins.</summary>
    protected abstract AttemptStage Stage(TPeer peer);

    /// <summary>True when a main mode is established and serves new quick modes.</summary>
    protected abstract bool HasMainMode(TPeer peer);

    /// <summary>True when a pair is installed.</summary>
    protected abstract bool HasPair(TPeer peer);

    /// <summary>True while this host asks for a main mode or a quick mode.</summary>
    protected abstract bool IsNegotiating(TPeer peer);

    /// <summary>What waits for a main mode.</summary>
    protected virtual IEnumerable<PendingAcquire> Wishes(TPeer peer) => peer.Pending;

    /// <summary>Drops the wishes, and deletes every main mode that <see cref="GivesWay"/>, saying so by an event.</summary>
    protected abstract void GiveWay(TPeer peer, Instant since, string text);

    /// <summary>What repeats the first message of the attempt under way.</summary>
    protected abstract Retransmitter? FirstMessage(TPeer peer);

    /// <summary>True for a main mode this host asks for, and for one it established since.</summary>
    protected static bool GivesWay(SaRole role, bool isEstablished, Instant began, Instant since) =>
        role == SaRole.Initiator && (!isEstablished || began >= since);

    private Retransmitter? FirstMessage(AddressPair addresses) => Find(addresses) is { } peer ? FirstMessage(peer) : null;

    private TPeer? Find(AddressPair addresses) => context.Peers.GetValueOrDefault(addresses);
}
