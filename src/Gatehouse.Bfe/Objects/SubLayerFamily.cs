using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;

namespace Gatehouse.Bfe.Objects;

/// <summary>FWPM_SUBLAYER0.</summary>
internal sealed class SubLayerFamily : ObjectFamily<FwpmSubLayer>
{
    public static readonly SubLayerFamily Instance = new();

    /// <summary>2^16 (reference 10 #23).</summary>
    public const int Max = 65536;

    public override ObjectType Type => ObjectType.SubLayer;

    public override FwpError NotFound => FwpError.SublayerNotFound;

    public override ObjectTable<FwpmSubLayer> Table(BfeState state) => state.SubLayers;

    protected override BfeState Replace(BfeState state, ObjectTable<FwpmSubLayer> table) => state with { SubLayers = table };

    public override BfeState With(BfeState state, Held<FwpmSubLayer> added) =>
        base.With(state, added) with { SubLayerWeights = state.SubLayerWeights.Add(added.Object.Weight) };

    public override BfeState Without(BfeState state, Held<FwpmSubLayer> removed) =>
        base.Without(state, removed) with { SubLayerWeights = state.SubLayerWeights.Remove(removed.Object.Weight) };

    public override FwpmSubLayer WithKey(FwpmSubLayer keyless, Guid key) => keyless with { Key = key };

    public override bool IsPersistent(FwpmSubLayer declared) => declared.Flags.HasFlag(FwpmSubLayerFlags.Persistent);

    public override IEnumerable<(ObjectReference To, FwpError Missing)> Needs(FwpmSubLayer of) => Reference.ToProvider(of.Provider);

    public override FwpResult<FwpmSubLayer> Check(FwpmSubLayer added, BfeState state)
    {
        if ((added.Flags & ~FwpmSubLayerFlags.Persistent) != 0)
            return Fail(FwpError.InvalidFlags, $"sublayer '{added.Name}' has flags 0x{(int)added.Flags:x}; only FWPM_SUBLAYER_FLAG_PERSISTENT may be set");
        return state.SubLayers.Count < Max
            ? added with { Weight = Free(added.Weight, state) }
            : Fail(FwpError.TooManySublayers, $"there are {Max} sublayers already");
    }

    public override bool Fits(FwpmSubLayer candidate, FwpmEnumTemplate template) => template.Provider is null || candidate.Provider == template.Provider;

    public override FwpResult Check(FwpmEnumTemplate template) => Lacks(template, layer: true, contextType: true, filterMembers: true);

    // No two sublayers weigh the same, so that their order is never chance: the newcomer moves up to the next free weight, as Windows does
    // (reference section 3.3), and beyond the top to the next below.
    private static ushort Free(ushort wanted, BfeState state)
    {
        var taken = state.SubLayerWeights;
        for (int weight = wanted; weight <= ushort.MaxValue; weight++)
        {
            if (!taken.Contains((ushort)weight))
                return (ushort)weight;
        }

        var below = (int)wanted;
        while (taken.Contains((ushort)below))
            below--;
        return (ushort)below;
    }
}
