using System.Buffers.Binary;
using System.Security.Cryptography;
using Gatehouse.Base;
using Gatehouse.Crypto.Hashing;
using Gatehouse.Model.AuthIp;

namespace Gatehouse.Keying.AuthIp;

/// <summary>What all derivations under one main mode have in common ([MS-AIPS] 3.1.7.4).</summary>
/// <param name="Suite">The negotiated suite.</param>
/// <param name="CookieI">CKY-I.</param>
/// <param name="CookieR">CKY-R.</param>
/// <param name="NonceI">Ni, without generic header.</param>
/// <param name="NonceR">Nr, without generic header.</param>
/// <param name="Profile">Byte order of the cipher's number, and the layout of IPsec keys.</param>
internal sealed record KeyInputs(AuthIpSuite Suite, ulong CookieI, ulong CookieR, byte[] NonceI, byte[] NonceR, AuthIpWireProfile Profile)
{
    /// <summary>The negotiated hash.</summary>
    public PrfAlgorithm Hash => Suite.Hash;

    /// <summary>A-KDF(Z, AlgorithmID | PartyUInfo | PartyVInfo | public | private).</summary>
    public SecretBytes Derive(SecretBytes? z, int length, params ReadOnlySpan<ReadOnlyMemory<byte>> publicAndPrivate)
    {
        var size = 2 + 16;
        foreach (var part in publicAndPrivate)
            size += part.Length;
        var other = new byte[size];
        var writer = new SpanWriter(other);
        var id = (ushort)Suite.Cipher;
        writer.WriteUInt16(Profile.CipherIdOrder == ByteOrder.BigEndian ? id : BinaryPrimitives.ReverseEndianness(id));
        writer.WriteUInt64(CookieI);
        writer.WriteUInt64(CookieR);
        foreach (var part in publicAndPrivate)
            writer.WriteBytes(part.Span);
        var key = AKdf.Derive(Hash, z is null ? default : z.Span, other, length);
        CryptographicOperations.ZeroMemory(other);
        return key;
    }
}
