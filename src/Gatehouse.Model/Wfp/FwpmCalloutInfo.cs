namespace Gatehouse.Model.Wfp;

/// <summary>One row of the callout table.</summary>
/// <param name="Callout">The callout.</param>
/// <param name="Name">Its name as the SDK spells it, or ours for those Windows does not have.</param>
/// <param name="Key">The callout's GUID.</param>
/// <param name="Layer">The only layer a filter may use it at.</param>
/// <param name="UsesProviderContext">FWPM_CALLOUT_FLAG_USES_PROVIDER_CONTEXT: a filter may give it a provider context.</param>
public sealed record FwpmCalloutInfo(FwpmCallout Callout, string Name, Guid Key, FwpmLayer Layer, bool UsesProviderContext);
