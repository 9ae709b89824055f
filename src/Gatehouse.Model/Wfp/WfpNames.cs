using Gatehouse.Model.Wfp.Management;

namespace Gatehouse.Model.Wfp;

/// <summary>WFP constants as the Windows SDK spells them, for every command that shows objects.</summary>
public static class WfpNames
{
    /// <summary>FWPM_IPSEC_…_CONTEXT.</summary>
    public static string Of(ProviderContextType type) => type switch
    {
        ProviderContextType.Keying => "FWPM_IPSEC_KEYING_CONTEXT",
        ProviderContextType.IkeQmTunnel => "FWPM_IPSEC_IKE_QM_TUNNEL_CONTEXT",
        ProviderContextType.AuthIpQmTunnel => "FWPM_IPSEC_AUTHIP_QM_TUNNEL_CONTEXT",
        ProviderContextType.IkeV2QmTunnel => "FWPM_IPSEC_IKEV2_QM_TUNNEL_CONTEXT",
        ProviderContextType.IkeV2Mm => "FWPM_IPSEC_IKEV2_MM_CONTEXT",
        ProviderContextType.IkeV2QmTransport => "FWPM_IPSEC_IKEV2_QM_TRANSPORT_CONTEXT",
        ProviderContextType.IkeQmTransport => "FWPM_IPSEC_IKE_QM_TRANSPORT_CONTEXT",
        ProviderContextType.AuthIpQmTransport => "FWPM_IPSEC_AUTHIP_QM_TRANSPORT_CONTEXT",
        ProviderContextType.IkeMm => "FWPM_IPSEC_IKE_MM_CONTEXT",
        ProviderContextType.AuthIpMm => "FWPM_IPSEC_AUTHIP_MM_CONTEXT",
        _ => throw Unnamed(type),
    };

    /// <summary>FWPM_NET_EVENT_TYPE_….</summary>
    public static string Of(FwpmNetEventType type) => type switch
    {
        FwpmNetEventType.IkeextMmFailure => "FWPM_NET_EVENT_TYPE_IKEEXT_MM_FAILURE",
        FwpmNetEventType.IkeextQmFailure => "FWPM_NET_EVENT_TYPE_IKEEXT_QM_FAILURE",
        FwpmNetEventType.IkeextEmFailure => "FWPM_NET_EVENT_TYPE_IKEEXT_EM_FAILURE",
        FwpmNetEventType.ClassifyDrop => "FWPM_NET_EVENT_TYPE_CLASSIFY_DROP",
        FwpmNetEventType.IpsecKernelDrop => "FWPM_NET_EVENT_TYPE_IPSEC_KERNEL_DROP",
        FwpmNetEventType.ClassifyAllow => "FWPM_NET_EVENT_TYPE_CLASSIFY_ALLOW",
        FwpmNetEventType.LongTransaction => "GATEHOUSE_NET_EVENT_TYPE_LONG_TRANSACTION",
        _ => throw Unnamed(type),
    };

    /// <summary>FWP_ACTION_….</summary>
    public static string Of(FwpActionType action) => action switch
    {
        FwpActionType.Block => "FWP_ACTION_BLOCK",
        FwpActionType.Permit => "FWP_ACTION_PERMIT",
        FwpActionType.CalloutTerminating => "FWP_ACTION_CALLOUT_TERMINATING",
        FwpActionType.CalloutUnknown => "FWP_ACTION_CALLOUT_UNKNOWN",
        FwpActionType.CalloutInspection => "FWP_ACTION_CALLOUT_INSPECTION",
        _ => throw Unnamed(action),
    };

    /// <summary>FWPM_LAYER_….</summary>
    public static string Of(FwpmLayer layer) => FwpmLayers.Info(layer).Name;

    /// <summary>FWPM_CALLOUT_….</summary>
    public static string Of(FwpmCallout callout) => FwpmCallouts.Info(callout).Name;

    /// <summary>FWPM_CONDITION_….</summary>
    public static string Of(FwpmConditionField field) => FwpmConditionFields.Info(field).Name;

    /// <summary>FWPM_SUBLAYER_….</summary>
    public static string Of(FwpmSubLayer subLayer) => subLayer.Name;

    /// <summary>FWP_MATCH_….</summary>
    public static string Of(FwpMatchType match) => match switch
    {
        FwpMatchType.Equal => "FWP_MATCH_EQUAL",
        FwpMatchType.Greater => "FWP_MATCH_GREATER",
        FwpMatchType.Less => "FWP_MATCH_LESS",
        FwpMatchType.GreaterOrEqual => "FWP_MATCH_GREATER_OR_EQUAL",
        FwpMatchType.LessOrEqual => "FWP_MATCH_LESS_OR_EQUAL",
        FwpMatchType.Range => "FWP_MATCH_RANGE",
        FwpMatchType.FlagsAllSet => "FWP_MATCH_FLAGS_ALL_SET",
        FwpMatchType.FlagsAnySet => "FWP_MATCH_FLAGS_ANY_SET",
        FwpMatchType.FlagsNoneSet => "FWP_MATCH_FLAGS_NONE_SET",
        FwpMatchType.EqualCaseInsensitive => "FWP_MATCH_EQUAL_CASE_INSENSITIVE",
        FwpMatchType.NotEqual => "FWP_MATCH_NOT_EQUAL",
        FwpMatchType.Prefix => "FWP_MATCH_PREFIX",
        FwpMatchType.NotPrefix => "FWP_MATCH_NOT_PREFIX",
        _ => throw Unnamed(match),
    };

    /// <summary>FWP_….</summary>
    public static string Of(FwpDataType type) => type switch
    {
        FwpDataType.Empty => "FWP_EMPTY",
        FwpDataType.UInt8 => "FWP_UINT8",
        FwpDataType.UInt16 => "FWP_UINT16",
        FwpDataType.UInt32 => "FWP_UINT32",
        FwpDataType.UInt64 => "FWP_UINT64",
        FwpDataType.ByteArray16 => "FWP_BYTE_ARRAY16_TYPE",
        FwpDataType.Int8 => "FWP_INT8",
        FwpDataType.Int16 => "FWP_INT16",
        FwpDataType.Int32 => "FWP_INT32",
        FwpDataType.Int64 => "FWP_INT64",
        FwpDataType.Float => "FWP_FLOAT",
        FwpDataType.Double => "FWP_DOUBLE",
        FwpDataType.ByteBlob => "FWP_BYTE_BLOB_TYPE",
        FwpDataType.Sid => "FWP_SID",
        FwpDataType.SecurityDescriptor => "FWP_SECURITY_DESCRIPTOR_TYPE",
        FwpDataType.TokenInformation => "FWP_TOKEN_INFORMATION_TYPE",
        FwpDataType.TokenAccessInformation => "FWP_TOKEN_ACCESS_INFORMATION_TYPE",
        FwpDataType.UnicodeString => "FWP_UNICODE_STRING_TYPE",
        FwpDataType.ByteArray6 => "FWP_BYTE_ARRAY6_TYPE",
        FwpDataType.BitmapIndex => "FWP_BITMAP_INDEX_TYPE",
        FwpDataType.BitmapArray64 => "FWP_BITMAP_ARRAY64_TYPE",
        FwpDataType.V4AddrMask => "FWP_V4_ADDR_MASK",
        FwpDataType.V6AddrMask => "FWP_V6_ADDR_MASK",
        FwpDataType.Range => "FWP_RANGE_TYPE",
        _ => throw Unnamed(type),
    };

    /// <summary>The flags that are set, each FWPM_FILTER_FLAG_….</summary>
    public static IEnumerable<string> Of(FwpmFilterFlags flags)
    {
        if (flags.HasFlag(FwpmFilterFlags.Persistent))
            yield return "FWPM_FILTER_FLAG_PERSISTENT";
        if (flags.HasFlag(FwpmFilterFlags.BootTime))
            yield return "FWPM_FILTER_FLAG_BOOTTIME";
        if (flags.HasFlag(FwpmFilterFlags.HasProviderContext))
            yield return "FWPM_FILTER_FLAG_HAS_PROVIDER_CONTEXT";
        if (flags.HasFlag(FwpmFilterFlags.ClearActionRight))
            yield return "FWPM_FILTER_FLAG_CLEAR_ACTION_RIGHT";
        if (flags.HasFlag(FwpmFilterFlags.PermitIfCalloutUnregistered))
            yield return "FWPM_FILTER_FLAG_PERMIT_IF_CALLOUT_UNREGISTERED";
        if (flags.HasFlag(FwpmFilterFlags.IpsecNoAcquireInitiate))
            yield return "FWPM_FILTER_FLAG_IPSEC_NO_ACQUIRE_INITIATE";
    }

    /// <summary>FWPM_WEIGHT_RANGE_…, a number for a weight without a name, or null for FWP_EMPTY.</summary>
    public static string? Of(FwpmWeight weight) => weight.Kind switch
    {
        FwpmWeightKind.Auto => null,
        FwpmWeightKind.Range when weight == FwpmWeight.IkeExemptions => "FWPM_WEIGHT_RANGE_IKE_EXEMPTIONS",
        FwpmWeightKind.Range => $"FWP_UINT8 {weight.Value}",
        _ => $"0x{weight.Value:x16}",
    };

    /// <summary>
    /// FWPM_CONTEXT_…, several joined by a bar; the same number has another name at another layer, so the layer decides. Bits without a name there
    /// stand at the end in hexadecimal.
    /// </summary>
    public static string RawContext(FwpmLayer layer, ulong context)
    {
        var names = new List<string>();
        foreach (var (bit, name) in FwpmContextNames.At(layer))
        {
            if ((context & bit) != 0)
                names.Add("FWPM_CONTEXT_" + name);
            context &= ~bit;
        }

        if (context != 0 || names.Count == 0)
            names.Add($"0x{context:x}");
        return string.Join(" | ", names);
    }

    private static ArgumentOutOfRangeException Unnamed(Enum value) => new(nameof(value), value, "the value has no name");
}
