using System.Collections.Immutable;
using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;

namespace Gatehouse.Scenarios.Installing;

/// <summary>What of a policy is in an engine: everything that Gatehouse's provider owns.</summary>
/// <param name="Provider">The provider, or null when nothing of ours is there.</param>
/// <param name="Contexts">Its provider contexts.</param>
/// <param name="Filters">Its filters.</param>
/// <param name="SubLayers">Sublayers of another version; this one adds none.</param>
public sealed record InstalledPolicy(
    FwpmEntry<FwpmProvider>? Provider,
    ImmutableArray<FwpmEntry<ProviderContext>> Contexts,
    ImmutableArray<FwpmEntry<FwpmFilter>> Filters,
    ImmutableArray<FwpmEntry<FwpmSubLayer>> SubLayers)
{
    /// <summary>Nothing of ours.</summary>
    public bool IsEmpty => Provider is null && Contexts.IsEmpty && Filters.IsEmpty && SubLayers.IsEmpty;
}

/// <summary>One object that comes or goes.</summary>
/// <param name="Kind">provider, provider context, filter or sublayer.</param>
/// <param name="Key">Its key.</param>
/// <param name="Name">Its display name.</param>
/// <param name="Layer">A filter's layer, else null.</param>
public sealed record ObjectChange(string Kind, Guid Key, string Name, FwpmLayer? Layer = null);

/// <summary>What applying a policy changes. An object whose content differs is removed and added again.</summary>
/// <param name="Added">In the order of adding.</param>
/// <param name="Removed">In the order of removing.</param>
/// <param name="Kept">Objects that stay as they are.</param>
public sealed record PolicyChanges(ImmutableArray<ObjectChange> Added, ImmutableArray<ObjectChange> Removed, int Kept)
{
    /// <summary>Nothing changes.</summary>
    public bool IsEmpty => Added.IsEmpty && Removed.IsEmpty;
}

/// <summary>How a policy is applied.</summary>
/// <param name="Persistent">The objects survive a restart of the engine; otherwise they last until the machine restarts or they are removed.</param>
/// <param name="DryRun">Say what would change and whether the engine takes it; keep nothing.</param>
public sealed record InstallOptions(bool Persistent = false, bool DryRun = false);
