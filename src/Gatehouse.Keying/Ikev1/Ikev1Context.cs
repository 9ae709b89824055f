using Gatehouse.Base;
using Gatehouse.Model.Ipsec;

namespace Gatehouse.Keying.Ikev1;

/// <summary>What the parts of the IKEv1 machine share besides <see cref="KeyingContext{TPeer}"/>: its tables, and each other.</summary>
internal sealed class Ikev1Context : KeyingContext<Peer>
{
    /// <summary>Wires the parts together.</summary>
    public Ikev1Context(IKeyingPolicy policy, ICredentialSource credentials, IEntropy entropy, Ikev1Options options)
        : base(KeyingModule.Ike, policy, entropy, "A datagram", Limits.RememberedFailures)
    {
        (Credentials, Options) = (credentials, options);
        Notifier = new Notifier(this);
        MainModes = new MainModeTable(this);
        MainModeInitiator = new MainModeInitiator(this);
        MainModeResponder = new MainModeResponder(this);
        QuickModes = new QuickModeTable(this);
        QuickModeInitiator = new QuickModeInitiator(this);
        QuickModeResponder = new QuickModeResponder(this);
        Informational = new Informational(this);
        Negotiator = new Negotiator(this);
        Pairs = new PairKeeper(this);
    }

    public ICredentialSource Credentials { get; }

    public Ikev1Options Options { get; }

    /// <summary>
    /// Whether this host would key a peer by AuthIP too. The module beside this one answers; without one nobody speaks AuthIP here.
    /// </summary>
    public Func<AddressPair, bool> SpeaksAuthIp { get; set; } = _ => false;

    public Notifier Notifier { get; }

    public MainModeTable MainModes { get; }

    public MainModeInitiator MainModeInitiator { get; }

    public MainModeResponder MainModeResponder { get; }

    public QuickModeTable QuickModes { get; }

    public QuickModeInitiator QuickModeInitiator { get; }

    public QuickModeResponder QuickModeResponder { get; }

    public Informational Informational { get; }

    public Negotiator Negotiator { get; }

    public PairKeeper Pairs { get; }

    protected override Peer NewPeer(AddressPair addresses) => new(addresses);
}
