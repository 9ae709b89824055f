using System.Runtime.InteropServices;

namespace Gatehouse.Windows.Native;

// fwpmtypes.h: the objects of the management API.

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FWPM_SESSION0
{
    public Guid sessionKey;
    public FWPM_DISPLAY_DATA0 displayData;
    public uint flags;
    public uint txnWaitTimeoutInMSec;
    public uint processId;
    public byte* sid;
    public char* username;
    public int kernelMode;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FWPM_FIELD0
{
    public Guid* fieldKey;
    public uint type;
    public uint dataType;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FWPM_LAYER0
{
    public Guid layerKey;
    public FWPM_DISPLAY_DATA0 displayData;
    public uint flags;
    public uint numFields;
    public FWPM_FIELD0* field;
    public Guid defaultSubLayerKey;
    public ushort layerId;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FWPM_PROVIDER0
{
    public Guid providerKey;
    public FWPM_DISPLAY_DATA0 displayData;
    public uint flags;
    public FWP_BYTE_BLOB providerData;
    public char* serviceName;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FWPM_SUBLAYER0
{
    public Guid subLayerKey;
    public FWPM_DISPLAY_DATA0 displayData;
    public uint flags;
    public Guid* providerKey;
    public FWP_BYTE_BLOB providerData;
    public ushort weight;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FWPM_CALLOUT0
{
    public Guid calloutKey;
    public FWPM_DISPLAY_DATA0 displayData;
    public uint flags;
    public Guid* providerKey;
    public FWP_BYTE_BLOB providerData;
    public Guid applicableLayer;
    public uint calloutId;
}

/// <summary>The union is a pointer to the policy that <c>type</c> calls for, in its Windows 8 version.</summary>
[StructLayout(LayoutKind.Explicit, Size = 88)]
internal unsafe struct FWPM_PROVIDER_CONTEXT2
{
    [FieldOffset(0)]
    public Guid providerContextKey;
    [FieldOffset(16)]
    public FWPM_DISPLAY_DATA0 displayData;
    [FieldOffset(32)]
    public uint flags;
    [FieldOffset(40)]
    public Guid* providerKey;
    [FieldOffset(48)]
    public FWP_BYTE_BLOB providerData;
    [FieldOffset(64)]
    public uint type;
    [FieldOffset(72)]
    public IPSEC_KEYING_POLICY1* keyingPolicy;
    [FieldOffset(72)]
    public IPSEC_TRANSPORT_POLICY2* ikeQmTransportPolicy;
    [FieldOffset(72)]
    public IPSEC_TUNNEL_POLICY2* ikeQmTunnelPolicy;
    [FieldOffset(72)]
    public IKEEXT_POLICY2* ikeMmPolicy;
    [FieldOffset(80)]
    public ulong providerContextId;
}

[StructLayout(LayoutKind.Sequential)]
internal struct FWPM_FILTER_CONDITION0
{
    public Guid fieldKey;
    public uint matchType;
    public FWP_CONDITION_VALUE0 conditionValue;
}

/// <summary>The GUID is a callout's for a callout action, else without meaning.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FWPM_ACTION0
{
    public uint type;
    public Guid calloutKey;
}

/// <summary>rawContext and providerContextKey are one slot: the flag HAS_PROVIDER_CONTEXT tells which of them it is.</summary>
[StructLayout(LayoutKind.Explicit, Size = 200)]
internal unsafe struct FWPM_FILTER0
{
    [FieldOffset(0)]
    public Guid filterKey;
    [FieldOffset(16)]
    public FWPM_DISPLAY_DATA0 displayData;
    [FieldOffset(32)]
    public uint flags;
    [FieldOffset(40)]
    public Guid* providerKey;
    [FieldOffset(48)]
    public FWP_BYTE_BLOB providerData;
    [FieldOffset(64)]
    public Guid layerKey;
    [FieldOffset(80)]
    public Guid subLayerKey;
    [FieldOffset(96)]
    public FWP_VALUE0 weight;
    [FieldOffset(112)]
    public uint numFilterConditions;
    [FieldOffset(120)]
    public FWPM_FILTER_CONDITION0* filterCondition;
    [FieldOffset(128)]
    public FWPM_ACTION0 action;
    [FieldOffset(152)]
    public ulong rawContext;
    [FieldOffset(152)]
    public Guid providerContextKey;
    [FieldOffset(168)]
    public Guid* reserved;
    [FieldOffset(176)]
    public ulong filterId;
    [FieldOffset(184)]
    public FWP_VALUE0 effectiveWeight;
}
