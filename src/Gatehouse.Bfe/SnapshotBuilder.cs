using Gatehouse.Bfe.Objects;
using Gatehouse.Filtering;
using Gatehouse.Filtering.Arbitration;
using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;

namespace Gatehouse.Bfe;

/// <summary>
/// Turns states into the snapshots that judge packets. A handful of filters more or less is a change to the last snapshot; anything else is
/// compiled anew.
/// </summary>
internal sealed class SnapshotBuilder
{
    /// <summary>Above this many changes compiling everything costs no more.</summary>
    private const int Few = 16;

    private readonly ArbitrationOptions _options;

    private SnapshotBuilder(ArbitrationOptions options, FilterSnapshot current)
    {
        _options = options;
        Current = current;
    }

    /// <summary>The snapshot in force.</summary>
    public FilterSnapshot Current { get; set; }

    public static SnapshotBuilder From(BfeState state, ArbitrationOptions options) => new(options, Compile(state, options));

    /// <summary>The snapshot of a state that differs from the last one by those changes.</summary>
    public FilterSnapshot Next(BfeState state, IReadOnlyList<BfeChange> changes)
    {
        if (changes.Count > Few || !changes.All(change => change.Object is FwpmFilter { ProviderContext: null } or FwpmProvider or FwpmSubLayer))
            return Compile(state, _options);
        var snapshot = Current;
        foreach (var change in changes)
        {
            if (change.Object is FwpmFilter filter)
                snapshot = change.Type == FwpmChangeType.Add ? snapshot.With(filter, change.Id) : snapshot.Without(filter.Key);
        }

        return snapshot;
    }

    private static FilterSnapshot Compile(BfeState state, ArbitrationOptions options)
    {
        var filters = state.Filters.All.ToList();
        var objects = new WfpObjectSet([.. state.ProviderContexts.All.Select(held => held.Object)], [.. filters.Select(held => held.Object)]);
        return FilterSnapshot.Compile(objects, options, filters.ConvertAll(held => held.Id));
    }
}
