using System.Numerics;
using System.Security.Cryptography;
using Gatehouse.Base;
using Gatehouse.Crypto.Native;

namespace Gatehouse.Crypto.Agreement;

/// <summary>An elliptic curve group modulo a prime (RFC 5903). Both curves have cofactor 1, so a point on the curve is a member.</summary>
internal sealed class EcpGroup(int curveNid, int fieldLength, string order) : DhGroup
{
    /// <summary>libcrypto's number of P-256.</summary>
    internal const int P256Nid = 415;

    /// <summary>libcrypto's number of P-384.</summary>
    internal const int P384Nid = 715;

    /// <summary>Order of P-256's generator, with a leading 0 so that it parses as positive.</summary>
    internal const string P256Order = "0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551";

    /// <summary>Order of P-384's generator, with a leading 0 so that it parses as positive.</summary>
    internal const string P384Order =
        "0FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973";

    /// <summary>64 bits more than the order, so that reduction leaves no bias worth naming (FIPS 186-4, B.4.1).</summary>
    private const int ExtraLength = 8;

    private readonly nint _group = EllipticCurves.CreateGroup(curveNid);
    private readonly BigInteger _orderMinusOne = BigInteger.Parse(order, System.Globalization.NumberStyles.HexNumber) - 1;

    internal override int PublicLength => 2 * fieldLength;

    internal override int SecretLength => fieldLength;

    internal override SecretBytes DrawPrivate(IEntropy entropy)
    {
        Span<byte> bytes = stackalloc byte[fieldLength + ExtraLength];
        entropy.Fill(bytes);
        var scalar = (new BigInteger(bytes, isUnsigned: true, isBigEndian: true) % _orderMinusOne) + 1;
        bytes.Clear();
        scalar.TryWriteBytes(bytes, out var written, isUnsigned: true, isBigEndian: true);
        var drawn = new SecretBytes(bytes[..written]);
        CryptographicOperations.ZeroMemory(bytes);
        return drawn;
    }

    internal override byte[] PublicOf(SecretBytes privateValue)
    {
        var octets = new byte[1 + PublicLength];
        if (!TryMultiply(privateValue, default, octets))
            throw new ArgumentException("The private value is a multiple of the group's order.", nameof(privateValue));
        return octets[1..];
    }

    internal override SecretBytes? Agree(SecretBytes privateValue, ReadOnlySpan<byte> peerPublic)
    {
        Span<byte> peer = stackalloc byte[1 + PublicLength];
        peer[0] = EllipticCurves.Uncompressed;
        peerPublic.CopyTo(peer[1..]);
        Span<byte> shared = stackalloc byte[1 + PublicLength];
        if (!TryMultiply(privateValue, peer, shared))
            return null;
        var secret = new SecretBytes(shared.Slice(1, fieldLength));
        CryptographicOperations.ZeroMemory(shared);
        return secret;
    }

    /// <summary>scalar × point, or × generator when the point is empty; false when the point is not on the curve or the result is infinity.</summary>
    private bool TryMultiply(SecretBytes scalar, ReadOnlySpan<byte> point, Span<byte> result)
    {
        var context = BigNumbers.CreateContext();
        var k = BigNumbers.FromSecret(scalar.Span);
        var p = EllipticCurves.CreatePoint(_group);
        var r = EllipticCurves.CreatePoint(_group);
        try
        {
            if (!point.IsEmpty && !EllipticCurves.TryRead(_group, p, point, context))
                return false;
            EllipticCurves.Multiply(_group, r, k, point.IsEmpty ? 0 : p, context);
            return EllipticCurves.TryWrite(_group, r, result, context);
        }
        finally
        {
            EllipticCurves.FreePoint(r);
            EllipticCurves.FreePoint(p);
            BigNumbers.Free(k);
            BigNumbers.FreeContext(context);
        }
    }
}
