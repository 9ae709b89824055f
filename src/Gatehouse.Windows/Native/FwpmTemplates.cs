using System.Runtime.InteropServices;

namespace Gatehouse.Windows.Native;

// fwpmtypes.h: enumeration templates, subscriptions and change notifications.

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FWPM_PROVIDER_CONTEXT_ENUM_TEMPLATE0
{
    public Guid* providerKey;
    public uint providerContextType;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FWPM_FILTER_ENUM_TEMPLATE0
{
    public Guid* providerKey;
    public Guid layerKey;
    public uint enumType;
    public uint flags;
    public FWPM_PROVIDER_CONTEXT_ENUM_TEMPLATE0* providerContextTemplate;
    public uint numFilterConditions;
    public FWPM_FILTER_CONDITION0* filterCondition;
    public uint actionMask;
    public Guid* calloutKey;
}

/// <summary>The subscriptions of every type of object have this layout; without a template they speak of all.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FWPM_FILTER_SUBSCRIPTION0
{
    public FWPM_FILTER_ENUM_TEMPLATE0* enumTemplate;
    public uint flags;
    public Guid sessionKey;
}

/// <summary>Changes of every type of object begin so; filters and provider contexts have their LUID behind it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FWPM_FILTER_CHANGE0
{
    public uint changeType;
    public Guid filterKey;
    public ulong filterId;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FWPM_NET_EVENT_ENUM_TEMPLATE0
{
    public ulong startTime;
    public ulong endTime;
    public uint numFilterConditions;
    public FWPM_FILTER_CONDITION0* filterCondition;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FWPM_NET_EVENT_SUBSCRIPTION0
{
    public FWPM_NET_EVENT_ENUM_TEMPLATE0* enumTemplate;
    public uint flags;
    public Guid sessionKey;
}
