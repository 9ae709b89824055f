namespace Gatehouse.Host.Kerberos;

/// <summary>Object identifiers, in DER without tag and length. Literals stay where they are, so their addresses may be handed to the library.</summary>
internal static unsafe class GssOids
{
    /// <summary>The Kerberos mechanism, 1.2.840.113554.1.2.2 (RFC 1964).</summary>
    public static GssOid Kerberos => Of([0x2a, 0x86, 0x48, 0x86, 0xf7, 0x12, 0x01, 0x02, 0x02]);

    /// <summary>A Kerberos principal by name, 1.2.840.113554.1.2.2.1 (RFC 1964 section 2.1.1).</summary>
    public static GssOid PrincipalName => Of([0x2a, 0x86, 0x48, 0x86, 0xf7, 0x12, 0x01, 0x02, 0x02, 0x01]);

    /// <summary>The session key as SSPI gives it out, 1.2.840.113554.1.2.2.5.5.</summary>
    public static GssOid SessionKey => Of([0x2a, 0x86, 0x48, 0x86, 0xf7, 0x12, 0x01, 0x02, 0x02, 0x05, 0x05]);

    private static GssOid Of(ReadOnlySpan<byte> literal)
    {
        fixed (byte* address = literal)
            return new GssOid { Length = (uint)literal.Length, Elements = address };
    }
}
