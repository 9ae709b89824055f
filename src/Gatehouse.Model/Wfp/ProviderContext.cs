using System.Collections.Immutable;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Wfp.Management;

namespace Gatehouse.Model.Wfp;

/// <summary>FWPM_PROVIDER_CONTEXT_TYPE: every type an IPsec policy can use (reference section 6.1).</summary>
public enum ProviderContextType
{
    /// <summary>FWPM_IPSEC_KEYING_CONTEXT: which keying modules, at IPSEC_KM_DEMUX.</summary>
    Keying = 0,

    /// <summary>FWPM_IPSEC_IKE_QM_TRANSPORT_CONTEXT.</summary>
    IkeQmTransport = 1,

    /// <summary>FWPM_IPSEC_IKE_QM_TUNNEL_CONTEXT.</summary>
    IkeQmTunnel = 2,

    /// <summary>FWPM_IPSEC_AUTHIP_QM_TRANSPORT_CONTEXT.</summary>
    AuthIpQmTransport = 3,

    /// <summary>FWPM_IPSEC_AUTHIP_QM_TUNNEL_CONTEXT.</summary>
    AuthIpQmTunnel = 4,

    /// <summary>FWPM_IPSEC_IKE_MM_CONTEXT.</summary>
    IkeMm = 5,

    /// <summary>FWPM_IPSEC_AUTHIP_MM_CONTEXT.</summary>
    AuthIpMm = 6,

    /// <summary>FWPM_IPSEC_IKEV2_QM_TUNNEL_CONTEXT (Windows 7).</summary>
    IkeV2QmTunnel = 9,

    /// <summary>FWPM_IPSEC_IKEV2_MM_CONTEXT (Windows 7).</summary>
    IkeV2Mm = 10,

    /// <summary>FWPM_IPSEC_IKEV2_QM_TRANSPORT_CONTEXT (Windows 8).</summary>
    IkeV2QmTransport = 12,
}

/// <summary>FWPM_PROVIDER_CONTEXT_FLAG_*.</summary>
[Flags]
public enum ProviderContextFlags
{
    /// <summary>No flag.</summary>
    None = 0,

    /// <summary>FWPM_PROVIDER_CONTEXT_FLAG_PERSISTENT.</summary>
    Persistent = 0x1,
}

/// <summary>FWPM_PROVIDER_CONTEXT: a policy as an object of its own. Exactly one of the four is set, the one its type calls for.</summary>
/// <param name="Key">Unique key, the same from run to run for the same policy.</param>
/// <param name="Name">Display name.</param>
/// <param name="Type">Which keying module and mode.</param>
/// <param name="MainMode">The policy of an MM context.</param>
/// <param name="QuickMode">The policy of a QM transport context.</param>
/// <param name="Tunnel">The policy of a QM tunnel context.</param>
/// <param name="Keying">The policy of a keying context.</param>
public sealed record ProviderContext(
    Guid Key,
    string Name,
    ProviderContextType Type,
    MainModePolicy? MainMode = null,
    QuickModePolicy? QuickMode = null,
    TunnelPolicy? Tunnel = null,
    KeyingPolicy? Keying = null) : IFwpmObject
{
    /// <summary>The keying module the context configures; null for a keying context, which is about several.</summary>
    public KeyingModule? Module => Type switch
    {
        ProviderContextType.Keying => null,
        ProviderContextType.AuthIpMm or ProviderContextType.AuthIpQmTransport or ProviderContextType.AuthIpQmTunnel => KeyingModule.AuthIp,
        ProviderContextType.IkeV2Mm or ProviderContextType.IkeV2QmTransport or ProviderContextType.IkeV2QmTunnel => KeyingModule.IkeV2,
        _ => KeyingModule.Ike,
    };

    /// <inheritdoc/>
    public Guid? Provider { get; init; }

    /// <summary>A sentence for people, or null.</summary>
    public string? Description { get; init; }

    /// <summary>Persistent or not.</summary>
    public ProviderContextFlags Flags { get; init; }
}

/// <summary>All objects of a policy, in the order they are added.</summary>
/// <param name="ProviderContexts">Policies.</param>
/// <param name="Filters">Filters, references resolved among <paramref name="ProviderContexts"/>.</param>
public sealed record WfpObjectSet(ImmutableArray<ProviderContext> ProviderContexts, ImmutableArray<FwpmFilter> Filters)
{
    /// <summary>No objects.</summary>
    public static readonly WfpObjectSet Empty = new([], []);
}
