using System.Collections.Immutable;
using Gatehouse.Base;
using Gatehouse.Crypto.Agreement;
using Gatehouse.Ike.AuthIp;
using Gatehouse.Keying.AuthIp.Gss;
using Gatehouse.Keying.Timing;
using Gatehouse.Model.AuthIp;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Keying;

namespace Gatehouse.Keying.AuthIp;

/// <summary>
/// One main mode, from its first message to its end: what both roles remember. Its roles are fixed for its life: whoever began it begins every
/// exchange under it but notifies ([MS-AIPS] 1.3).
/// </summary>
internal sealed class MainModeSa : IMainModeEnds, IDisposable
{
    private AuthIpKeys? _keys;
    private MainModeChoice? _choice;

    /// <summary>A main mode in its first state.</summary>
    public MainModeSa(Peer peer, Endpoint local, Endpoint remote, SaRole role, ulong cookieI, ulong cookieR, Instant began, AuthIpWireProfile profile)
    {
        (Peer, Local, Remote, Role, CookieI, CookieR, Began) = (peer, local, remote, role, cookieI, cookieR, began);
        Observed = remote;
        State = role == SaRole.Initiator ? MainModeState.FirstRequestSent : MainModeState.FirstAnswerSent;
        Transcript = new Transcript(profile.TranscriptScope);
        (MainModeSequence, QuickModeSequence) = (new SequenceNumbers(profile.SequenceUnit), new SequenceNumbers(profile.SequenceUnit));
        (NotifySequence, ExtendedSequence) = (new SequenceNumbers(profile.SequenceUnit), new SequenceNumbers(profile.SequenceUnit));
    }

    /// <summary>Both ends, and everything else known of the peer.</summary>
    public Peer Peer { get; }

    /// <summary>Where this host's datagrams come from.</summary>
    public Endpoint Local { get; }

    /// <summary>Where they go.</summary>
    public Endpoint Remote { get; }

    /// <summary>Where the last datagram came from, which differs behind a NAT.</summary>
    public Endpoint Observed { get; set; }

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

    /// <summary>When the peer's proof verified.</summary>
    public Instant Established { get; private set; }

    /// <summary>Evidence of the peer; null until established.</summary>
    public MainModeProof? Proof { get; private set; }

    /// <summary>The chain of hashes that the proofs cover.</summary>
    public Transcript Transcript { get; set; }

    /// <summary>The Diffie-Hellman pair of this host; null without, and once the keys are derived.</summary>
    public DhKeyPair? DhPair { get; set; }

    /// <summary>g^xy, which the key of extended mode needs too.</summary>
    public SecretBytes? Shared { get; set; }

    /// <summary>Ni.</summary>
    public byte[] NonceI { get; set; } = [];

    /// <summary>Nr.</summary>
    public byte[] NonceR { get; set; } = [];

    /// <summary>Nr(qm) of #2, the responder's nonce of the first quick mode.</summary>
    public byte[] FirstQuickModeNonceR { get; set; } = [];

    /// <summary>What the peer's vendor ids announced.</summary>
    public PeerFeatures Features { get; set; }

    /// <summary>Methods of authentication: what an initiator offered, then what both accept.</summary>
    public ImmutableArray<AuthIpMethod> Methods { get; set; } = [];

    /// <summary>The initiator's authentication.</summary>
    public GssInitiator? GssInitiator { get; set; }

    /// <summary>The responder's authentication.</summary>
    public GssResponder? GssResponder { get; set; }

    /// <summary>The agreed parameters; throws before they are agreed.</summary>
    public MainModeChoice Choice
    {
        get => _choice ?? throw new InvalidOperationException("nothing is agreed yet");
        set => _choice = value;
    }

    /// <summary>True once there are keys.</summary>
    public bool HasKeys => _keys is not null;

    /// <summary>The keys; throws before they are derived.</summary>
    public AuthIpKeys Keys
    {
        get => _keys ?? throw new InvalidOperationException("no keys yet");
        set => _keys = value;
    }

    /// <summary>Auth1, the initiator's proof.</summary>
    public byte[] Auth1 { get; set; } = [];

    /// <summary>Auth2, the responder's.</summary>
    public byte[] Auth2 { get; set; } = [];

    /// <summary>Bytes of the ICV on what this host sends.</summary>
    public int SentIcvLength { get; set; }

    /// <summary>Bytes of the ICV on what it receives.</summary>
    public int ReceivedIcvLength { get; set; }

    /// <summary>Numbers of main-mode requests.</summary>
    public SequenceNumbers MainModeSequence { get; }

    /// <summary>Numbers of quick-mode requests.</summary>
    public SequenceNumbers QuickModeSequence { get; }

    /// <summary>Numbers of this host's own notifies.</summary>
    public SequenceNumbers NotifySequence { get; }

    /// <summary>Numbers of extended-mode requests.</summary>
    public SequenceNumbers ExtendedSequence { get; }

    /// <summary>The extended mode that runs, or ran last; one at a time, because they have the same message ID.</summary>
    public ExtendedModeSa? ExtendedMode { get; private set; }

    /// <summary>The number of the main-mode request that waits for its answer.</summary>
    public uint OutstandingSequence { get; set; }

    /// <summary>Numbers of the peer's quick-mode requests.</summary>
    public SequenceWindow QuickModeWindow { get; } = new();

    /// <summary>Numbers of the peer's notifies.</summary>
    public SequenceWindow NotifyWindow { get; } = new();

    /// <summary>Messages accepted and the last answer.</summary>
    public AnswerCache Answers { get; } = new();

    /// <summary>Notifies accepted and the last acknowledgement.</summary>
    public AnswerCache NotifyAnswers { get; } = new();

    /// <summary>Repeats #1, #3 and #5; null for a responder.</summary>
    public Retransmitter? Retransmitter { get; set; }

    /// <summary>Reliable notifies of this host.</summary>
    public NotifyQueue? Notifies { get; set; }

    /// <summary>Ends a half-open main mode; closes an established one whose lifetime is over; ends one that closed.</summary>
    public Alarm? Expiry { get; set; }

    /// <summary>It serves no new quick modes: its lifetime is over, or either end said so. It lives on until its pairs are gone.</summary>
    public bool Closing { get; set; }

    /// <summary>It is closing, has no pairs, and only answers duplicates for a while.</summary>
    public bool Lingering { get; set; }

    /// <summary>The likely cause should the negotiation fail: from messages that nobody authenticated.</summary>
    public Failure? Hint { get; set; }

    /// <summary>A failure of this main mode was already told.</summary>
    public bool FailureReported { get; set; }

    /// <summary>#1 as it was sent last.</summary>
    public byte[] FirstMessage { get; set; } = [];

    /// <summary>How often #1 was sent again with another cookie.</summary>
    public int DosCookies { get; set; }

    /// <summary>What the first quick mode is for: the traffic that began this main mode.</summary>
    public PendingAcquire Wanted { get; set; }

    /// <summary>Quick modes at work, and those that still answer duplicates.</summary>
    public Dictionary<uint, QuickModeSa> QuickModes { get; } = [];

    /// <summary>Message ids of verified exchanges.</summary>
    public HashSet<uint> MessageIds { get; } = [];

    /// <summary>Inbound SPIs of pairs that ended, with the message IDs of their quick modes.</summary>
    public Dictionary<Spi, uint> EndedPairs { get; } = [];

    /// <summary>Quick modes begun under it.</summary>
    public uint QuickModesBegun { get; set; }

    /// <summary>When an authenticated message last came under it.</summary>
    public Instant LastHeard { get; set; }

    /// <summary>The method of the current or last attempt; Anonymous before the first.</summary>
    public AuthIpMethod Method => GssInitiator?.Method ?? GssResponder?.Method ?? AuthIpMethod.Anonymous;

    /// <summary>True while it answers a peer that has proved nothing.</summary>
    public bool IsHalfOpen => State == MainModeState.FirstAnswerSent;

    /// <summary>True when this host may begin a quick mode under it.</summary>
    public bool IsUsable => State == MainModeState.Established
        && Role == SaRole.Initiator
        && !Closing
        && MessageIds.Count < Limits.MessageIdsPerMainMode
        && (Choice.QuickModeLimit == 0 || QuickModesBegun < Choice.QuickModeLimit);

    /// <summary>Both cookies as 32 hexadecimal digits.</summary>
    public string Cookies => $"{CookieI:x16}{CookieR:x16}";

    /// <summary>The suite, or an empty string before it is agreed.</summary>
    public string SuiteText => _choice?.Suite.ToString() ?? "";

    /// <summary>The peer's cookie from #2, or a DoS cookie.</summary>
    public void LearnCookie(ulong cookieR) => CookieR = cookieR;

    /// <summary>The step to any state but Established.</summary>
    public void Advance(MainModeState next)
    {
        var legal = (State, next) is (not MainModeState.Ended, MainModeState.Ended)
            or (MainModeState.FirstRequestSent or MainModeState.GssRequestSent, MainModeState.GssStepRunning)
            or (MainModeState.FirstRequestSent or MainModeState.GssRequestSent or MainModeState.GssStepRunning,
                MainModeState.GssRequestSent or MainModeState.ProofSent);
        if (!legal)
            throw new InvalidOperationException($"a main mode does not go from {State} to {next}");
        State = next;
    }

    /// <summary>The step to Established, for which the proof is the ticket.</summary>
    public void Establish(MainModeProof proof, Instant now)
    {
        if (State is not (MainModeState.ProofSent or MainModeState.FirstAnswerSent))
            throw new InvalidOperationException($"a main mode does not go from {State} to {MainModeState.Established}");
        ArgumentNullException.ThrowIfNull(proof);
        (State, Proof, Established, LastHeard) = (MainModeState.Established, proof, now, now);
    }

    /// <summary>A pair ended; the peer may not have heard of it.</summary>
    public void RememberEnded(Spi inbound, uint messageId)
    {
        if (EndedPairs.Count >= Limits.EndedPairsRemembered)
            EndedPairs.Clear();
        EndedPairs[inbound] = messageId;
    }

    /// <summary>Another extended mode begins.</summary>
    public void BeginExtendedMode(ExtendedModeSa extended)
    {
        ExtendedMode?.Dispose();
        ExtendedMode = extended;
    }

    /// <summary>The quick mode is over, and with it the extended mode that followed it.</summary>
    public void EndExtendedMode(QuickModeSa quickMode)
    {
        if (ExtendedMode?.QuickMode != quickMode)
            return;
        ExtendedMode.Dispose();
        ExtendedMode = null;
    }

    /// <summary>Ends a set of keys that a new attempt of authentication made worthless.</summary>
    public void ForgetKeys()
    {
        _keys?.Dispose();
        _keys = null;
    }

    /// <summary>Zeroes the keys.</summary>
    public void Dispose()
    {
        _keys?.Dispose();
        ExtendedMode?.Dispose();
        Shared?.Dispose();
        DhPair?.Dispose();
        DhPair = null;
        GssInitiator?.Dispose();
        GssResponder?.Dispose();
    }
}
