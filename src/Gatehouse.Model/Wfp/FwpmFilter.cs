using System.Collections.Immutable;
using Gatehouse.Model.Wfp.Management;

namespace Gatehouse.Model.Wfp;

/// <summary>FWP_ACTION_TYPE: the actions a filter may be added with.</summary>
public enum FwpActionType
{
    /// <summary>FWP_ACTION_BLOCK.</summary>
    Block = 0x1001,

    /// <summary>FWP_ACTION_PERMIT.</summary>
    Permit = 0x1002,

    /// <summary>FWP_ACTION_CALLOUT_TERMINATING.</summary>
    CalloutTerminating = 0x5003,

    /// <summary>FWP_ACTION_CALLOUT_UNKNOWN: the callout decides at run time whether it terminates.</summary>
    CalloutUnknown = 0x4005,

    /// <summary>FWP_ACTION_CALLOUT_INSPECTION.</summary>
    CalloutInspection = 0x6004,
}

/// <summary>FWPM_FILTER_FLAG_*.</summary>
[Flags]
public enum FwpmFilterFlags
{
    /// <summary>No flag.</summary>
    None = 0,

    /// <summary>FWPM_FILTER_FLAG_PERSISTENT; excludes <see cref="BootTime"/>.</summary>
    Persistent = 0x1,

    /// <summary>FWPM_FILTER_FLAG_BOOTTIME: kernel layers only.</summary>
    BootTime = 0x2,

    /// <summary>FWPM_FILTER_FLAG_HAS_PROVIDER_CONTEXT: the provider context key is valid, the raw context is not.</summary>
    HasProviderContext = 0x4,

    /// <summary>FWPM_FILTER_FLAG_CLEAR_ACTION_RIGHT: the action is hard.</summary>
    ClearActionRight = 0x8,

    /// <summary>FWPM_FILTER_FLAG_PERMIT_IF_CALLOUT_UNREGISTERED: only with a callout that may terminate.</summary>
    PermitIfCalloutUnregistered = 0x10,

    /// <summary>FWPM_FILTER_FLAG_DISABLED: output only.</summary>
    Disabled = 0x20,

    /// <summary>FWPM_FILTER_FLAG_INDEXED: output only.</summary>
    Indexed = 0x40,

    /// <summary>FWPM_FILTER_FLAG_IPSEC_NO_ACQUIRE_INITIATE: matching traffic starts no negotiation (reference 10 #18).</summary>
    IpsecNoAcquireInitiate = 0x800,
}

/// <summary>Who put a filter there.</summary>
public enum FilterOrigin
{
    /// <summary>A recipe, from the policy document.</summary>
    Policy,

    /// <summary>The engine, as BFE does for UDP 500 and 4500 when main-mode policy exists.</summary>
    KeyingExemption,
}

/// <summary>
/// FWPM_FILTER0. RawContext and ProviderContext share one slot in Windows: a filter carries at most one of them.
/// </summary>
/// <param name="Key">Unique key, the same from run to run for the same policy.</param>
/// <param name="Name">Display name, required.</param>
/// <param name="Layer">Where it is consulted.</param>
/// <param name="Conditions">All fields must match; adjacent conditions on one field are alternatives.</param>
/// <param name="Action">What a match does.</param>
/// <param name="Weight">Order inside its sublayer.</param>
/// <param name="Callout">The callout of a callout action, else null; one that this build has no row for is <see cref="ForeignCallout"/> instead.</param>
/// <param name="RawContext">FWPM_CONTEXT_IPSEC_… for the callout, null when not given.</param>
/// <param name="ProviderContext">The policy an IKEEXT or IPSEC filter carries, else null.</param>
/// <param name="Flags">Flags.</param>
/// <param name="Origin">Who added it.</param>
public sealed record FwpmFilter(
    Guid Key,
    string Name,
    FwpmLayer Layer,
    ImmutableArray<FwpmFilterCondition> Conditions,
    FwpActionType Action,
    FwpmWeight Weight,
    FwpmCallout? Callout = null,
    ulong? RawContext = null,
    Guid? ProviderContext = null,
    FwpmFilterFlags Flags = FwpmFilterFlags.None,
    FilterOrigin Origin = FilterOrigin.Policy) : IFwpmObject
{
    /// <summary>Sublayer; the documented scenarios leave it unset, which means UNIVERSAL.</summary>
    public FwpmSubLayer SubLayer { get; init; } = FwpmSubLayer.Universal;

    /// <inheritdoc/>
    public Guid? Provider { get; init; }

    /// <summary>A sentence for people, or null.</summary>
    public string? Description { get; init; }

    /// <summary>
    /// The GUID of a callout that <see cref="FwpmCallouts"/> has no row for, such as that of another vendor's driver; null for every other filter.
    /// No code stands behind it, so the filter behaves as if the driver were unloaded (reference section 3.1): a block, or with
    /// PERMIT_IF_CALLOUT_UNREGISTERED a permit; an inspection continues.
    /// </summary>
    public Guid? ForeignCallout { get; init; }
}
