using Gatehouse.Model.Verdicts;

namespace Gatehouse.Host.Events;

/// <summary>What a drop means to whoever reads the log.</summary>
internal static class DropHints
{
    public static string? For(VerdictReason reason) => reason switch
    {
        VerdictReason.ClearTextInbound => "clear text where the policy requires protection; the peer has no IPsec, or its policy does not cover this traffic",
        VerdictReason.ClearTextOfSecuredFlow =>
            "clear text of a connection that was protected, or that this host has never seen begin; the peer may have lost its SAs",
        VerdictReason.ConnectionNotSecured => "a new connection in clear where the policy requires inbound connections to be protected",
        VerdictReason.FlowTableFull => "too many protected flows at once; new ones wait until others end",
        VerdictReason.PolicyChanged => "it waited for an SA when another policy came into force",
        VerdictReason.BlockFilter => "a filter of the policy blocks it",
        VerdictReason.NoSa => "no SA yet",
        VerdictReason.NegotiationFailed => "no SA, and the last negotiation failed; retried on new traffic after the back-off",
        VerdictReason.BadSpi => "ESP for an SA this host does not have; the peer may still use one from before a restart",
        VerdictReason.Replay => "a sequence number seen before, or too old",
        VerdictReason.IntegrityFailed => "forged or damaged on the way",
        VerdictReason.WrongSa => "the packet inside is outside what its SA was negotiated for",
        VerdictReason.HeldExpired or VerdictReason.HoldOverflow => "it waited for an SA that did not come in time",
        _ => null,
    };
}
