using Gatehouse.Base;
using Gatehouse.Crypto.Esp;
using Gatehouse.Model.Ipsec;

namespace Gatehouse.Dataplane.Esp;

/// <summary>From a negotiated algorithm to its cipher.</summary>
internal static class EspSuite
{
    /// <summary>A cipher that seals.</summary>
    internal static PacketCipher CreateSealing(EspAlgorithm algorithm, SecretBytes key, IEntropy entropy)
    {
        Require(algorithm, key);
        return algorithm.Cipher == EspCipher.AesGcm16
            ? new GcmPacketCipher(key.Span, encrypt: true)
            : new CbcPacketCipher(HashOf(algorithm), key.Span, entropy);
    }

    /// <summary>A cipher that opens.</summary>
    internal static PacketCipher CreateOpening(EspAlgorithm algorithm, SecretBytes key)
    {
        Require(algorithm, key);
        return algorithm.Cipher == EspCipher.AesGcm16
            ? new GcmPacketCipher(key.Span, encrypt: false)
            : new CbcPacketCipher(HashOf(algorithm), key.Span, ivEntropy: null);
    }

    private static void Require(EspAlgorithm algorithm, SecretBytes key)
    {
        if (key.Length != algorithm.KeyMaterialLength)
            throw new ArgumentException($"{algorithm} takes {algorithm.KeyMaterialLength} bytes of key material, not {key.Length}.", nameof(key));
    }

    // Encryption without integrity is refused here too, whatever was negotiated: RFC 8221 section 4 forbids it.
    private static EspHash HashOf(EspAlgorithm algorithm) => algorithm.Integrity switch
    {
        EspIntegrity.HmacSha1_96 => EspHash.Sha1,
        EspIntegrity.HmacSha256_128 => EspHash.Sha256,
        _ => throw new ArgumentException("AES-CBC without integrity is not used.", nameof(algorithm)),
    };
}
