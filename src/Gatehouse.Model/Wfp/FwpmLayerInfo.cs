using System.Collections.Immutable;
using Gatehouse.Base;

namespace Gatehouse.Model.Wfp;

/// <summary>One row of the layer table.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Name">FWPM_LAYER_… as the SDK spells it.</param>
/// <param name="Key">The layer's GUID.</param>
/// <param name="Family">Address family of the layer; KM_AUTHORIZATION serves both and has no address field.</param>
/// <param name="Flags">What kind of layer it is.</param>
/// <param name="Fields">The condition fields a filter at this layer may test, in the order of the layer's schema.</param>
public sealed record FwpmLayerInfo(FwpmLayer Layer, string Name, Guid Key, IpFamily Family, FwpmLayerFlags Flags, ImmutableArray<FwpmConditionField> Fields);
