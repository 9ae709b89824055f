using System.Runtime.InteropServices;

namespace Gatehouse.Windows.Native;

// iketypes.h: main-mode and extended-mode policies in their Windows 8 versions.

[StructLayout(LayoutKind.Sequential)]
internal struct IKEEXT_PRESHARED_KEY_AUTHENTICATION1
{
    public FWP_BYTE_BLOB presharedKey;
    public uint flags;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct IKEEXT_CERTIFICATE_CRITERIA0
{
    public FWP_BYTE_BLOB certData;
    public FWP_BYTE_BLOB certHash;
    public void* eku;
    public void* certName;
    public uint flags;
}

/// <summary>
/// Array and size together are one member of a union (explicit list, enterprise store, trusted root store), which a pointer aligns to 8.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 72)]
internal unsafe struct IKEEXT_CERTIFICATE_AUTHENTICATION2
{
    [FieldOffset(0)]
    public uint inboundConfigType;
    [FieldOffset(8)]
    public uint inboundRootArraySize;
    [FieldOffset(16)]
    public IKEEXT_CERTIFICATE_CRITERIA0* inboundRootCriteria;
    [FieldOffset(24)]
    public uint outboundConfigType;
    [FieldOffset(32)]
    public uint outboundRootArraySize;
    [FieldOffset(40)]
    public IKEEXT_CERTIFICATE_CRITERIA0* outboundRootCriteria;
    [FieldOffset(48)]
    public uint flags;
    [FieldOffset(56)]
    public FWP_BYTE_BLOB localCertLocationUrl;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct IKEEXT_KERBEROS_AUTHENTICATION1
{
    public uint flags;
    public char* proxyServer;
}

[StructLayout(LayoutKind.Sequential)]
internal struct IKEEXT_NTLM_V2_AUTHENTICATION0
{
    public uint flags;
}

[StructLayout(LayoutKind.Explicit, Size = 80)]
internal struct IKEEXT_AUTHENTICATION_METHOD2
{
    [FieldOffset(0)]
    public uint authenticationMethodType;
    [FieldOffset(8)]
    public IKEEXT_PRESHARED_KEY_AUTHENTICATION1 presharedKeyAuthentication;
    [FieldOffset(8)]
    public IKEEXT_CERTIFICATE_AUTHENTICATION2 certificateAuthentication;
    [FieldOffset(8)]
    public IKEEXT_KERBEROS_AUTHENTICATION1 kerberosAuthentication;
    [FieldOffset(8)]
    public IKEEXT_NTLM_V2_AUTHENTICATION0 ntlmV2Authentication;
    [FieldOffset(8)]
    public IKEEXT_CERTIFICATE_AUTHENTICATION2 sslAuthentication;
}

[StructLayout(LayoutKind.Sequential)]
internal struct IKEEXT_CIPHER_ALGORITHM0
{
    public uint algoIdentifier;
    public uint keyLen;
    public uint rounds;
}

[StructLayout(LayoutKind.Sequential)]
internal struct IKEEXT_INTEGRITY_ALGORITHM0
{
    public uint algoIdentifier;
}

[StructLayout(LayoutKind.Sequential)]
internal struct IKEEXT_PROPOSAL0
{
    public IKEEXT_CIPHER_ALGORITHM0 cipherAlgorithm;
    public IKEEXT_INTEGRITY_ALGORITHM0 integrityAlgorithm;
    public uint maxLifetimeSeconds;
    public uint dhGroup;
    public uint quickModeLimit;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct IKEEXT_POLICY2
{
    public uint softExpirationTime;
    public uint numAuthenticationMethods;
    public IKEEXT_AUTHENTICATION_METHOD2* authenticationMethods;
    public uint initiatorImpersonationType;
    public uint numIkeProposals;
    public IKEEXT_PROPOSAL0* ikeProposals;
    public uint flags;
    public uint maxDynamicFilters;
    public uint retransmitDurationSecs;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct IKEEXT_EM_POLICY2
{
    public uint numAuthenticationMethods;
    public IKEEXT_AUTHENTICATION_METHOD2* authenticationMethods;
    public uint initiatorImpersonationType;
}
