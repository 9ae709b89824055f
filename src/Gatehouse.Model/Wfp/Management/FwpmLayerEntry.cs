using System.Collections.Immutable;

namespace Gatehouse.Model.Wfp.Management;

/// <summary>FWPM_LAYER0 as FwpmLayerEnum0 gives it: a layer of an engine, also one that no IPsec policy uses.</summary>
/// <param name="Key">layerKey.</param>
/// <param name="Name">The display name, which Windows translates; the SDK's name in the portable engine.</param>
public sealed record FwpmLayerEntry(Guid Key, string Name)
{
    /// <summary>The layer, or null for one that the model does not know.</summary>
    public FwpmLayer? Layer { get; init; }

    /// <summary>What it is for, or null.</summary>
    public string? Description { get; init; }

    /// <summary>What kind of layer it is.</summary>
    public FwpmLayerFlags Flags { get; init; }

    /// <summary>layerId, the number by which drivers and net events know it; null where there is none, as in the portable engine.</summary>
    public ushort? Id { get; init; }

    /// <summary>defaultSubLayerKey: where a filter stands that names no sublayer.</summary>
    public Guid DefaultSubLayer { get; init; }

    /// <summary>The condition fields by the SDK's name, and by GUID where it is not known, in the layer's order.</summary>
    public ImmutableArray<string> Fields { get; init; } = [];

    /// <summary>A layer of the portable engine.</summary>
    public static FwpmLayerEntry Of(FwpmLayerInfo info) => new(info.Key, info.Name)
    {
        Layer = info.Layer,
        Flags = info.Flags,
        DefaultSubLayer = FwpmSubLayer.Universal.Key,
        Fields = [.. info.Fields.Select(WfpNames.Of)],
    };
}
