using System.Collections.Immutable;
using Gatehouse.Filtering.Arbitration;
using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;

namespace Gatehouse.Cli.Rendering;

/// <summary>What show lists. Callouts, sublayers and layers are those every engine has, unless an engine says which it has.</summary>
/// <param name="Objects">Provider contexts and filters.</param>
internal sealed record ShownObjects(WfpObjectSet Objects)
{
    /// <summary>The callouts.</summary>
    public ImmutableArray<FwpmCalloutObject> Callouts { get; init; } = [.. FwpmCallouts.All.Select(BuiltIn)];

    /// <summary>The sublayers; those that filters stand in are added.</summary>
    public ImmutableArray<FwpmSubLayer> SubLayers { get; init; } = FwpmSubLayer.BuiltIns;

    /// <summary>The layers.</summary>
    public ImmutableArray<FwpmLayerEntry> Layers { get; init; } = [.. FwpmLayers.All.Select(FwpmLayerEntry.Of)];

    private static FwpmCalloutObject BuiltIn(FwpmCalloutInfo info) => ArbitrationOptions.Default.Unregistered.Contains(info.Callout)
        ? FwpmCalloutObject.Of(info) with { Flags = FwpmCalloutObject.Of(info).Flags & ~FwpmCalloutFlags.Registered }
        : FwpmCalloutObject.Of(info);
}
