using Gatehouse.Model.Wfp;

namespace Gatehouse.Scenarios.Recipes;

/// <summary>
/// The switch of reference 10 #1. The page of Negotiation Discovery lists no raw context for INITIATE_SECURE, and the recipes follow it; Microsoft's
/// sample passes 0x2. The verdicts are the same; this is for whoever compares filters with those of the sample.
/// </summary>
public static class SampleContexts
{
    /// <summary>The same objects, with 0x2 on each INITIATE_SECURE filter that has no raw context.</summary>
    public static WfpObjectSet Apply(WfpObjectSet objects) => objects with { Filters = [.. objects.Filters.Select(WithContext)] };

    private static FwpmFilter WithContext(FwpmFilter filter) =>
        filter is { RawContext: null, Callout: FwpmCallout.IpsecInboundInitiateSecureV4 or FwpmCallout.IpsecInboundInitiateSecureV6 }
            ? filter with { RawContext = FwpmContext.AleRequireIpsecSecurity }
            : filter;
}
