using System.Buffers.Binary;
using System.Security.Cryptography;
using Gatehouse.Base;
using Gatehouse.Model.AuthIp;
using Gatehouse.Model.Ipsec;

namespace Gatehouse.Keying.AuthIp;

/// <summary>The key material of an IPsec SA, one derivation for each SPI ([MS-AIPS] 3.1.7.4).</summary>
internal static class IpsecKeys
{
    private const int SaltLength = 4;

    /// <summary>Derives the key material of one SPI, in this project's own order: cipher key, then salt or authentication key.</summary>
    /// <param name="keys">The main mode's keys.</param>
    /// <param name="shared">g^xy of the quick mode; null without.</param>
    /// <param name="extended">SKEYID_em when extended mode was done, else null.</param>
    /// <param name="messageId">The quick mode's.</param>
    /// <param name="spi">Of the SA.</param>
    /// <param name="nonceI">Ni(qm).</param>
    /// <param name="nonceR">Nr(qm).</param>
    /// <param name="algorithm">The suite.</param>
    public static SecretBytes Derive(
        AuthIpKeys keys, SecretBytes? shared, SecretBytes? extended, uint messageId, Spi spi, byte[] nonceI, byte[] nonceR, EspAlgorithm algorithm)
    {
        var ids = new byte[8];
        BinaryPrimitives.WriteUInt32BigEndian(ids, messageId);
        BinaryPrimitives.WriteUInt32BigEndian(ids.AsSpan(4), spi.Value);
        var inputs = keys.Inputs;
        var (cipherLength, authLength) = Lengths(algorithm, inputs.Profile);
        byte[] secret = keys.SkeyIdD.Span.ToArray();
        byte[] secretEm = extended is null ? [] : [.. inputs.NonceI, .. inputs.NonceR, .. extended.Span];
        using var derived = inputs.Derive(shared, cipherLength + authLength, ids, nonceI, nonceR, secret, secretEm);
        CryptographicOperations.ZeroMemory(secret);
        CryptographicOperations.ZeroMemory(secretEm);
        var cipherFirst = inputs.Profile.KeySplit == KeySplit.CipherFirst;
        var cipher = cipherFirst ? derived.Span[..cipherLength] : derived.Span[authLength..];
        var auth = cipherFirst ? derived.Span[cipherLength..] : derived.Span[..authLength];
        return Compose(cipher, auth, algorithm);
    }

    // The cipher's part of the derivation and the authentication's. AES-GCM's salt belongs to the cipher (RFC 4106 section 8.1).
    private static (int Cipher, int Auth) Lengths(EspAlgorithm algorithm, AuthIpWireProfile profile)
    {
        var key = algorithm.KeyBits / 8;
        if (algorithm.Cipher != EspCipher.AesGcm16)
            return (key, algorithm.IntegrityKeyLength);
        return profile.GcmKeyMaterial switch
        {
            GcmKeyMaterial.KeyAndSalt => (key + SaltLength, 0),
            GcmKeyMaterial.KeyOnly => (key, 0),
            _ => (key, key),
        };
    }

    private static SecretBytes Compose(ReadOnlySpan<byte> cipher, ReadOnlySpan<byte> auth, EspAlgorithm algorithm)
    {
        var material = new byte[algorithm.KeyMaterialLength];
        cipher.CopyTo(material);
        auth[..Math.Min(auth.Length, material.Length - cipher.Length)].CopyTo(material.AsSpan(cipher.Length));
        var secret = new SecretBytes(material);
        CryptographicOperations.ZeroMemory(material);
        return secret;
    }
}
