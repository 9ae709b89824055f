using System.Runtime.InteropServices;

namespace Gatehouse.Windows.Native;

// ipsectypes.h: quick-mode, tunnel and keying policies in their Windows 8 versions.

[StructLayout(LayoutKind.Sequential)]
internal struct IPSEC_SA_LIFETIME0
{
    public uint lifetimeSeconds;
    public uint lifetimeKilobytes;
    public uint lifetimePackets;
}

[StructLayout(LayoutKind.Sequential)]
internal struct IPSEC_SA_IDLE_TIMEOUT0
{
    public uint idleTimeoutSeconds;
    public uint idleTimeoutSecondsFailOver;
}

[StructLayout(LayoutKind.Sequential)]
internal struct IPSEC_AUTH_TRANSFORM_ID0
{
    public uint authType;
    public byte authConfig;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct IPSEC_AUTH_TRANSFORM0
{
    public IPSEC_AUTH_TRANSFORM_ID0 authTransformId;
    public Guid* cryptoModuleId;
}

[StructLayout(LayoutKind.Sequential)]
internal struct IPSEC_CIPHER_TRANSFORM_ID0
{
    public uint cipherType;
    public byte cipherConfig;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct IPSEC_CIPHER_TRANSFORM0
{
    public IPSEC_CIPHER_TRANSFORM_ID0 cipherTransformId;
    public Guid* cryptoModuleId;
}

[StructLayout(LayoutKind.Sequential)]
internal struct IPSEC_AUTH_AND_CIPHER_TRANSFORM0
{
    public IPSEC_AUTH_TRANSFORM0 authTransform;
    public IPSEC_CIPHER_TRANSFORM0 cipherTransform;
}

[StructLayout(LayoutKind.Explicit, Size = 16)]
internal unsafe struct IPSEC_SA_TRANSFORM0
{
    [FieldOffset(0)]
    public uint ipsecTransformType;
    [FieldOffset(8)]
    public IPSEC_AUTH_TRANSFORM0* ahTransform;
    [FieldOffset(8)]
    public IPSEC_AUTH_TRANSFORM0* espAuthTransform;
    [FieldOffset(8)]
    public IPSEC_CIPHER_TRANSFORM0* espCipherTransform;
    [FieldOffset(8)]
    public IPSEC_AUTH_AND_CIPHER_TRANSFORM0* espAuthAndCipherTransform;
    [FieldOffset(8)]
    public IPSEC_AUTH_TRANSFORM0* espAuthFwTransform;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct IPSEC_PROPOSAL0
{
    public IPSEC_SA_LIFETIME0 lifetime;
    public uint numSaTransforms;
    public IPSEC_SA_TRANSFORM0* saTransforms;
    public uint pfsGroup;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct IPSEC_TRANSPORT_POLICY2
{
    public uint numIpsecProposals;
    public IPSEC_PROPOSAL0* ipsecProposals;
    public uint flags;
    public uint ndAllowClearTimeoutSeconds;
    public IPSEC_SA_IDLE_TIMEOUT0 saIdleTimeout;
    public IKEEXT_EM_POLICY2* emPolicy;
}

[StructLayout(LayoutKind.Sequential)]
internal struct IPSEC_TUNNEL_ENDPOINT0
{
    public uint ipVersion;
    public NativeAddress addr;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct IPSEC_TUNNEL_ENDPOINTS2
{
    public uint ipVersion;
    public NativeAddress localAddr;
    public NativeAddress remoteAddr;
    public ulong localIfLuid;
    public char* remoteFqdn;
    public uint numAddresses;
    public IPSEC_TUNNEL_ENDPOINT0* remoteAddresses;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct IPSEC_TUNNEL_POLICY2
{
    public uint flags;
    public uint numIpsecProposals;
    public IPSEC_PROPOSAL0* ipsecProposals;
    public IPSEC_TUNNEL_ENDPOINTS2 tunnelEndpoints;
    public IPSEC_SA_IDLE_TIMEOUT0 saIdleTimeout;
    public IKEEXT_EM_POLICY2* emPolicy;
    public uint fwdPathSaLifetime;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct IPSEC_KEYING_POLICY1
{
    public uint numKeyMods;
    public Guid* keyModKeys;
    public uint flags;
}
