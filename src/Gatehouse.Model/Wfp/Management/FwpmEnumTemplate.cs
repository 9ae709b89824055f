using System.Collections.Immutable;

namespace Gatehouse.Model.Wfp.Management;

/// <summary>FWP_FILTER_ENUM_TYPE: how the conditions of a filter template are compared with a filter's.</summary>
public enum FwpFilterEnumType
{
    /// <summary>FWP_FILTER_ENUM_FULLY_CONTAINED: whatever the filter matches, the template matches too.</summary>
    FullyContained = 0,

    /// <summary>FWP_FILTER_ENUM_OVERLAPPING: some traffic is matched by both.</summary>
    Overlapping = 1,
}

/// <summary>FWP_FILTER_ENUM_FLAG_*.</summary>
[Flags]
public enum FwpFilterEnumFlags
{
    /// <summary>No flag.</summary>
    None = 0,

    /// <summary>FWP_FILTER_ENUM_FLAG_BEST_TERMINATING_MATCH: only the heaviest terminating filter.</summary>
    BestTerminatingMatch = 0x1,

    /// <summary>FWP_FILTER_ENUM_FLAG_SORTED: by descending effective weight.</summary>
    Sorted = 0x2,

    /// <summary>FWP_FILTER_ENUM_FLAG_BOOTTIME_ONLY.</summary>
    BootTimeOnly = 0x4,

    /// <summary>FWP_FILTER_ENUM_FLAG_INCLUDE_BOOTTIME.</summary>
    IncludeBootTime = 0x8,

    /// <summary>FWP_FILTER_ENUM_FLAG_INCLUDE_DISABLED.</summary>
    IncludeDisabled = 0x10,
}

/// <summary>
/// FWPM_*_ENUM_TEMPLATE0: which objects to list or to hear of. What is null is not looked at; members that a type of object does not have
/// must be null (FWP_E_NEVER_MATCH otherwise).
/// </summary>
public sealed record FwpmEnumTemplate
{
    /// <summary>Everything.</summary>
    public static readonly FwpmEnumTemplate All = new();

    /// <summary>Objects of that provider.</summary>
    public Guid? Provider { get; init; }

    /// <summary>Filters and callouts of that layer.</summary>
    public FwpmLayer? Layer { get; init; }

    /// <summary>Provider contexts of that type.</summary>
    public ProviderContextType? ContextType { get; init; }

    /// <summary>Filters by their conditions, see <see cref="EnumType"/>; adjacent conditions on one field are alternatives.</summary>
    public ImmutableArray<FwpmFilterCondition> Conditions { get; init; } = [];

    /// <summary>How <see cref="Conditions"/> are compared.</summary>
    public FwpFilterEnumType EnumType { get; init; } = FwpFilterEnumType.Overlapping;

    /// <summary>actionMask: filters whose action has a bit of it; 0xFFFFFFFF means all.</summary>
    public uint ActionMask { get; init; } = uint.MaxValue;

    /// <summary>Filters that use that callout.</summary>
    public Guid? Callout { get; init; }

    /// <summary>Filters that carry that provider context.</summary>
    public Guid? ProviderContext { get; init; }

    /// <summary>Order and selection of filters.</summary>
    public FwpFilterEnumFlags Flags { get; init; }
}
