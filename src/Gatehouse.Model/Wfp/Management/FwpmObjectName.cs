namespace Gatehouse.Model.Wfp.Management;

/// <summary>What can be said of any object, also of one that the model has no words for.</summary>
/// <param name="Kind">provider, sublayer, callout, provider context or filter.</param>
/// <param name="Key">Its key.</param>
/// <param name="Name">Its display name.</param>
/// <param name="Provider">The provider that owns it, or null.</param>
public sealed record FwpmObjectName(string Kind, Guid Key, string Name, Guid? Provider)
{
    /// <summary>FWPM_PROVIDER.</summary>
    public const string ProviderKind = "provider";

    /// <summary>FWPM_SUBLAYER.</summary>
    public const string SubLayerKind = "sublayer";

    /// <summary>FWPM_CALLOUT.</summary>
    public const string CalloutKind = "callout";

    /// <summary>FWPM_PROVIDER_CONTEXT.</summary>
    public const string ContextKind = "provider context";

    /// <summary>FWPM_FILTER.</summary>
    public const string FilterKind = "filter";
}

/// <summary>An object that refers to another: nobody can delete that one before it (FWP_E_IN_USE).</summary>
/// <param name="From">Who refers.</param>
/// <param name="ToKind">To an object of which kind; see <see cref="FwpmObjectName.Kind"/>.</param>
/// <param name="To">Its key.</param>
public sealed record FwpmReference(FwpmObjectName From, string ToKind, Guid To);
