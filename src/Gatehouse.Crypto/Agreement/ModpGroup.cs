using System.Security.Cryptography;
using Gatehouse.Base;
using Gatehouse.Crypto.Native;

namespace Gatehouse.Crypto.Agreement;

/// <summary>The 2048-bit MODP group, number 14 (RFC 3526 section 3): a safe prime, generator 2.</summary>
internal sealed class ModpGroup : DhGroup
{
    /// <summary>320 bits, the exponent that matches the highest strength RFC 3526 section 8 gives this group; a longer one only costs time.</summary>
    private const int PrivateLength = 40;

    private const int PrimeLength = 256;

    private static readonly byte[] Prime = Convert.FromHexString(
        "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD"
        + "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
        + "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F"
        + "83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B"
        + "E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510"
        + "15728E5A8AACAA68FFFFFFFFFFFFFFFF");

    private readonly nint _modulus = BigNumbers.FromBytes(Prime);
    private readonly nint _montgomery;

    internal ModpGroup() => _montgomery = BigNumbers.CreateMontgomery(_modulus);

    internal override int PublicLength => PrimeLength;

    internal override int SecretLength => PrimeLength;

    internal override SecretBytes DrawPrivate(IEntropy entropy)
    {
        Span<byte> bytes = stackalloc byte[PrivateLength];
        entropy.Fill(bytes);
        // The top bit fixes the length, so neither 0 nor 1 can be drawn, whatever the entropy.
        bytes[0] |= 0x80;
        var drawn = new SecretBytes(bytes);
        CryptographicOperations.ZeroMemory(bytes);
        return drawn;
    }

    internal override byte[] PublicOf(SecretBytes privateValue)
    {
        var value = new byte[PrimeLength];
        Power([2], privateValue, value);
        return value;
    }

    internal override SecretBytes? Agree(SecretBytes privateValue, ReadOnlySpan<byte> peerPublic)
    {
        if (!IsMember(peerPublic))
            return null;
        Span<byte> shared = stackalloc byte[PrimeLength];
        Power(peerPublic, privateValue, shared);
        var secret = new SecretBytes(shared);
        CryptographicOperations.ZeroMemory(shared);
        return secret;
    }

    /// <summary>2 to p-2. The prime is safe, so every such value has an order of at least (p-1)/2.</summary>
    private static bool IsMember(ReadOnlySpan<byte> value)
    {
        // p-1 differs from p in the last bit only, so clearing it in p and comparing from below covers both.
        Span<byte> last = stackalloc byte[PrimeLength];
        Prime.CopyTo(last);
        last[^1]--;
        return value.SequenceCompareTo(last) < 0 && (value[^1] > 1 || value[..^1].ContainsAnyExcept((byte)0));
    }

    private void Power(ReadOnlySpan<byte> @base, SecretBytes exponent, Span<byte> result)
    {
        var context = BigNumbers.CreateContext();
        var b = BigNumbers.FromBytes(@base);
        var e = BigNumbers.FromSecret(exponent.Span);
        var r = BigNumbers.Create();
        try
        {
            BigNumbers.PowMod(r, b, e, _modulus, context, _montgomery);
            BigNumbers.Write(r, result);
        }
        finally
        {
            BigNumbers.Free(r);
            BigNumbers.Free(e);
            BigNumbers.Free(b);
            BigNumbers.FreeContext(context);
        }
    }
}
