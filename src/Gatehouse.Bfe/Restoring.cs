using Gatehouse.Bfe.Objects;
using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;

namespace Gatehouse.Bfe;

/// <summary>Builds the first state from objects that a store gives back, under the same rules as if they were added now.</summary>
internal static class Restoring
{
    public static FwpResult<BfeState> Restore(IReadOnlyList<BfeChange> objects)
    {
        var state = BfeState.Initial;
        foreach (var entry in objects.OrderBy(Rank).ThenBy(entry => entry.Id))
        {
            if (entry.Id <= BfeState.Initial.LastId || entry.Lifetime is not (FwpmLifetime.Static or FwpmLifetime.Persistent))
            {
                var what = $"'{entry.Object.Name}' has the id {entry.Id} and is {entry.Lifetime}";
                return new FwpResult(FwpError.InvalidParameter, $"{what}: no store keeps such an object");
            }

            var added = entry.Object switch
            {
                FwpmProvider provider => Adding.Add(state, ProviderFamily.Instance, provider, entry.Lifetime, Guid.Empty, entry.Id),
                FwpmSubLayer subLayer => Adding.Add(state, SubLayerFamily.Instance, subLayer, entry.Lifetime, Guid.Empty, entry.Id),
                FwpmCalloutObject callout => Adding.Add(state, CalloutFamily.Instance, callout, entry.Lifetime, Guid.Empty, entry.Id),
                ProviderContext context => Adding.Add(state, ContextFamily.Instance, context, entry.Lifetime, Guid.Empty, entry.Id),
                FwpmFilter filter => Adding.Add(state, FilterFamily.Instance, filter, entry.Lifetime, Guid.Empty, entry.Id),
                _ => new FwpResult(FwpError.InvalidParameter, $"'{entry.Object.Name}' is of no known type"),
            };
            if (!added.Ok)
                return added.Outcome;
            state = added.Value;
        }

        return state;
    }

    // What is referred to comes before what refers.
    private static int Rank(BfeChange entry) => entry.Object switch
    {
        FwpmProvider => 0,
        FwpmSubLayer => 1,
        FwpmCalloutObject => 2,
        ProviderContext => 3,
        _ => 4,
    };
}
