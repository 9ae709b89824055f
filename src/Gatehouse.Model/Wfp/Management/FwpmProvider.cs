using System.Collections.Immutable;

namespace Gatehouse.Model.Wfp.Management;

/// <summary>FWPM_PROVIDER_FLAG_*.</summary>
[Flags]
public enum FwpmProviderFlags
{
    /// <summary>No flag.</summary>
    None = 0,

    /// <summary>FWPM_PROVIDER_FLAG_PERSISTENT.</summary>
    Persistent = 0x1,

    /// <summary>FWPM_PROVIDER_FLAG_DISABLED: output only; the provider's service is not set to start by itself.</summary>
    Disabled = 0x10,
}

/// <summary>FWPM_PROVIDER0: who owns objects, so that all of them can be found and removed together.</summary>
/// <param name="Key">Unique key.</param>
/// <param name="Name">Display name.</param>
/// <param name="Description">A sentence for people, or null.</param>
/// <param name="Flags">Persistent or not.</param>
/// <param name="ServiceName">The Windows service of a persistent provider, or null.</param>
public sealed record FwpmProvider(
    Guid Key, string Name, string? Description = null, FwpmProviderFlags Flags = FwpmProviderFlags.None, string? ServiceName = null) : IFwpmObject
{
    /// <summary>FWPM_PROVIDER_IKEEXT, the built-in provider of keying policy (Windows SDK fwpmu.h).</summary>
    public static readonly FwpmProvider Ikeext = new(
        Guid.Parse("10ad9216-ccde-456c-8b16-e9f04e60a90b"), "FWPM_PROVIDER_IKEEXT", ServiceName: "IKEEXT");

    /// <summary>FWPM_PROVIDER_IPSEC_DOSP_CONFIG; the header's GUID, not the documents' (reference 10 #22).</summary>
    public static readonly FwpmProvider IpsecDospConfig = new(
        Guid.Parse("3c6c05a9-c05c-4bb9-8338-2327814ce8bf"), "FWPM_PROVIDER_IPSEC_DOSP_CONFIG");

    /// <summary>Owner of every object Gatehouse adds, on any system.</summary>
    public static readonly FwpmProvider Gatehouse = new(
        Guid.Parse("6e1f2a4c-9a3b-4d0e-8f57-1b7c0d9e4a21"), "Gatehouse", "IPsec policy put here by Gatehouse; removed by gatehouse down.");

    /// <summary>The built-in providers.</summary>
    public static readonly ImmutableArray<FwpmProvider> BuiltIns = [Ikeext, IpsecDospConfig];

    /// <summary>providerData: bytes of the owner's own, at most 64 KB; usually none.</summary>
    public ImmutableArray<byte> Data { get; init; } = [];

    /// <inheritdoc/>
    Guid? IFwpmObject.Provider => null;
}
