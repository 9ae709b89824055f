using System.Collections.Immutable;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Filtering.Arbitration;

/// <summary>
/// What the documents of Windows leave open, each with a default (docs/decisions/arbitration-where-the-text-is-silent.md).
/// </summary>
public sealed record ArbitrationOptions
{
    /// <summary>
    /// The callouts of Windows that no code of this build stands behind, because there is no SA of tunnel mode and no forwarded packet here: a filter
    /// that names one behaves as if its driver were unloaded.
    /// </summary>
    public static readonly ImmutableArray<FwpmCallout> WithoutCode =
    [
        FwpmCallout.IpsecInboundTunnelV4, FwpmCallout.IpsecInboundTunnelV6,
        FwpmCallout.IpsecOutboundTunnelV4, FwpmCallout.IpsecOutboundTunnelV6,
        FwpmCallout.IpsecForwardInboundTunnelV4, FwpmCallout.IpsecForwardInboundTunnelV6,
        FwpmCallout.IpsecForwardOutboundTunnelV4, FwpmCallout.IpsecForwardOutboundTunnelV6,
        FwpmCallout.IpsecInboundTunnelAleAcceptV4, FwpmCallout.IpsecInboundTunnelAleAcceptV6,
        FwpmCallout.IpsecDospForwardV4, FwpmCallout.IpsecDospForwardV6,
    ];

    /// <summary>The defaults.</summary>
    public static readonly ArbitrationOptions Default = new();

    /// <summary>A BLOCK filter with CLEAR_ACTION_RIGHT vetoes a hard permit of a heavier sublayer (reference 10 #9). A callout always does.</summary>
    public bool FilterVeto { get; init; }

    /// <summary>
    /// The IPsec callouts clear the action right when they block, so that no lighter sublayer lets clear text through. Without it their blocks are
    /// soft, which is WFP's default for a callout.
    /// </summary>
    public bool CalloutBlocksAreHard { get; init; } = true;

    /// <summary>FWP_MATCH_PREFIX tests the end of a value, as its page says, instead of the beginning, as its name says (reference 10 #24).</summary>
    public bool PrefixTestsEnd { get; init; }

    /// <summary>Callouts that are not registered.</summary>
    public ImmutableArray<FwpmCallout> Unregistered { get; init; } = WithoutCode;
}
