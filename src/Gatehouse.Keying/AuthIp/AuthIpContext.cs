using Gatehouse.Base;
using Gatehouse.Ike.AuthIp;
using Gatehouse.Ike.Isakmp;
using Gatehouse.Keying.AuthIp.Gss;
using Gatehouse.Model.AuthIp;
using Gatehouse.Model.Ipsec;

namespace Gatehouse.Keying.AuthIp;

/// <summary>What the parts of the AuthIP machine share besides <see cref="KeyingContext{TPeer}"/>: its tables, and each other.</summary>
internal sealed class AuthIpContext : KeyingContext<Peer>
{
    /// <summary>Wires the parts together.</summary>
    public AuthIpContext(IKeyingPolicy policy, IGssMechanisms mechanisms, IGssMechanisms users, IEntropy entropy, AuthIpOptions options)
        : base(KeyingModule.AuthIp, policy, entropy, "An AuthIP datagram", Limits.RememberedFailures)
    {
        (Mechanisms, UserMechanisms, Options) = (mechanisms, users, options);
        Steps = new GssSteps(this);
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
        PeerAcquires = new PeerAcquires(this);
        Pairs = new PairKeeper(this);
    }

    public IGssMechanisms Mechanisms { get; }

    /// <summary>Of extended mode.</summary>
    public IGssMechanisms UserMechanisms { get; }

    public AuthIpOptions Options { get; }

    public AuthIpWireProfile Profile => Options.Profile;

    public GssSteps Steps { get; }

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

    public PeerAcquires PeerAcquires { get; }

    public PairKeeper Pairs { get; }

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

    protected override Peer NewPeer(AddressPair addresses) => new(addresses);
}
