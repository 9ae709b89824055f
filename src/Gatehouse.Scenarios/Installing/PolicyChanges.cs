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
    /// <summary>Callouts of another version; this one adds none.</summary>
    public ImmutableArray<FwpmEntry<FwpmCalloutObject>> Callouts { get; init; } = [];

    /// <summary>What another version left that this one has no words for.</summary>
    public ImmutableArray<FwpmObjectName> Unknown { get; init; } = [];

    /// <summary>Nothing of ours.</summary>
    public bool IsEmpty =>
        Provider is null && Contexts.IsEmpty && Filters.IsEmpty && SubLayers.IsEmpty && Callouts.IsEmpty && Unknown.IsEmpty;
}

/// <summary>One object that comes or goes.</summary>
/// <param name="Kind">See <see cref="FwpmObjectName.Kind"/>.</param>
/// <param name="Key">Its key.</param>
/// <param name="Name">Its display name.</param>
/// <param name="Layer">A filter's layer, else null.</param>
/// <param name="KeyDiffers">A context whose pre-shared key is all, or part, of what differs.</param>
public sealed record ObjectChange(string Kind, Guid Key, string Name, FwpmLayer? Layer = null, bool KeyDiffers = false);

/// <summary>What applying a policy changes. An object whose content differs is removed and added again.</summary>
/// <param name="Added">In the order of adding.</param>
/// <param name="Removed">In the order of removing.</param>
/// <param name="Kept">Objects that stay as they are.</param>
public sealed record PolicyChanges(ImmutableArray<ObjectChange> Added, ImmutableArray<ObjectChange> Removed, int Kept)
{
    /// <summary>Nothing changes.</summary>
    public bool IsEmpty => Added.IsEmpty && Removed.IsEmpty;

    /// <summary>Contexts that stay although their pre-shared key could not be compared.</summary>
    public ImmutableArray<ObjectChange> KeysNotCompared { get; init; } = [];

    /// <summary>A pre-shared key is among what differs.</summary>
    public bool KeyDiffers => Removed.Any(change => change.KeyDiffers);
}

/// <summary>
/// Whether a main-mode context of an engine has the pre-shared key that is wanted for it; null when that cannot be known. The engine itself is asked
/// where it can say (<see cref="IPresharedKeys"/>).
/// </summary>
/// <param name="context">A context that authenticates by pre-shared key.</param>
public delegate bool? SameKey(ProviderContext context);

/// <summary>How a policy is applied.</summary>
/// <param name="Persistent">The objects survive a restart of the engine; otherwise they last until the machine restarts or they are removed.</param>
/// <param name="DryRun">Say what would change and whether the engine takes it; keep nothing.</param>
/// <param name="SameKey">Compares keys for an engine that holds none; null to ask the engine.</param>
public sealed record InstallOptions(bool Persistent = false, bool DryRun = false, SameKey? SameKey = null);
