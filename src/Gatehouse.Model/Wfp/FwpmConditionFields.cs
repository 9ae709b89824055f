using System.Collections.Immutable;
using Gatehouse.Base;

namespace Gatehouse.Model.Wfp;

/// <summary>One row of the condition-field table.</summary>
/// <param name="Field">The field.</param>
/// <param name="Name">FWPM_CONDITION_… as the SDK spells it.</param>
/// <param name="Key">The field's GUID; empty for the fields whose GUID the reference does not give.</param>
/// <param name="V4Type">Value type at an IPv4 layer.</param>
/// <param name="V6Type">Value type at an IPv6 layer.</param>
public sealed record FwpmConditionFieldInfo(FwpmConditionField Field, string Name, Guid Key, FwpDataType V4Type, FwpDataType V6Type)
{
    /// <summary>Value type at a layer of that family.</summary>
    public FwpDataType TypeFor(IpFamily family) => family == IpFamily.V6 ? V6Type : V4Type;
}

/// <summary>Field names, GUIDs and types (Windows SDK fwpmu.h; reference section 2.4).</summary>
public static class FwpmConditionFields
{
    private static readonly ImmutableArray<FwpmConditionFieldInfo> Table =
    [
        Row(FwpmConditionField.IpProtocol, "FWPM_CONDITION_IP_PROTOCOL", "3971ef2b-623e-4f9a-8cb1-6e79b806b9a7", FwpDataType.UInt8),
        Address(FwpmConditionField.IpLocalAddress, "FWPM_CONDITION_IP_LOCAL_ADDRESS", "d9ee00de-c1ef-4617-bfe3-ffd8f5a08957"),
        Address(FwpmConditionField.IpRemoteAddress, "FWPM_CONDITION_IP_REMOTE_ADDRESS", "b235ae9a-1d64-49b8-a44c-5ff3d9095045"),
        Row(FwpmConditionField.IpLocalAddressType, "FWPM_CONDITION_IP_LOCAL_ADDRESS_TYPE", "6ec7f6c4-376b-45d7-9e9c-d337cedcd237", FwpDataType.UInt8),
        Row(
            FwpmConditionField.IpDestinationAddressType,
            "FWPM_CONDITION_IP_DESTINATION_ADDRESS_TYPE",
            "1ec1b7c9-4eea-4f5e-b9ef-76beaaaf17ee",
            FwpDataType.UInt8),
        Row(FwpmConditionField.IpLocalPort, "FWPM_CONDITION_IP_LOCAL_PORT", "0c1ba1af-5765-453f-af22-a8f791ac775b", FwpDataType.UInt16),
        Row(FwpmConditionField.IpRemotePort, "FWPM_CONDITION_IP_REMOTE_PORT", "c35a604d-d22b-4e1a-91b4-68f674ee674b", FwpDataType.UInt16),
        Row(FwpmConditionField.IpLocalInterface, "FWPM_CONDITION_IP_LOCAL_INTERFACE", "4cd62a49-59c3-4969-b7f3-bda5d32890a4", FwpDataType.UInt64),
        Row(FwpmConditionField.CurrentProfileId, "FWPM_CONDITION_CURRENT_PROFILE_ID", "ab3033c9-c0e3-4759-937d-5758c65d4ae3", FwpDataType.UInt32),
        Row(FwpmConditionField.IpsecSecurityRealmId, "FWPM_CONDITION_IPSEC_SECURITY_REALM_ID", "37a57700-5884-4964-92b8-3e704688b0ad", FwpDataType.ByteBlob),
        Row(FwpmConditionField.QmMode, "FWPM_CONDITION_QM_MODE", "f64fc6d1-f9cb-43d2-8a5f-e13bc894f265", FwpDataType.UInt32),
        Row(FwpmConditionField.RemoteId, "FWPM_CONDITION_REMOTE_ID", "f68166fd-0682-4c89-b8f5-86436c7ef9b7", FwpDataType.TokenInformation),
        Row(FwpmConditionField.AuthenticationType, "FWPM_CONDITION_AUTHENTICATION_TYPE", "eb458cd5-da7b-4ef9-8d43-7b0a840332f2", FwpDataType.UInt32),
        Row(FwpmConditionField.KmType, "FWPM_CONDITION_KM_TYPE", "ff0f5f49-0ceb-481b-8638-1479791f3f2c", FwpDataType.UInt32),
        Row(FwpmConditionField.Direction, "FWPM_CONDITION_DIRECTION", "8784c146-ca97-44d6-9fd1-19fb1840cbf7", FwpDataType.UInt32),
        Row(FwpmConditionField.KmMode, "FWPM_CONDITION_KM_MODE", "feef4582-ef8f-4f7b-858b-9077d122de47", FwpDataType.UInt32),
        Row(FwpmConditionField.IpsecPolicyKey, "FWPM_CONDITION_IPSEC_POLICY_KEY", "ad37dee3-722f-45cc-a4e3-068048124452", FwpDataType.ByteArray16),
        Row(FwpmConditionField.KmAuthNapContext, "FWPM_CONDITION_KM_AUTH_NAP_CONTEXT", "35d0ea0e-15ca-492b-900e-97fd46352cce", FwpDataType.UInt32),
        Row(FwpmConditionField.InterfaceIndex, "FWPM_CONDITION_INTERFACE_INDEX", "667fd755-d695-434a-8af5-d3835a1259bc", FwpDataType.UInt32),
        Row(FwpmConditionField.SubInterfaceIndex, "FWPM_CONDITION_SUB_INTERFACE_INDEX", "0cd42473-d621-4be3-ae8c-72a348d283e1", FwpDataType.UInt32),
        Row(FwpmConditionField.Flags, "FWPM_CONDITION_FLAGS", "632ce23b-5167-435c-86d7-e903684aa80c", FwpDataType.UInt32),
        Row(FwpmConditionField.InterfaceType, "FWPM_CONDITION_INTERFACE_TYPE", "daf8cd14-e09e-4c93-a5ae-c5c13b73ffca", FwpDataType.UInt32),
        Row(FwpmConditionField.TunnelType, "FWPM_CONDITION_TUNNEL_TYPE", "77a40437-8779-4868-a261-f5a902f1c0cd", FwpDataType.UInt32),
        Row(FwpmConditionField.CompartmentId, "FWPM_CONDITION_COMPARTMENT_ID", "35a791ab-04ac-4ff2-a6bb-da6cfac71806", FwpDataType.UInt32),
        Row(FwpmConditionField.AleAppId, "FWPM_CONDITION_ALE_APP_ID", "d78e1e87-8644-4ea5-9437-d809ecefc971", FwpDataType.ByteBlob),
        Row(FwpmConditionField.AleUserId, "FWPM_CONDITION_ALE_USER_ID", "af043a0a-b34d-4f86-979c-c90371af6e66", FwpDataType.TokenAccessInformation),
        Row(
            FwpmConditionField.AleRemoteUserId,
            "FWPM_CONDITION_ALE_REMOTE_USER_ID",
            "f63073b7-0189-4ab0-95a4-6123cbfab862",
            FwpDataType.TokenAccessInformation),
        Row(
            FwpmConditionField.AleRemoteMachineId,
            "FWPM_CONDITION_ALE_REMOTE_MACHINE_ID",
            "1aa47f51-7f93-4508-a271-81abb00c9cab",
            FwpDataType.TokenAccessInformation),
        Keyless(FwpmConditionField.AleSioFirewallSystemPort, "FWPM_CONDITION_ALE_SIO_FIREWALL_SYSTEM_PORT", FwpDataType.UInt32),
        Row(FwpmConditionField.AleNapContext, "FWPM_CONDITION_ALE_NAP_CONTEXT", "46275a9d-c03f-4d77-b784-1c57f4d02753", FwpDataType.UInt32),
        Row(FwpmConditionField.IpArrivalInterface, "FWPM_CONDITION_IP_ARRIVAL_INTERFACE", "618a9b6d-386b-4136-ad6e-b51587cfb1cd", FwpDataType.UInt64),
        Keyless(FwpmConditionField.ArrivalInterfaceType, "FWPM_CONDITION_ARRIVAL_INTERFACE_TYPE", FwpDataType.UInt32),
        Keyless(FwpmConditionField.ArrivalTunnelType, "FWPM_CONDITION_ARRIVAL_TUNNEL_TYPE", FwpDataType.UInt32),
        Keyless(FwpmConditionField.ArrivalInterfaceIndex, "FWPM_CONDITION_ARRIVAL_INTERFACE_INDEX", FwpDataType.UInt32),
        Keyless(FwpmConditionField.NexthopSubInterfaceIndex, "FWPM_CONDITION_NEXTHOP_SUB_INTERFACE_INDEX", FwpDataType.UInt32),
        Row(FwpmConditionField.IpNexthopInterface, "FWPM_CONDITION_IP_NEXTHOP_INTERFACE", "93ae8f5b-7f6f-4719-98c8-14e97429ef04", FwpDataType.UInt64),
        Keyless(FwpmConditionField.NexthopInterfaceType, "FWPM_CONDITION_NEXTHOP_INTERFACE_TYPE", FwpDataType.UInt32),
        Keyless(FwpmConditionField.NexthopTunnelType, "FWPM_CONDITION_NEXTHOP_TUNNEL_TYPE", FwpDataType.UInt32),
        Keyless(FwpmConditionField.NexthopInterfaceIndex, "FWPM_CONDITION_NEXTHOP_INTERFACE_INDEX", FwpDataType.UInt32),
        Row(FwpmConditionField.OriginalProfileId, "FWPM_CONDITION_ORIGINAL_PROFILE_ID", "46ea1551-2255-492b-8019-aabeee349f40", FwpDataType.UInt32),
        Row(FwpmConditionField.ReauthorizeReason, "FWPM_CONDITION_REAUTHORIZE_REASON", "11205e8c-11ae-457a-8a44-477026dd764a", FwpDataType.UInt32),
        Row(FwpmConditionField.OriginalIcmpType, "FWPM_CONDITION_ORIGINAL_ICMP_TYPE", "076dfdbe-c56c-4f72-ae8a-2cfe7e5c8286", FwpDataType.UInt16),
        Keyless(FwpmConditionField.InterfaceQuarantineEpoch, "FWPM_CONDITION_INTERFACE_QUARANTINE_EPOCH", FwpDataType.UInt64),
        Keyless(FwpmConditionField.AlePackageId, "FWPM_CONDITION_ALE_PACKAGE_ID", FwpDataType.Sid),
        Keyless(FwpmConditionField.AleSecurityAttributeFqbnValue, "FWPM_CONDITION_ALE_SECURITY_ATTRIBUTE_FQBN_VALUE", FwpDataType.ByteBlob),
        Keyless(FwpmConditionField.Reserved0, "FWPM_CONDITION_RESERVED0", FwpDataType.UInt64),
        Keyless(FwpmConditionField.Reserved1, "FWPM_CONDITION_RESERVED1", FwpDataType.UInt64),
        Keyless(FwpmConditionField.Reserved2, "FWPM_CONDITION_RESERVED2", FwpDataType.UInt64),
        Keyless(FwpmConditionField.Reserved3, "FWPM_CONDITION_RESERVED3", FwpDataType.UInt64),
        Keyless(FwpmConditionField.AlePackageFamilyName, "FWPM_CONDITION_ALE_PACKAGE_FAMILY_NAME", FwpDataType.ByteBlob),
        Row(FwpmConditionField.PeerName, "FWPM_CONDITION_PEER_NAME", "9b539082-eb90-4186-a6cc-de5b63235016", FwpDataType.ByteBlob),
        Keyless(FwpmConditionField.AleOriginalAppId, "FWPM_CONDITION_ALE_ORIGINAL_APP_ID", FwpDataType.ByteBlob),
        Keyless(FwpmConditionField.AleEffectiveName, "FWPM_CONDITION_ALE_EFFECTIVE_NAME", FwpDataType.ByteBlob),
        Address(FwpmConditionField.IpSourceAddress, "FWPM_CONDITION_IP_SOURCE_ADDRESS", "ae96897e-2e94-4bc9-b313-b27ee80e574d"),
        Address(FwpmConditionField.IpDestinationAddress, "FWPM_CONDITION_IP_DESTINATION_ADDRESS", "2d79133b-b390-45c6-8699-acaceaafed33"),
        Keyless(FwpmConditionField.IpForwardInterface, "FWPM_CONDITION_IP_FORWARD_INTERFACE", FwpDataType.UInt64),
        Keyless(FwpmConditionField.SourceInterfaceIndex, "FWPM_CONDITION_SOURCE_INTERFACE_INDEX", FwpDataType.UInt32),
        Keyless(FwpmConditionField.SourceSubInterfaceIndex, "FWPM_CONDITION_SOURCE_SUB_INTERFACE_INDEX", FwpDataType.UInt32),
        Keyless(FwpmConditionField.DestinationInterfaceIndex, "FWPM_CONDITION_DESTINATION_INTERFACE_INDEX", FwpDataType.UInt32),
        Keyless(FwpmConditionField.DestinationSubInterfaceIndex, "FWPM_CONDITION_DESTINATION_SUB_INTERFACE_INDEX", FwpDataType.UInt32),
        Keyless(FwpmConditionField.IpPhysicalArrivalInterface, "FWPM_CONDITION_IP_PHYSICAL_ARRIVAL_INTERFACE", FwpDataType.UInt64),
        Keyless(FwpmConditionField.ArrivalInterfaceProfileId, "FWPM_CONDITION_ARRIVAL_INTERFACE_PROFILE_ID", FwpDataType.UInt32),
        Keyless(FwpmConditionField.IpPhysicalNexthopInterface, "FWPM_CONDITION_IP_PHYSICAL_NEXTHOP_INTERFACE", FwpDataType.UInt64),
        Keyless(FwpmConditionField.NexthopInterfaceProfileId, "FWPM_CONDITION_NEXTHOP_INTERFACE_PROFILE_ID", FwpDataType.UInt32),
        Row(FwpmConditionField.NetEventType, "FWPM_CONDITION_NET_EVENT_TYPE", "206e9996-490e-40cf-b831-b38641eb6fcb", FwpDataType.UInt32),
    ];

    /// <summary>Every known field, in the order of the enum.</summary>
    public static ImmutableArray<FwpmConditionFieldInfo> All => Table;

    /// <summary>The row of a field.</summary>
    public static FwpmConditionFieldInfo Info(FwpmConditionField field) => Table[(int)field];

    private static FwpmConditionFieldInfo Row(FwpmConditionField field, string name, string key, FwpDataType type) =>
        new(field, name, Guid.Parse(key), type, type);

    // Fields that only the layer tables of a running Windows name; their types follow from their names.
    private static FwpmConditionFieldInfo Keyless(FwpmConditionField field, string name, FwpDataType type) =>
        new(field, name, Guid.Empty, type, type);

    private static FwpmConditionFieldInfo Address(FwpmConditionField field, string name, string key) =>
        new(field, name, Guid.Parse(key), FwpDataType.UInt32, FwpDataType.ByteArray16);
}
