namespace Gatehouse.Model.AuthIp;

/// <summary>
/// Every choice of AuthIP that shows on the wire and that no public text settles, each with its evidence and its alternatives, so that an owner
/// of a Windows machine can find the right setting from one capture. docs/authip.md tells how. Both ends need the same profile; where a receiver
/// can tell the alternatives apart it accepts all of them, whatever its profile says.
/// </summary>
public sealed record AuthIpWireProfile
{
    /// <summary>The defaults: what the one public message of a Windows Server 2008 R2 host shows, and the best reading of [MS-AIPS] for the rest.</summary>
    public static readonly AuthIpWireProfile Windows2008R2 = new();

    /// <summary>What the profile is called in a policy.</summary>
    public string Name { get; init; } = "windows-2008r2";

    /// <summary>
    /// Where the cipher key stands in the key material of an IPsec SA. [MS-AIPS] contradicts itself: 3.1.7.4 has it first, 3.4.5.2 and 3.5.5.2 last.
    /// 3.1.7.4 is the section on keys, and its order is that of IKEv1. Cannot be seen with a suite of one key.
    /// </summary>
    public KeySplit KeySplit { get; init; } = KeySplit.CipherFirst;

    /// <summary>
    /// What of a message the chain of Auth1 to Auth4 hashes. 3.1.7.4 speaks of payloads, so the default leaves out the ISAKMP header and CRYPTO,
    /// which is not among the payloads a figure names.
    /// </summary>
    public TranscriptScope TranscriptScope { get; init; } = TranscriptScope.Payloads;

    /// <summary>Byte order of the cipher's number in the key derivation. 2.1 makes all integers of messages big-endian; this one is in no message.</summary>
    public ByteOrder CipherIdOrder { get; init; } = ByteOrder.BigEndian;

    /// <summary>
    /// The message ID of the first quick mode. 2.2.1 wants 0 in main mode, whose exchange type it has; 3.4.7.3 wants the header of a phase 2 message,
    /// and the key derivation takes a message ID. A responder takes what comes.
    /// </summary>
    public FirstQuickModeId FirstQuickModeId { get; init; } = FirstQuickModeId.Random;

    /// <summary>
    /// The responder's nonce of a later quick mode; that of the first stands in message 2. The text calls the layouts identical, which would leave
    /// later ones without. An initiator takes what comes.
    /// </summary>
    public LaterQuickModeNonce LaterQuickModeNonce { get; init; } = LaterQuickModeNonce.InAnswer;

    /// <summary>
    /// Where Auth1 and Auth2 enter Auth3 and Auth4: the parentheses of the formulas in 3.1.7.4 are unbalanced. Inside the prf, as the byte 01 of Auth1
    /// is; outside, Auth1 would travel once more.
    /// </summary>
    public ExtendedProof ExtendedProof { get; init; } = ExtendedProof.InsidePrf;

    /// <summary>
    /// How the tokens of extended mode travel. Figures 32 and 33 show them encrypted; 3.6.5.1, 3.8 and 3.9 describe them clear and of main mode's type.
    /// A receiver takes either type and message ID. Clear tokens of a user are neither sent nor accepted: they would tell everybody who it is.
    /// </summary>
    public ExtendedModeTokens ExtendedModeTokens { get; init; } = ExtendedModeTokens.Encrypted;

    /// <summary>Byte order of the name in GSS_ID. 2.2.3.3 says Unicode; Windows' own is UTF-16LE. A receiver tells it from the bytes.</summary>
    public ByteOrder NameOrder { get; init; } = ByteOrder.LittleEndian;

    /// <summary>
    /// Form of the name in GSS_ID. 2.2.3.3 points to [MS-KILE] 3.1.5.11, the glossary has machine$@domain. Both are found by a Windows KDC, and a
    /// receiver hands either to GSS-API as it is.
    /// </summary>
    public PrincipalForm PrincipalForm { get; init; } = PrincipalForm.Service;

    /// <summary>
    /// Key material of AES-GCM. The lengths in note 10 do not count the salt of RFC 4106; without one there would be no nonce, so the default
    /// derives it behind the key.
    /// </summary>
    public GcmKeyMaterial GcmKeyMaterial { get; init; } = GcmKeyMaterial.KeyAndSalt;

    /// <summary>What authentication by TLS puts into the key derivation. Schannel calls it the session key and does not say what that is.</summary>
    public TlsSecret TlsSecret { get; init; } = TlsSecret.MasterSecret;

    /// <summary>
    /// Bytes of the ICV. 2.2.3.2: 12 when the peer announced MS NT5 5, 6 or 7. Read literally the two ends of a mixed pair would disagree, so the
    /// default looks at both; Microsoft's dissector always assumes 12.
    /// </summary>
    public IcvLength IcvLength { get; init; } = IcvLength.TwelveIfEitherIsOld;

    /// <summary>How often a request is sent again. Note 12: 3 times for the first message and 4 for others; the body of 3.1.6.1 says 7.</summary>
    public Retransmissions Retransmissions { get; init; } = Retransmissions.Windows7;

    /// <summary>
    /// Hash of NAT-D in message 1, before any is agreed. The real message has 20 bytes where SHA-1 is all it offers: so the hash of the offer where
    /// there is one, else SHA-256. A receiver tries all of that length.
    /// </summary>
    public NatDiscoveryHash NatDiscoveryHash { get; init; } = NatDiscoveryHash.OfOffer;

    /// <summary>What the sequence number counts. 3.1.1: it is incremented for each exchange, and 1.3 calls a request with its answer an exchange.</summary>
    public SequenceUnit SequenceUnit { get; init; } = SequenceUnit.Exchange;

    /// <summary>
    /// Where the empty tokens of anonymous authentication stand. 2.2.3.1 gives them zero bytes; messages 1 and 2 carry tokens when the peer's name is
    /// known, and none is needed here. A responder accepts both.
    /// </summary>
    public AnonymousTokens AnonymousTokens { get; init; } = AnonymousTokens.InOwnRoundTrip;

    /// <summary>
    /// How a NOTIFY_STATUS names the quick mode it deletes, for which 2.2.3.5 leaves no place in the payload. 3.1.5: quick modes are told apart by the
    /// message ID of the header. With a fresh one it can only mean the oldest pair of its main mode.
    /// </summary>
    public QuickModeReference QuickModeReference { get; init; } = QuickModeReference.MessageId;

    /// <summary>The version behind MS NT5 ISAKMPOAKLEY: 8 is Windows Server 2008 R2, 9 is Windows 8 and later (note 3).</summary>
    public uint Version { get; init; } = 8;
}
