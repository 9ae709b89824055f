using Gatehouse.Base;
using Gatehouse.Keying.Timing;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Keying;

namespace Gatehouse.Keying.Isakmp;

/// <summary>What sending under a main mode needs to know of it.</summary>
internal interface IMainModeEnds
{
    /// <summary>Where this host's datagrams come from.</summary>
    Endpoint Local { get; }

    /// <summary>Where they go.</summary>
    Endpoint Remote { get; }
}

/// <summary>
/// What the parts of a keying machine share, IKEv1's and AuthIP's alike: the call in progress (its time and its actions), timers, counters and the
/// peers. One call runs at a time, so the parts read <see cref="Now"/> instead of handing it on.
/// </summary>
/// <param name="module">Which one it is.</param>
/// <param name="policy">What this host may negotiate.</param>
/// <param name="entropy">Randomness of cookies, SPIs and jitter.</param>
/// <param name="datagram">What a datagram of this machine is called, with its article, at the beginning of a sentence.</param>
/// <param name="rememberedFailures">Peers of which a failure is remembered; the oldest is forgotten.</param>
internal abstract class KeyingContext<TPeer>(KeyingModule module, IKeyingPolicy policy, IEntropy entropy, string datagram, int rememberedFailures)
    where TPeer : KnownPeer
{
    /// <summary>In both machines' <c>Refusal</c>: what networks do, and not worth telling.</summary>
    private const string Duplicate = "Duplicate";

    private List<KeyingAction> _actions = [];

    public IKeyingPolicy Policy { get; } = policy;

    public IEntropy Entropy { get; } = entropy;

    public DeadlineQueue Deadlines { get; } = new();

    public Counters Counters { get; } = new();

    public Dictionary<AddressPair, TPeer> Peers { get; } = [];

    /// <summary>The time of the call in progress.</summary>
    public Instant Now { get; private set; }

    /// <summary>A call begins: its time, and where its actions go.</summary>
    public void Begin(Instant now, List<KeyingAction> actions) => (Now, _actions) = (now, actions);

    /// <summary>Asks the node for something.</summary>
    public void Act(KeyingAction action) => _actions.Add(action);

    /// <summary>Sends a datagram to a main mode's peer.</summary>
    public void Send(IMainModeEnds sa, byte[] datagram) => Act(new KeyingAction.SendDatagram(sa.Local, sa.Remote, datagram));

    /// <summary>True for a message that an exchange accepted before: it is counted, its answer goes out again, and nothing else happens.</summary>
    public bool IsAnsweredDuplicate(IMainModeEnds sa, AnswerCache answers, Digest digest)
    {
        if (!answers.IsDuplicate(digest, out var answer))
            return false;
        Counters.Add(Duplicate);
        if (answer is not null)
            Send(sa, answer);
        return true;
    }

    /// <summary>Tells the outside.</summary>
    public void Emit(KeyingEvent news) => Act(new KeyingAction.Notify(news with { Module = module }));

    /// <summary>Arms an alarm after a delay.</summary>
    public void Arm(Alarm alarm, TimeSpan delay) => alarm.Arm(Deadlines, Now + delay);

    /// <summary>A retransmitter for an exchange under this main mode.</summary>
    public Retransmitter NewRetransmitter(IMainModeEnds sa, Action onExhausted) =>
        new(Deadlines, () => Now, datagram => Send(sa, datagram), onExhausted);

    /// <summary>The peer of an address pair, made when it is new.</summary>
    public TPeer PeerOf(AddressPair addresses)
    {
        if (Peers.TryGetValue(addresses, out var peer))
            return peer;
        if (Peers.Count >= rememberedFailures && Peers.Values.Where(known => known.IsIdle).MinBy(known => known.LastErrorAt) is { } oldest)
            Peers.Remove(oldest.Addresses);
        Peers.Add(addresses, peer = NewPeer(addresses));
        return peer;
    }

    /// <summary>Forgets a peer of which nothing is left to remember.</summary>
    public void ForgetIfEmpty(TPeer peer)
    {
        if (peer.IsIdle && peer.LastError is null)
            Peers.Remove(peer.Addresses);
    }

    /// <summary>Counts a refused datagram, a member of the machine's own reasons, and tells of it now and then.</summary>
    public void Refuse<TReason>(AddressPair addresses, TReason reason)
        where TReason : struct, Enum => Refuse(addresses, reason.ToString());

    /// <summary>Makes a peer of which nothing is known yet.</summary>
    protected abstract TPeer NewPeer(AddressPair addresses);

    private void Refuse(AddressPair addresses, string reason)
    {
        if (reason == Duplicate)
        {
            Counters.Add(reason);
            return;
        }

        if (!Counters.AddAndReport(reason, Now))
            return;
        Emit(new KeyingEvent
        {
            Kind = KeyingEventKind.MessageRefused, Addresses = addresses,
            Text = $"{datagram} from {addresses.Remote} was refused ({reason}); more of the same reason are counted in silence for a minute.",
        });
    }
}
