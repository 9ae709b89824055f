using Gatehouse.Base;
using Gatehouse.Crypto.Agreement;
using Gatehouse.Keying.Timing;
using Gatehouse.Model.Keying;

namespace Gatehouse.Keying.Ikev1;

/// <summary>One main mode, from its first message to its end: what both roles remember. The roles' rules are in their own files.</summary>
internal sealed class MainModeSa : IMainModeEnds, IDisposable
{
    private MainModeKeys? _keys;
    private MainModeChoice? _choice;
    private IvChain? _iv;

    /// <summary>A main mode in its first state.</summary>
    public MainModeSa(Peer peer, Endpoint local, Endpoint remote, SaRole role, ulong cookieI, ulong cookieR, Instant began)
    {
        (Peer, Local, Remote, Role, CookieI, CookieR, Began) = (peer, local, remote, role, cookieI, cookieR, began);
        State = role == SaRole.Initiator ? MainModeState.Message1Sent : MainModeState.Message2Sent;
    }

    /// <summary>Both ends, and everything else known of the peer.</summary>
    public Peer Peer { get; }

    /// <summary>Where this host's datagrams come from.</summary>
    public Endpoint Local { get; }

    /// <summary>Where they go.</summary>
    public Endpoint Remote { get; }

    /// <summary>This host's role.</summary>
    public SaRole Role { get; }

    /// <summary>CKY-I.</summary>
    public ulong CookieI { get; }

    /// <summary>CKY-R; 0 until #2 arrived.</summary>
    public ulong CookieR { get; private set; }

    /// <summary>The cookie this host chose.</summary>
    public ulong OwnCookie => Role == SaRole.Initiator ? CookieI : CookieR;

    /// <summary>Where it stands.</summary>
    public MainModeState State { get; private set; }

    /// <summary>When #1 was sent or arrived.</summary>
    public Instant Began { get; }

    /// <summary>When the peer was authenticated.</summary>
    public Instant Established { get; private set; }

    /// <summary>Evidence of the peer; null until established.</summary>
    public MainModeProof? Proof { get; private set; }

    /// <summary>SAi_b: the body of the SA payload in #1.</summary>
    public byte[] OfferBody { get; set; } = [];

    /// <summary>The Diffie-Hellman pair of this host, until the keys are derived.</summary>
    public DhKeyPair? DhPair { get; set; }

    /// <summary>g^xi.</summary>
    public byte[] PublicI { get; set; } = [];

    /// <summary>g^xr.</summary>
    public byte[] PublicR { get; set; } = [];

    /// <summary>Ni_b.</summary>
    public byte[] NonceI { get; set; } = [];

    /// <summary>Nr_b.</summary>
    public byte[] NonceR { get; set; } = [];

    /// <summary>What the peer's vendor ids announced.</summary>
    public PeerFeatures Features { get; set; }

    /// <summary>The agreed parameters; throws before they are agreed.</summary>
    public MainModeChoice Choice
    {
        get => _choice ?? throw new InvalidOperationException("nothing is agreed yet");
        set => _choice = value;
    }

    /// <summary>The keys; throws before they are derived.</summary>
    public MainModeKeys Keys
    {
        get => _keys ?? throw new InvalidOperationException("no keys yet");
        set => _keys = value;
    }

    /// <summary>The phase 1 chain; throws before the keys are derived.</summary>
    public IvChain Iv
    {
        get => _iv ?? throw new InvalidOperationException("no keys yet");
        set => _iv = value;
    }

    /// <summary>Messages accepted and the last answer.</summary>
    public AnswerCache Answers { get; } = new();

    /// <summary>Repeats #1, #3 and #5; null for a responder.</summary>
    public Retransmitter? Retransmitter { get; set; }

    /// <summary>Ends a half-open or expired main mode.</summary>
    public Alarm? Expiry { get; set; }

    /// <summary>Replaces an established main mode.</summary>
    public Alarm? Rekey { get; set; }

    /// <summary>When <see cref="Expiry"/> ends an established main mode for good.</summary>
    public Instant HardExpiry { get; set; }

    /// <summary>Its lifetime is over; it only finishes what it began.</summary>
    public bool Closing { get; set; }

    /// <summary>The likely cause should the negotiation fail: from messages that nobody authenticated.</summary>
    public Failure? Hint { get; set; }

    /// <summary>
    /// The peer's first quick-mode message when it overtook #6. The peer may begin one as soon as it has sent #6, and would repeat it only after a second.
    /// </summary>
    public byte[]? EarlyQuickMode { get; set; }

    /// <summary>A failure of this main mode was already told.</summary>
    public bool FailureReported { get; set; }

    /// <summary>Quick modes at work, and those that still answer duplicates.</summary>
    public Dictionary<uint, QuickModeSa> QuickModes { get; } = [];

    /// <summary>Message ids of verified exchanges.</summary>
    public HashSet<uint> MessageIds { get; } = [];

    /// <summary>Quick modes begun under it.</summary>
    public uint QuickModesBegun { get; set; }

    /// <summary>When an authenticated message last came under it.</summary>
    public Instant LastHeard { get; set; }

    /// <summary>True while it answers a peer that is not authenticated.</summary>
    public bool IsHalfOpen => State is MainModeState.Message2Sent or MainModeState.Message4Sent;

    /// <summary>True when new quick modes may begin under it.</summary>
    public bool IsUsable => State == MainModeState.Established
        && !Closing
        && MessageIds.Count < Limits.MessageIdsPerMainMode
        && (Choice.QuickModeLimit == 0 || QuickModesBegun < Choice.QuickModeLimit);

    /// <summary>Both cookies as 32 hexadecimal digits.</summary>
    public string Cookies => $"{CookieI:x16}{CookieR:x16}";

    /// <summary>The suite, or an empty string before it is agreed.</summary>
    public string SuiteText => _choice?.Suite.ToString() ?? "";

    /// <summary>The peer's cookie from #2.</summary>
    public void LearnCookie(ulong cookieR) => CookieR = cookieR;

    /// <summary>The step to any state but Established.</summary>
    public void Advance(MainModeState next)
    {
        var legal = (State, next) is (not MainModeState.Ended, MainModeState.Ended)
            or (MainModeState.Message1Sent, MainModeState.Message3Sent)
            or (MainModeState.Message3Sent, MainModeState.Message5Sent)
            or (MainModeState.Message2Sent, MainModeState.Message4Sent);
        if (!legal)
            throw new InvalidOperationException($"a main mode does not go from {State} to {next}");
        State = next;
    }

    /// <summary>The step to Established, for which the proof is the ticket.</summary>
    public void Establish(MainModeProof proof, Instant now)
    {
        if (State is not (MainModeState.Message5Sent or MainModeState.Message4Sent))
            throw new InvalidOperationException($"a main mode does not go from {State} to {MainModeState.Established}");
        ArgumentNullException.ThrowIfNull(proof);
        (State, Proof, Established, LastHeard) = (MainModeState.Established, proof, now, now);
    }

    /// <summary>Zeroes the keys.</summary>
    public void Dispose()
    {
        _keys?.Dispose();
        DhPair?.Dispose();
        DhPair = null;
    }
}
