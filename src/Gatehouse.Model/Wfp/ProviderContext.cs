using System.Collections.Immutable;
using Gatehouse.Model.Ipsec;

namespace Gatehouse.Model.Wfp;

/// <summary>FWPM_PROVIDER_CONTEXT_TYPE, of which this build makes these.</summary>
public enum ProviderContextType
{
    /// <summary>FWPM_IPSEC_IKE_QM_TRANSPORT_CONTEXT.</summary>
    IkeQmTransport = 1,

    /// <summary>FWPM_IPSEC_AUTHIP_QM_TRANSPORT_CONTEXT.</summary>
    AuthIpQmTransport = 3,

    /// <summary>FWPM_IPSEC_IKE_MM_CONTEXT.</summary>
    IkeMm = 5,

    /// <summary>FWPM_IPSEC_AUTHIP_MM_CONTEXT.</summary>
    AuthIpMm = 6,
}

/// <summary>FWPM_PROVIDER_CONTEXT: a main-mode or a quick-mode policy as an object of its own. Exactly one of the two is set.</summary>
/// <param name="Key">Unique key, the same from run to run for the same policy.</param>
/// <param name="Name">Display name.</param>
/// <param name="Type">Which keying module and mode.</param>
/// <param name="MainMode">The policy of an MM context.</param>
/// <param name="QuickMode">The policy of a QM context.</param>
public sealed record ProviderContext(Guid Key, string Name, ProviderContextType Type, MainModePolicy? MainMode, QuickModePolicy? QuickMode)
{
    /// <summary>The keying module the context configures.</summary>
    public KeyingModule Module => Type is ProviderContextType.AuthIpMm or ProviderContextType.AuthIpQmTransport ? KeyingModule.AuthIp : KeyingModule.Ike;
}

/// <summary>All objects of a policy, in the order they are added.</summary>
/// <param name="ProviderContexts">Policies.</param>
/// <param name="Filters">Filters, references resolved among <paramref name="ProviderContexts"/>.</param>
public sealed record WfpObjectSet(ImmutableArray<ProviderContext> ProviderContexts, ImmutableArray<FwpmFilter> Filters)
{
    /// <summary>No objects.</summary>
    public static readonly WfpObjectSet Empty = new([], []);
}
