namespace Gatehouse.Model.Verdicts;

/// <summary>What a reason means to whoever reads a log or an explanation: half a sentence, in the words of the field.</summary>
public static class VerdictText
{
    /// <summary>The meaning of a reason.</summary>
    public static string Of(VerdictReason reason) => reason switch
    {
        VerdictReason.PermitFilter => "a filter of the policy permits it",
        VerdictReason.NoFilterMatched => "no filter matches it, and what no filter matches is permitted",
        VerdictReason.KeyingExemption => "it is keying of this host",
        VerdictReason.NotProtectable => "it is loopback, multicast or broadcast, for which no SA can exist",
        VerdictReason.ClearDiscovery => "no SA exists, and its flow was never protected",
        VerdictReason.ClearTolerated => "its flow was never protected, and the policy tolerates that",
        VerdictReason.ClearInGrace => "its flow was protected only a moment ago",
        VerdictReason.Sealed => "an SA protects it",
        VerdictReason.Opened => "it arrived protected",
        VerdictReason.Held => "it must be protected, and no SA exists yet",
        VerdictReason.BlockFilter => "a filter of the policy blocks it",
        VerdictReason.ClearTextInbound =>
            "clear text where the policy requires protection; the peer has no IPsec, or its policy does not cover this traffic",
        VerdictReason.ClearTextOfSecuredFlow =>
            "clear text of a connection that was protected, or that this host has never seen begin; the peer may have lost its SAs",
        VerdictReason.ConnectionNotSecured => "a new connection in clear where the policy requires inbound connections to be protected",
        VerdictReason.FlowTableFull => "too many protected flows at once; new ones wait until others end",
        VerdictReason.NoSa => "no SA yet",
        VerdictReason.NegotiationFailed => "no SA, and the last negotiation failed; retried on new traffic after the back-off",
        VerdictReason.HeldExpired or VerdictReason.HoldOverflow => "it waited for an SA that did not come in time",
        VerdictReason.PolicyChanged => "it waited for an SA when another policy came into force",
        VerdictReason.Blocked => "the node is shutting down",
        VerdictReason.MalformedPacket => "its headers are malformed",
        VerdictReason.Fragment => "it is a fragment where only whole packets can be judged",
        VerdictReason.BadSpi => "ESP for an SA this host does not have; the peer may still use one from before a restart",
        VerdictReason.EspMalformed => "its ESP is malformed",
        VerdictReason.Replay => "a sequence number seen before, or too old",
        VerdictReason.IntegrityFailed => "forged or damaged on the way",
        VerdictReason.BadPadding => "its padding is wrong after decryption",
        VerdictReason.WrongSa => "the packet inside is outside what its SA was negotiated for",
        VerdictReason.DummyPacket => "a dummy packet, sent to hide traffic",
        VerdictReason.SaExpired => "the lifetime of its SA is over",
        VerdictReason.SequenceExhausted => "its SA has no sequence numbers left",
        VerdictReason.PacketTooBig => "sealed, it would not fit",
        _ => "no reason was given, which is a defect",
    };
}
