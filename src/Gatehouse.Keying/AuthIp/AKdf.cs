using System.Buffers.Binary;
using System.Security.Cryptography;
using Gatehouse.Base;
using Gatehouse.Crypto.Hashing;

namespace Gatehouse.Keying.AuthIp;

/// <summary>
/// A-KDF: the concatenation key derivation of NIST SP 800-56A (2007) section 5.8.1 with the negotiated hash, H(1 | Z | other) | H(2 | Z | other) …
/// Its other information is concatenated without length prefixes ([MS-AIPS] 3.1.7.4).
/// </summary>
internal static class AKdf
{
    /// <summary>Derives bytes.</summary>
    /// <param name="hash">The hash.</param>
    /// <param name="z">The Diffie-Hellman secret, or nothing.</param>
    /// <param name="otherInfo">Everything else, already concatenated.</param>
    /// <param name="length">Bytes wanted.</param>
    public static SecretBytes Derive(PrfAlgorithm hash, ReadOnlySpan<byte> z, ReadOnlySpan<byte> otherInfo, int length)
    {
        var output = new byte[length];
        byte[] input = [0, 0, 0, 0, .. z, .. otherInfo];
        var filled = 0;
        for (uint block = 1; filled < length; block++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(input, block);
            var digest = Prf.Hash(hash, input.AsSpan());
            var count = Math.Min(digest.Length, length - filled);
            digest.AsSpan(0, count).CopyTo(output.AsSpan(filled));
            CryptographicOperations.ZeroMemory(digest);
            filled += count;
        }

        CryptographicOperations.ZeroMemory(input);
        var secret = new SecretBytes(output);
        CryptographicOperations.ZeroMemory(output);
        return secret;
    }
}
