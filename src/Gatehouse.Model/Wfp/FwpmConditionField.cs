namespace Gatehouse.Model.Wfp;

/// <summary>FWPM_CONDITION_*: the fields a filter may test. ICMP type and code travel in the local and remote port fields.</summary>
public enum FwpmConditionField
{
    /// <summary>FWPM_CONDITION_IP_PROTOCOL, UINT8.</summary>
    IpProtocol,

    /// <summary>FWPM_CONDITION_IP_LOCAL_ADDRESS.</summary>
    IpLocalAddress,

    /// <summary>FWPM_CONDITION_IP_REMOTE_ADDRESS.</summary>
    IpRemoteAddress,

    /// <summary>FWPM_CONDITION_IP_LOCAL_ADDRESS_TYPE, UINT8, <see cref="NlAddressType"/>.</summary>
    IpLocalAddressType,

    /// <summary>FWPM_CONDITION_IP_DESTINATION_ADDRESS_TYPE, UINT8, <see cref="NlAddressType"/>.</summary>
    IpDestinationAddressType,

    /// <summary>FWPM_CONDITION_IP_LOCAL_PORT, UINT16 (also ICMP type).</summary>
    IpLocalPort,

    /// <summary>FWPM_CONDITION_IP_REMOTE_PORT, UINT16 (also ICMP code).</summary>
    IpRemotePort,
}

/// <summary>NL_ADDRESS_TYPE (nldef.h), compared as UINT8.</summary>
public enum NlAddressType : byte
{
    /// <summary>NlatUnspecified.</summary>
    Unspecified = 0,

    /// <summary>NlatUnicast.</summary>
    Unicast = 1,

    /// <summary>NlatAnycast.</summary>
    Anycast = 2,

    /// <summary>NlatMulticast.</summary>
    Multicast = 3,

    /// <summary>NlatBroadcast.</summary>
    Broadcast = 4,
}
