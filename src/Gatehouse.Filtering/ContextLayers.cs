using Gatehouse.Model.Wfp;

// cold: runs when policy changes.
namespace Gatehouse.Filtering;

/// <summary>Where contexts and actions belong (reference sections 1.2, 4.2 and 6.1).</summary>
internal static class ContextLayers
{
    /// <summary>Whether a filter at that layer, with that callout, may carry a context of that type.</summary>
    public static bool Serves(ProviderContextType type, FwpmLayer layer, FwpmCallout? callout)
    {
        if (callout is not null)
            return type is ProviderContextType.IkeQmTunnel or ProviderContextType.AuthIpQmTunnel or ProviderContextType.IkeV2QmTunnel || IsAle(layer);
        return type switch
        {
            ProviderContextType.Keying => layer is FwpmLayer.IpsecKmDemuxV4 or FwpmLayer.IpsecKmDemuxV6,
            ProviderContextType.IkeMm or ProviderContextType.AuthIpMm or ProviderContextType.IkeV2Mm => layer is FwpmLayer.IkeextV4 or FwpmLayer.IkeextV6,
            _ => layer is FwpmLayer.IpsecV4 or FwpmLayer.IpsecV6,
        };
    }

    /// <summary>The rule of layer, sublayer and context that a filter breaks, or null.</summary>
    public static (FwpError Error, string What)? Check(FwpmFilter filter)
    {
        var layer = FwpmLayers.Info(filter.Layer);
        if (filter is { ProviderContext: not null, Callout: null, ForeignCallout: null } && layer.Flags.HasFlag(FwpmLayerFlags.Kernel))
            return (FwpError.ContextIncompatibleWithLayer, $"without a callout nobody reads a provider context at {layer.Name}");
        if (filter.Layer is FwpmLayer.AleFlowEstablishedV4 or FwpmLayer.AleFlowEstablishedV6 && filter.Action is FwpActionType.Permit or FwpActionType.Block)
            return (FwpError.ActionIncompatibleWithLayer, $"{layer.Name} tracks flows; a filter there neither permits nor blocks");
        if (filter.SubLayer.Key == FwpmSubLayer.Inspection.Key && filter.Action != FwpActionType.CalloutInspection)
            return (FwpError.ActionIncompatibleWithSublayer, "FWPM_SUBLAYER_INSPECTION is for inspection callouts");
        return RawContextRules.Check(filter);
    }

    private static bool IsAle(FwpmLayer layer) => layer is FwpmLayer.AleAuthConnectV4 or FwpmLayer.AleAuthConnectV6
        or FwpmLayer.AleAuthRecvAcceptV4 or FwpmLayer.AleAuthRecvAcceptV6;
}
