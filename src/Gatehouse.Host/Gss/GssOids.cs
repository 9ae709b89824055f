using System.Runtime.InteropServices;

namespace Gatehouse.Host.Gss;

/// <summary>Object identifiers, in DER without tag and length. Literals stay where they are, so their addresses may be handed to the library.</summary>
internal static unsafe class GssOids
{
    /// <summary>The Kerberos mechanism, 1.2.840.113554.1.2.2 (RFC 1964).</summary>
    public static GssOid Kerberos => Of([0x2a, 0x86, 0x48, 0x86, 0xf7, 0x12, 0x01, 0x02, 0x02]);

    /// <summary>A Kerberos principal by name, 1.2.840.113554.1.2.2.1 (RFC 1964 section 2.1.1).</summary>
    public static GssOid PrincipalName => Of([0x2a, 0x86, 0x48, 0x86, 0xf7, 0x12, 0x01, 0x02, 0x02, 0x01]);

    /// <summary>The session key as SSPI gives it out, 1.2.840.113554.1.2.2.5.5.</summary>
    public static GssOid SessionKey => Of([0x2a, 0x86, 0x48, 0x86, 0xf7, 0x12, 0x01, 0x02, 0x02, 0x05, 0x05]);

    /// <summary>The NTLM mechanism, 1.3.6.1.4.1.311.2.2.10.</summary>
    public static GssOid Ntlm => Of([0x2b, 0x06, 0x01, 0x04, 0x01, 0x82, 0x37, 0x02, 0x02, 0x0a]);

    /// <summary>A user by name, GSS_C_NT_USER_NAME, 1.2.840.113554.1.2.1.1 (RFC 2743 section 4.2).</summary>
    public static GssOid UserName => Of([0x2a, 0x86, 0x48, 0x86, 0xf7, 0x12, 0x01, 0x02, 0x01, 0x01]);

    /// <summary>A service as service@host, GSS_C_NT_HOSTBASED_SERVICE, 1.2.840.113554.1.2.1.4 (RFC 2743 section 4.1).</summary>
    public static GssOid HostService => Of([0x2a, 0x86, 0x48, 0x86, 0xf7, 0x12, 0x01, 0x02, 0x01, 0x04]);

    /// <summary>gss_OID_set_desc.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Set
    {
        public nuint Count;
        public GssOid* Elements;
    }

    private static GssOid Of(ReadOnlySpan<byte> literal)
    {
        fixed (byte* address = literal)
            return new GssOid { Length = (uint)literal.Length, Elements = address };
    }
}
