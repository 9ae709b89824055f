using System.Runtime.InteropServices;

namespace Gatehouse.Windows.Native;

// fwpmtypes.h: net events in their Windows 7 version.

/// <summary>An address in host order for IPv4, as bytes for IPv6.</summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
internal unsafe struct NativeAddress
{
    [FieldOffset(0)]
    public uint v4;
    [FieldOffset(0)]
    public fixed byte v6[16];
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FWPM_NET_EVENT_HEADER1
{
    public uint timeStampLow;
    public uint timeStampHigh;
    public uint flags;
    public uint ipVersion;
    public byte ipProtocol;
    public NativeAddress localAddr;
    public NativeAddress remoteAddr;
    public ushort localPort;
    public ushort remotePort;
    public uint scopeId;
    public FWP_BYTE_BLOB appId;
    public byte* userId;
    public fixed byte reserved[56];
}

[StructLayout(LayoutKind.Explicit, Size = 160)]
internal unsafe struct FWPM_NET_EVENT1
{
    [FieldOffset(0)]
    public FWPM_NET_EVENT_HEADER1 header;
    [FieldOffset(144)]
    public uint type;
    [FieldOffset(152)]
    public FWPM_NET_EVENT_IKEEXT_MM_FAILURE1* ikeMmFailure;
    [FieldOffset(152)]
    public FWPM_NET_EVENT_IKEEXT_QM_FAILURE0* ikeQmFailure;
    [FieldOffset(152)]
    public FWPM_NET_EVENT_IKEEXT_EM_FAILURE1* ikeEmFailure;
    [FieldOffset(152)]
    public FWPM_NET_EVENT_CLASSIFY_DROP1* classifyDrop;
    [FieldOffset(152)]
    public FWPM_NET_EVENT_IPSEC_KERNEL_DROP0* ipsecDrop;
}

[StructLayout(LayoutKind.Sequential)]
internal struct FWPM_NET_EVENT_CLASSIFY_DROP1
{
    public ulong filterId;
    public ushort layerId;
    public uint reauthReason;
    public uint originalProfile;
    public uint currentProfile;
    public uint msFwpDirection;
    public int isLoopback;
}

[StructLayout(LayoutKind.Sequential)]
internal struct FWPM_NET_EVENT_IPSEC_KERNEL_DROP0
{
    public int failureStatus;
    public uint direction;
    public uint spi;
    public ulong filterId;
    public ushort layerId;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FWPM_NET_EVENT_IKEEXT_MM_FAILURE1
{
    public uint failureErrorCode;
    public uint failurePoint;
    public uint flags;
    public uint keyingModuleType;
    public uint mmState;
    public uint saRole;
    public uint mmAuthMethod;
    public fixed byte endCertHash[20];
    public ulong mmId;
    public ulong mmFilterId;
    public char* localPrincipalNameForAuth;
    public char* remotePrincipalNameForAuth;
    public uint numLocalPrincipalGroupSids;
    public char** localPrincipalGroupSids;
    public uint numRemotePrincipalGroupSids;
    public char** remotePrincipalGroupSids;
}

[StructLayout(LayoutKind.Sequential)]
internal struct FWPM_NET_EVENT_IKEEXT_QM_FAILURE0
{
    public uint failureErrorCode;
    public uint failurePoint;
    public uint keyingModuleType;
    public uint qmState;
    public uint saRole;
    public uint saTrafficType;
    public FWP_CONDITION_VALUE0 localSubNet;
    public FWP_CONDITION_VALUE0 remoteSubNet;
    public ulong qmFilterId;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FWPM_NET_EVENT_IKEEXT_EM_FAILURE1
{
    public uint failureErrorCode;
    public uint failurePoint;
    public uint flags;
    public uint emState;
    public uint saRole;
    public uint emAuthMethod;
    public fixed byte endCertHash[20];
    public ulong mmId;
    public ulong qmFilterId;
    public char* localPrincipalNameForAuth;
    public char* remotePrincipalNameForAuth;
    public uint numLocalPrincipalGroupSids;
    public char** localPrincipalGroupSids;
    public uint numRemotePrincipalGroupSids;
    public char** remotePrincipalGroupSids;
    public uint saTrafficType;
}
