using System.Collections.Immutable;
using Gatehouse.Base;

namespace Gatehouse.Model.Wfp;

/// <summary>One row of the condition-field table.</summary>
/// <param name="Field">The field.</param>
/// <param name="Name">FWPM_CONDITION_… as the SDK spells it.</param>
/// <param name="Key">The field's GUID.</param>
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
    ];

    /// <summary>Every known field, in the order of the enum.</summary>
    public static ImmutableArray<FwpmConditionFieldInfo> All => Table;

    /// <summary>The row of a field.</summary>
    public static FwpmConditionFieldInfo Info(FwpmConditionField field) => Table[(int)field];

    private static FwpmConditionFieldInfo Row(FwpmConditionField field, string name, string key, FwpDataType type) =>
        new(field, name, Guid.Parse(key), type, type);

    private static FwpmConditionFieldInfo Address(FwpmConditionField field, string name, string key) =>
        new(field, name, Guid.Parse(key), FwpDataType.UInt32, FwpDataType.ByteArray16);
}
