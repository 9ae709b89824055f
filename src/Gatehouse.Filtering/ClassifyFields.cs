using Gatehouse.Base;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Filtering;

/// <summary>
/// The incoming values of one classification: what a filter's conditions are compared with. ICMP type and code travel in
/// <see cref="LocalPort"/> and <see cref="RemotePort"/>, as in Windows.
/// </summary>
public struct ClassifyFields
{
    /// <summary>This host's address.</summary>
    public IpAddr Local { readonly get; set; }

    /// <summary>The peer's address.</summary>
    public IpAddr Remote { readonly get; set; }

    /// <summary>IP protocol of the transport header.</summary>
    public byte Protocol { readonly get; set; }

    /// <summary>Port of this host, or ICMP type.</summary>
    public ushort LocalPort { readonly get; set; }

    /// <summary>Port of the peer, or ICMP code.</summary>
    public ushort RemotePort { readonly get; set; }

    /// <summary>Kind of the local address.</summary>
    public NlAddressType LocalAddressType { readonly get; set; }

    /// <summary>Kind of the packet's destination address.</summary>
    public NlAddressType DestinationAddressType { readonly get; set; }

    /// <summary>Values of all other fields; null when none is known.</summary>
    public FieldValues? Others { readonly get; set; }

    /// <summary>The value of a field as a number; false when it is unknown (FWP_EMPTY).</summary>
    public readonly bool TryGet(FwpmConditionField field, out UInt128 value)
    {
        value = field switch
        {
            FwpmConditionField.IpProtocol => Protocol,
            FwpmConditionField.IpLocalAddress => Local.Value,
            FwpmConditionField.IpRemoteAddress => Remote.Value,
            FwpmConditionField.IpLocalAddressType => (byte)LocalAddressType,
            FwpmConditionField.IpDestinationAddressType => (byte)DestinationAddressType,
            FwpmConditionField.IpLocalPort => LocalPort,
            FwpmConditionField.IpRemotePort => RemotePort,
            _ => Others?.Number(field) ?? UInt128.Zero,
        };
        return field <= FwpmConditionField.IpRemotePort || Others?.Number(field) is not null;
    }
}
