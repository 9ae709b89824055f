namespace Gatehouse.Model.Wfp.Management;

/// <summary>FWPM_CALLOUT_FLAG_*.</summary>
[Flags]
public enum FwpmCalloutFlags
{
    /// <summary>No flag.</summary>
    None = 0,

    /// <summary>FWPM_CALLOUT_FLAG_PERSISTENT.</summary>
    Persistent = 0x10000,

    /// <summary>FWPM_CALLOUT_FLAG_USES_PROVIDER_CONTEXT.</summary>
    UsesProviderContext = 0x20000,

    /// <summary>FWPM_CALLOUT_FLAG_REGISTERED: output only; somebody carries the callout out.</summary>
    Registered = 0x40000,
}

/// <summary>
/// FWPM_CALLOUT0: the name of a callout that filters may refer to. Whether anybody carries it out is another matter: one that nobody registered
/// blocks what its filters match (reference section 3.1).
/// </summary>
/// <param name="Key">Unique key.</param>
/// <param name="Name">Display name.</param>
/// <param name="Layer">applicableLayer: the only layer a filter may use it at.</param>
/// <param name="Flags">Flags.</param>
/// <param name="Provider">Owner, or null.</param>
public sealed record FwpmCalloutObject(
    Guid Key, string Name, FwpmLayer Layer, FwpmCalloutFlags Flags = FwpmCalloutFlags.None, Guid? Provider = null) : IFwpmObject
{
    /// <summary>A sentence for people, or null.</summary>
    public string? Description { get; init; }

    /// <summary>The object of a built-in callout.</summary>
    public static FwpmCalloutObject Of(FwpmCalloutInfo info) => new(
        info.Key, info.Name, info.Layer, FwpmCalloutFlags.Registered | (info.UsesProviderContext ? FwpmCalloutFlags.UsesProviderContext : 0));
}
