using System.Runtime.InteropServices;

namespace Gatehouse.Windows.Native;

// ipsectypes.h and iketypes.h: security associations as enumeration shows them.

[StructLayout(LayoutKind.Sequential)]
internal struct IPSEC_TRAFFIC1
{
    public uint ipVersion;
    public NativeAddress localAddr;
    public NativeAddress remoteAddr;
    public uint trafficType;
    public ulong ipsecFilterId;
    public ushort remotePort;
    public ushort localPort;
    public byte ipProtocol;
    public ulong localIfLuid;
    public uint realIfProfileId;
}

/// <summary>The union is a pointer to the algorithms and keys that the transform type calls for.</summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
internal unsafe struct IPSEC_SA0
{
    [FieldOffset(0)]
    public uint spi;
    [FieldOffset(4)]
    public uint saTransformType;
    [FieldOffset(8)]
    public IPSEC_SA_AUTH_INFORMATION0* espAuthInformation;
    [FieldOffset(8)]
    public IPSEC_SA_AUTH_AND_CIPHER_INFORMATION0* espAuthAndCipherInformation;
}

[StructLayout(LayoutKind.Sequential)]
internal struct IPSEC_SA_AUTH_INFORMATION0
{
    public IPSEC_AUTH_TRANSFORM0 authTransform;
    public FWP_BYTE_BLOB authKey;
}

[StructLayout(LayoutKind.Sequential)]
internal struct IPSEC_SA_CIPHER_INFORMATION0
{
    public IPSEC_CIPHER_TRANSFORM0 cipherTransform;
    public FWP_BYTE_BLOB cipherKey;
}

[StructLayout(LayoutKind.Sequential)]
internal struct IPSEC_SA_AUTH_AND_CIPHER_INFORMATION0
{
    public IPSEC_SA_CIPHER_INFORMATION0 saCipherInformation;
    public IPSEC_SA_AUTH_INFORMATION0 saAuthInformation;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct IPSEC_SA_BUNDLE1
{
    public uint flags;
    public IPSEC_SA_LIFETIME0 lifetime;
    public uint idleTimeoutSeconds;
    public uint ndAllowClearTimeoutSeconds;
    public void* ipsecId;
    public uint napContext;
    public uint qmSaId;
    public uint numSAs;
    public IPSEC_SA0* saList;
    public void* keyModuleState;
    public uint ipVersion;
    public uint peerV4PrivateAddress;
    public ulong mmSaId;
    public uint pfsGroup;
    public Guid saLookupContext;
    public ulong qmFilterId;
}

[StructLayout(LayoutKind.Sequential)]
internal struct IPSEC_VIRTUAL_IF_TUNNEL_INFO0
{
    public ulong virtualIfTunnelId;
    public ulong trafficSelectorId;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct IPSEC_SA_DETAILS1
{
    public uint ipVersion;
    public uint saDirection;
    public IPSEC_TRAFFIC1 traffic;
    public IPSEC_SA_BUNDLE1 saBundle;
    public void* udpEncapsulation;
    public FWPM_FILTER0* transportFilter;
    public IPSEC_VIRTUAL_IF_TUNNEL_INFO0 virtualIfTunnelInfo;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct IPSEC_SA_CONTEXT1
{
    public ulong saContextId;
    public IPSEC_SA_DETAILS1* inboundSa;
    public IPSEC_SA_DETAILS1* outboundSa;
}

[StructLayout(LayoutKind.Sequential)]
internal struct IKEEXT_TRAFFIC0
{
    public uint ipVersion;
    public NativeAddress localAddr;
    public NativeAddress remoteAddr;
    public ulong authIpFilterId;
}

[StructLayout(LayoutKind.Sequential)]
internal struct IKEEXT_COOKIE_PAIR0
{
    public ulong initiator;
    public ulong responder;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct IKEEXT_CREDENTIALS2
{
    public uint numCredentials;
    public void* credentials;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct IKEEXT_SA_DETAILS2
{
    public ulong saId;
    public uint keyModuleType;
    public uint ipVersion;
    public void* v4UdpEncapsulation;
    public IKEEXT_TRAFFIC0 ikeTraffic;
    public IKEEXT_PROPOSAL0 ikeProposal;
    public IKEEXT_COOKIE_PAIR0 cookiePair;
    public IKEEXT_CREDENTIALS2 ikeCredentials;
    public Guid ikePolicyKey;
    public ulong virtualIfTunnelId;
    public FWP_BYTE_BLOB correlationKey;
}
