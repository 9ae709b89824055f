using Gatehouse.Base;
using Gatehouse.Ike.AuthIp;
using Gatehouse.Ike.Isakmp;
using Gatehouse.Keying.AuthIp.Gss;
using Gatehouse.Keying.Timing;
using Gatehouse.Model.AuthIp;
using Gatehouse.Model.Keying;

namespace Gatehouse.Keying.AuthIp;

/// <summary>
/// What the parts of the AuthIP machine share: the call in progress (its time and its actions), the tables, and each other.
/// One call runs at a time, so the parts read <see cref="Now"/> instead of handing it on.
/// </summary>
internal sealed class AuthIpContext
{
    private List<KeyingAction> _actions = [];

    /// <summary>Wires the parts together.</summary>
    public AuthIpContext(IKeyingPolicy policy, IGssMechanisms mechanisms, IGssMechanisms users, IEntropy entropy, AuthIpOptions options)
    {
        (Policy, Mechanisms, UserMechanisms, Entropy, Options) = (policy, mechanisms, users, entropy, options);
        Dos = new DosGuard(this);
        Notifier = new Notifier(this);
        MainModes = new MainModeTable(this);
        MainModeInitiator = new MainModeInitiator(this);
        MainModeResponder = new MainModeResponder(this);
        QuickModes = new QuickModeTable(this);
        QuickModeInitiator = new QuickModeInitiator(this);
        QuickModeResponder = new QuickModeResponder(this);
        ExtendedModeInitiator = new ExtendedModeInitiator(this);
        ExtendedModeResponder = new ExtendedModeResponder(this);
        NotifyReceiver = new NotifyReceiver(this);
        Negotiator = new Negotiator(this);
        Pairs = new PairKeeper(this);
    }

    public IKeyingPolicy Policy { get; }

    public IGssMechanisms Mechanisms { get; }

    /// <summary>Of extended mode.</summary>
    public IGssMechanisms UserMechanisms { get; }

    public IEntropy Entropy { get; }

    public AuthIpOptions Options { get; }

    public AuthIpWireProfile Profile => Options.Profile;

    public DeadlineQueue Deadlines { get; } = new();

    public Counters Counters { get; } = new();

    public Dictionary<AddressPair, Peer> Peers { get; } = [];

    public DosGuard Dos { get; }

    public Notifier Notifier { get; }

    public MainModeTable MainModes { get; }

    public MainModeInitiator MainModeInitiator { get; }

    public MainModeResponder MainModeResponder { get; }

    public QuickModeTable QuickModes { get; }

    public QuickModeInitiator QuickModeInitiator { get; }

    public QuickModeResponder QuickModeResponder { get; }

    public ExtendedModeInitiator ExtendedModeInitiator { get; }

    public ExtendedModeResponder ExtendedModeResponder { get; }

    public NotifyReceiver NotifyReceiver { get; }

    public Negotiator Negotiator { get; }

    public PairKeeper Pairs { get; }

    /// <summary>The time of the call in progress.</summary>
    public Instant Now { get; private set; }

    /// <summary>A call begins: its time, and where its actions go.</summary>
    public void Begin(Instant now, List<KeyingAction> actions) => (Now, _actions) = (now, actions);

    /// <summary>Asks the node for something.</summary>
    public void Act(KeyingAction action) => _actions.Add(action);

    /// <summary>Sends a datagram to a main mode's peer.</summary>
    public void Send(MainModeSa sa, byte[] datagram) => Act(new KeyingAction.SendDatagram(sa.Local, sa.Remote, datagram));

    /// <summary>Encrypts a message under a main mode's keys.</summary>
    public byte[] Seal(MainModeSa sa, ExchangeType exchange, uint messageId, uint sequence, IReadOnlyList<IsakmpBody> payloads) => MessageProtection.Seal(
        IsakmpHeader.Create(sa.CookieI, sa.CookieR, exchange, messageId: messageId), sequence, payloads, sa.Keys, sa.SentIcvLength, Entropy);

    /// <summary>Verifies, decrypts and judges a message; null, with the reason counted, when it is none.</summary>
    public AuthIpMessage? Open(MainModeSa sa, IsakmpHeader header, ReadOnlySpan<byte> datagram, AuthIpStep step)
    {
        if (!header.IsEncrypted)
            Refuse(sa.Peer.Addresses, IsakmpError.NotProtected);
        else if (!sa.HasKeys || !MessageProtection.TryOpen(datagram, header, sa.Keys, sa.ReceivedIcvLength, out var message))
            Refuse(sa.Peer.Addresses, Refusal.NotDecryptable);
        else if (AuthIpExchangeRules.Check(message, step) is { } error)
            Refuse(sa.Peer.Addresses, error);
        else
            return message;
        return null;
    }

    /// <summary>Reads and judges a clear message; null, with the reason counted, when it is none.</summary>
    public AuthIpMessage? ReadClear(AddressPair addresses, ReadOnlySpan<byte> datagram, AuthIpStep step)
    {
        var error = AuthIpMessageReader.TryReadClear(datagram, out var message, out var unreadable) ? AuthIpExchangeRules.Check(message, step) : unreadable;
        if (error is null)
            return message;
        Refuse(addresses, error.Value);
        return null;
    }

    /// <summary>True for a message that an exchange accepted before: it is counted, its answer goes out again, and nothing else happens.</summary>
    public bool IsAnsweredDuplicate(MainModeSa sa, AnswerCache answers, Digest digest)
    {
        if (!answers.IsDuplicate(digest, out var answer))
            return false;
        Refuse(sa.Peer.Addresses, Refusal.Duplicate);
        if (answer is not null)
            Send(sa, answer);
        return true;
    }

    /// <summary>Tells the outside.</summary>
    public void Emit(KeyingEvent news) => Act(new KeyingAction.Notify(news));

    /// <summary>Arms an alarm after a delay.</summary>
    public void Arm(Alarm alarm, TimeSpan delay) => alarm.Arm(Deadlines, Now + delay);

    /// <summary>A retransmitter for an exchange under this main mode.</summary>
    public Retransmitter NewRetransmitter(MainModeSa sa, Action onExhausted) =>
        new(Deadlines, () => Now, datagram => Send(sa, datagram), onExhausted);

    /// <summary>The peer of an address pair, made when it is new.</summary>
    public Peer PeerOf(AddressPair addresses)
    {
        if (Peers.TryGetValue(addresses, out var peer))
            return peer;
        if (Peers.Count >= Limits.RememberedFailures && Peers.Values.Where(known => known.IsIdle).MinBy(known => known.LastErrorAt) is { } oldest)
            Peers.Remove(oldest.Addresses);
        Peers.Add(addresses, peer = new Peer(addresses));
        return peer;
    }

    /// <summary>Forgets a peer of which nothing is left to remember.</summary>
    public void ForgetIfEmpty(Peer peer)
    {
        if (peer.IsIdle && peer.LastError is null)
            Peers.Remove(peer.Addresses);
    }

    /// <summary>Counts a refused datagram, and tells of it now and then. Duplicates are what networks do, and are not worth telling.</summary>
    public void Refuse(AddressPair addresses, Refusal reason)
    {
        if (reason == Refusal.Duplicate)
            Counters.Add(reason.ToString());
        else
            Refuse(addresses, reason.ToString());
    }

    /// <summary>Counts a datagram that could not be read, and tells of it now and then.</summary>
    public void Refuse(AddressPair addresses, IsakmpError reason) => Refuse(addresses, reason.ToString());

    private void Refuse(AddressPair addresses, string reason)
    {
        if (!Counters.AddAndReport(reason, Now))
            return;
        Emit(new KeyingEvent
        {
            Kind = KeyingEventKind.MessageRefused, Addresses = addresses,
            Text = $"An AuthIP datagram from {addresses.Remote} was refused ({reason}); more of the same reason are counted in silence for a minute.",
        });
    }
}
