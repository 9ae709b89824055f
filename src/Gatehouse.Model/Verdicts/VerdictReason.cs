namespace Gatehouse.Model.Verdicts;

/// <summary>Why a packet was let through, sealed, opened, held or dropped. Every verdict has one, and every reason has a counter.</summary>
public enum VerdictReason
{
    /// <summary>Not set; a verdict with it is a defect.</summary>
    None = 0,

    // Let through as it is.

    /// <summary>A PERMIT filter matched (an exemption).</summary>
    PermitFilter,

    /// <summary>No filter matched; WFP's default is permit.</summary>
    NoFilterMatched,

    /// <summary>IKE datagram of this node's own socket, or addressed to it.</summary>
    KeyingExemption,

    /// <summary>Loopback or multicast/broadcast: no SA can exist for it (wfp.md 10 #35).</summary>
    NotProtectable,

    /// <summary>Outbound under negotiation discovery: sent in clear, because no SA exists and the flow was never protected.</summary>
    ClearDiscovery,

    /// <summary>Inbound clear text of a flow that was never protected, tolerated by PERSIST_CONNECTION_SECURITY.</summary>
    ClearTolerated,

    /// <summary>Inbound clear text of a secured flow within the grace of its new SA (ndAllowClearTimeoutSeconds).</summary>
    ClearInGrace,

    // Protected.

    /// <summary>Outbound: sealed into ESP.</summary>
    Sealed,

    /// <summary>Inbound: ESP opened, and the inner packet matches its SA and the filters.</summary>
    Opened,

    // Held.

    /// <summary>Outbound: waits for its SA (Block with absorb).</summary>
    Held,

    // Dropped: policy.

    /// <summary>A BLOCK filter matched.</summary>
    BlockFilter,

    /// <summary>Inbound clear text where protection is required.</summary>
    ClearTextInbound,

    /// <summary>Inbound clear text of a flow that is, or must be taken for, secured (PERSIST_CONNECTION_SECURITY).</summary>
    ClearTextOfSecuredFlow,

    /// <summary>A new inbound connection in clear where ALE_AUTH_RECV_ACCEPT asks for protection (INITIATE_SECURE).</summary>
    ConnectionNotSecured,

    /// <summary>The flow table has no room, so the packet counts as one of a secured flow, and no SA protects it.</summary>
    FlowTableFull,

    /// <summary>Outbound, no SA yet, and the policy says drop instead of hold.</summary>
    NoSa,

    /// <summary>Outbound, no SA, and the last negotiation with this peer failed; back-off runs.</summary>
    NegotiationFailed,

    /// <summary>A held packet waited longer than its limit.</summary>
    HeldExpired,

    /// <summary>A held packet was pushed out by newer ones.</summary>
    HoldOverflow,

    /// <summary>A held packet was judged by a policy that is no longer in force.</summary>
    PolicyChanged,

    /// <summary>The node is shutting down or blocked.</summary>
    Blocked,

    // Dropped: malformed or not decidable.

    /// <summary>IP or transport header malformed or truncated.</summary>
    MalformedPacket,

    /// <summary>An IP fragment where only whole packets can be judged.</summary>
    Fragment,

    // Dropped: ESP.

    /// <summary>No inbound SA has this SPI (STATUS_IPSEC_BAD_SPI).</summary>
    BadSpi,

    /// <summary>ESP shorter than its fields, or not aligned.</summary>
    EspMalformed,

    /// <summary>Outside or already seen in the replay window (STATUS_IPSEC_REPLAY_CHECK_FAILED).</summary>
    Replay,

    /// <summary>ICV wrong (STATUS_IPSEC_INTEGRITY_CHECK_FAILED).</summary>
    IntegrityFailed,

    /// <summary>Padding bytes wrong after decryption (RFC 4303 section 2.4).</summary>
    BadPadding,

    /// <summary>The inner packet is outside its SA's selector (STATUS_IPSEC_WRONG_SA).</summary>
    WrongSa,

    /// <summary>A dummy packet (next header 59), discarded as RFC 4303 section 2.6 asks.</summary>
    DummyPacket,

    /// <summary>The SA's lifetime is over (STATUS_IPSEC_SA_LIFETIME_EXPIRED).</summary>
    SaExpired,

    /// <summary>The sequence number would wrap.</summary>
    SequenceExhausted,

    /// <summary>The sealed packet does not fit the buffer or 65,535 bytes.</summary>
    PacketTooBig,
}
