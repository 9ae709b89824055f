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

    /// <summary>FWPM_CONDITION_IP_LOCAL_INTERFACE, FWP_UINT64.</summary>
    IpLocalInterface,

    /// <summary>FWPM_CONDITION_CURRENT_PROFILE_ID, FWP_UINT32.</summary>
    CurrentProfileId,

    /// <summary>FWPM_CONDITION_IPSEC_SECURITY_REALM_ID, FWP_BYTE_BLOB.</summary>
    IpsecSecurityRealmId,

    /// <summary>FWPM_CONDITION_QM_MODE, FWP_UINT32.</summary>
    QmMode,

    /// <summary>FWPM_CONDITION_REMOTE_ID, FWP_TOKEN_INFORMATION.</summary>
    RemoteId,

    /// <summary>FWPM_CONDITION_AUTHENTICATION_TYPE, FWP_UINT32.</summary>
    AuthenticationType,

    /// <summary>FWPM_CONDITION_KM_TYPE, FWP_UINT32.</summary>
    KmType,

    /// <summary>FWPM_CONDITION_DIRECTION, FWP_UINT32.</summary>
    Direction,

    /// <summary>FWPM_CONDITION_KM_MODE, FWP_UINT32.</summary>
    KmMode,

    /// <summary>FWPM_CONDITION_IPSEC_POLICY_KEY, FWP_BYTE_ARRAY16.</summary>
    IpsecPolicyKey,

    /// <summary>FWPM_CONDITION_KM_AUTH_NAP_CONTEXT, FWP_UINT32.</summary>
    KmAuthNapContext,

    /// <summary>FWPM_CONDITION_INTERFACE_INDEX, FWP_UINT32.</summary>
    InterfaceIndex,

    /// <summary>FWPM_CONDITION_SUB_INTERFACE_INDEX, FWP_UINT32.</summary>
    SubInterfaceIndex,

    /// <summary>FWPM_CONDITION_FLAGS, FWP_UINT32.</summary>
    Flags,

    /// <summary>FWPM_CONDITION_INTERFACE_TYPE, FWP_UINT32.</summary>
    InterfaceType,

    /// <summary>FWPM_CONDITION_TUNNEL_TYPE, FWP_UINT32.</summary>
    TunnelType,

    /// <summary>FWPM_CONDITION_COMPARTMENT_ID, FWP_UINT32.</summary>
    CompartmentId,

    /// <summary>FWPM_CONDITION_ALE_APP_ID, FWP_BYTE_BLOB.</summary>
    AleAppId,

    /// <summary>FWPM_CONDITION_ALE_USER_ID, FWP_TOKEN_ACCESS_INFORMATION.</summary>
    AleUserId,

    /// <summary>FWPM_CONDITION_ALE_REMOTE_USER_ID, FWP_TOKEN_ACCESS_INFORMATION.</summary>
    AleRemoteUserId,

    /// <summary>FWPM_CONDITION_ALE_REMOTE_MACHINE_ID, FWP_TOKEN_ACCESS_INFORMATION.</summary>
    AleRemoteMachineId,

    /// <summary>FWPM_CONDITION_ALE_SIO_FIREWALL_SYSTEM_PORT, FWP_UINT32; its GUID is not in the reference.</summary>
    AleSioFirewallSystemPort,

    /// <summary>FWPM_CONDITION_ALE_NAP_CONTEXT, FWP_UINT32.</summary>
    AleNapContext,

    /// <summary>FWPM_CONDITION_IP_ARRIVAL_INTERFACE, FWP_UINT64.</summary>
    IpArrivalInterface,

    /// <summary>FWPM_CONDITION_ARRIVAL_INTERFACE_TYPE, FWP_UINT32; its GUID is not in the reference.</summary>
    ArrivalInterfaceType,

    /// <summary>FWPM_CONDITION_ARRIVAL_TUNNEL_TYPE, FWP_UINT32; its GUID is not in the reference.</summary>
    ArrivalTunnelType,

    /// <summary>FWPM_CONDITION_ARRIVAL_INTERFACE_INDEX, FWP_UINT32; its GUID is not in the reference.</summary>
    ArrivalInterfaceIndex,

    /// <summary>FWPM_CONDITION_NEXTHOP_SUB_INTERFACE_INDEX, FWP_UINT32; its GUID is not in the reference.</summary>
    NexthopSubInterfaceIndex,

    /// <summary>FWPM_CONDITION_IP_NEXTHOP_INTERFACE, FWP_UINT64.</summary>
    IpNexthopInterface,

    /// <summary>FWPM_CONDITION_NEXTHOP_INTERFACE_TYPE, FWP_UINT32; its GUID is not in the reference.</summary>
    NexthopInterfaceType,

    /// <summary>FWPM_CONDITION_NEXTHOP_TUNNEL_TYPE, FWP_UINT32; its GUID is not in the reference.</summary>
    NexthopTunnelType,

    /// <summary>FWPM_CONDITION_NEXTHOP_INTERFACE_INDEX, FWP_UINT32; its GUID is not in the reference.</summary>
    NexthopInterfaceIndex,

    /// <summary>FWPM_CONDITION_ORIGINAL_PROFILE_ID, FWP_UINT32.</summary>
    OriginalProfileId,

    /// <summary>FWPM_CONDITION_REAUTHORIZE_REASON, FWP_UINT32.</summary>
    ReauthorizeReason,

    /// <summary>FWPM_CONDITION_ORIGINAL_ICMP_TYPE, FWP_UINT16.</summary>
    OriginalIcmpType,

    /// <summary>FWPM_CONDITION_INTERFACE_QUARANTINE_EPOCH, FWP_UINT64; its GUID is not in the reference.</summary>
    InterfaceQuarantineEpoch,

    /// <summary>FWPM_CONDITION_ALE_PACKAGE_ID, FWP_SID; its GUID is not in the reference.</summary>
    AlePackageId,

    /// <summary>FWPM_CONDITION_ALE_SECURITY_ATTRIBUTE_FQBN_VALUE, FWP_BYTE_BLOB; its GUID is not in the reference.</summary>
    AleSecurityAttributeFqbnValue,

    /// <summary>FWPM_CONDITION_RESERVED0, FWP_UINT64; its GUID is not in the reference.</summary>
    Reserved0,

    /// <summary>FWPM_CONDITION_RESERVED1, FWP_UINT64; its GUID is not in the reference.</summary>
    Reserved1,

    /// <summary>FWPM_CONDITION_RESERVED2, FWP_UINT64; its GUID is not in the reference.</summary>
    Reserved2,

    /// <summary>FWPM_CONDITION_RESERVED3, FWP_UINT64; its GUID is not in the reference.</summary>
    Reserved3,

    /// <summary>FWPM_CONDITION_ALE_PACKAGE_FAMILY_NAME, FWP_BYTE_BLOB; its GUID is not in the reference.</summary>
    AlePackageFamilyName,

    /// <summary>FWPM_CONDITION_PEER_NAME, FWP_BYTE_BLOB.</summary>
    PeerName,

    /// <summary>FWPM_CONDITION_ALE_ORIGINAL_APP_ID, FWP_BYTE_BLOB; its GUID is not in the reference.</summary>
    AleOriginalAppId,

    /// <summary>FWPM_CONDITION_ALE_EFFECTIVE_NAME, FWP_BYTE_BLOB; its GUID is not in the reference.</summary>
    AleEffectiveName,

    /// <summary>FWPM_CONDITION_IP_SOURCE_ADDRESS, an address.</summary>
    IpSourceAddress,

    /// <summary>FWPM_CONDITION_IP_DESTINATION_ADDRESS, an address.</summary>
    IpDestinationAddress,

    /// <summary>FWPM_CONDITION_IP_FORWARD_INTERFACE, FWP_UINT64; its GUID is not in the reference.</summary>
    IpForwardInterface,

    /// <summary>FWPM_CONDITION_SOURCE_INTERFACE_INDEX, FWP_UINT32; its GUID is not in the reference.</summary>
    SourceInterfaceIndex,

    /// <summary>FWPM_CONDITION_SOURCE_SUB_INTERFACE_INDEX, FWP_UINT32; its GUID is not in the reference.</summary>
    SourceSubInterfaceIndex,

    /// <summary>FWPM_CONDITION_DESTINATION_INTERFACE_INDEX, FWP_UINT32; its GUID is not in the reference.</summary>
    DestinationInterfaceIndex,

    /// <summary>FWPM_CONDITION_DESTINATION_SUB_INTERFACE_INDEX, FWP_UINT32; its GUID is not in the reference.</summary>
    DestinationSubInterfaceIndex,

    /// <summary>FWPM_CONDITION_IP_PHYSICAL_ARRIVAL_INTERFACE, FWP_UINT64; its GUID is not in the reference.</summary>
    IpPhysicalArrivalInterface,

    /// <summary>FWPM_CONDITION_ARRIVAL_INTERFACE_PROFILE_ID, FWP_UINT32; its GUID is not in the reference.</summary>
    ArrivalInterfaceProfileId,

    /// <summary>FWPM_CONDITION_IP_PHYSICAL_NEXTHOP_INTERFACE, FWP_UINT64; its GUID is not in the reference.</summary>
    IpPhysicalNexthopInterface,

    /// <summary>FWPM_CONDITION_NEXTHOP_INTERFACE_PROFILE_ID, FWP_UINT32; its GUID is not in the reference.</summary>
    NexthopInterfaceProfileId,

    /// <summary>FWPM_CONDITION_NET_EVENT_TYPE, FWP_UINT32.</summary>
    NetEventType,
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
