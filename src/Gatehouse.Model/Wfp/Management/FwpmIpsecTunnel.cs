using System.Collections.Immutable;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Wfp.Security;

namespace Gatehouse.Model.Wfp.Management;

/// <summary>FWPM_TUNNEL_FLAG_*.</summary>
[Flags]
public enum FwpmTunnelFlags
{
    /// <summary>No flag: conditions may test addresses only.</summary>
    None = 0,

    /// <summary>FWPM_TUNNEL_FLAG_POINT_TO_POINT.</summary>
    PointToPoint = 0x1,

    /// <summary>FWPM_TUNNEL_FLAG_ENABLE_VIRTUAL_IF_TUNNELING (Windows 7).</summary>
    EnableVirtualIfTunneling = 0x2,
}

/// <summary>What FwpmIPsecTunnelAdd makes contexts and filters from (reference section 5.6).</summary>
/// <param name="Tunnel">A context with a <see cref="TunnelPolicy"/>; the tunnel goes by its key.</param>
/// <param name="MainMode">A main-mode context; null when one is in force already.</param>
/// <param name="Conditions">What goes through the tunnel.</param>
/// <param name="Flags">Flags.</param>
/// <param name="Module">The only keying module to be used; null for Windows' default.</param>
/// <param name="Security">Descriptor of every object that is made; null for that of their containers.</param>
public sealed record FwpmIpsecTunnel(
    ProviderContext Tunnel,
    ProviderContext? MainMode,
    ImmutableArray<FwpmFilterCondition> Conditions,
    FwpmTunnelFlags Flags = FwpmTunnelFlags.None,
    KeyingModule? Module = null,
    SecurityDescriptor? Security = null);

/// <summary>Tunnels of an engine that has them. A session implements it.</summary>
public interface IIpsecTunnels
{
    /// <summary>
    /// FwpmIPsecTunnelAdd. FWP_E_INVALID_PARAMETER for conditions that the flags do not allow, FWP_E_INCOMPATIBLE_TXN in a read-only transaction.
    /// </summary>
    FwpResult AddTunnel(FwpmIpsecTunnel tunnel);

    /// <summary>FwpmIPsecTunnelDeleteByKey0: the contexts and filters it was made of go as well.</summary>
    FwpResult DeleteTunnelByKey(Guid key);
}
