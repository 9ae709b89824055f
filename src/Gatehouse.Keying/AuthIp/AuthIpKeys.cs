using System.Security.Cryptography;
using Gatehouse.Base;
using Gatehouse.Crypto.Des;
using Gatehouse.Crypto.Hashing;
using Gatehouse.Ike.Isakmp;

namespace Gatehouse.Keying.AuthIp;

/// <summary>The keys of a main mode ([MS-AIPS] 3.1.7.4).</summary>
internal sealed class AuthIpKeys : IDisposable
{
    private AuthIpKeys(KeyInputs inputs, SecretBytes skeyId, SecretBytes skeyIdD, SecretBytes skeyIdA, SecretBytes skeyIdE, SecretBytes cipherKey)
    {
        Inputs = inputs;
        SkeyId = skeyId;
        SkeyIdD = skeyIdD;
        SkeyIdA = skeyIdA;
        SkeyIdE = skeyIdE;
        CipherKey = cipherKey;
    }

    /// <summary>What they were derived from, besides secrets.</summary>
    public KeyInputs Inputs { get; }

    /// <summary>SKEYID, of the proofs.</summary>
    public SecretBytes SkeyId { get; }

    /// <summary>SKEYID_d, of IPsec keys.</summary>
    public SecretBytes SkeyIdD { get; }

    /// <summary>SKEYID_a, of the ICV.</summary>
    public SecretBytes SkeyIdA { get; }

    /// <summary>SKEYID_e, as derived.</summary>
    public SecretBytes SkeyIdE { get; }

    /// <summary>The cipher key: the beginning of SKEYID_e, with parity for 3DES.</summary>
    public SecretBytes CipherKey { get; }

    /// <summary>Derives them; null when 3DES came to a weak key, for which no remedy is written down.</summary>
    /// <param name="inputs">Suite, cookies, nonces.</param>
    /// <param name="shared">g^xy of main mode; null without Diffie-Hellman.</param>
    /// <param name="gssSecret">What authentication yields; empty when it is anonymous.</param>
    public static AuthIpKeys? Derive(KeyInputs inputs, SecretBytes? shared, ReadOnlySpan<byte> gssSecret)
    {
        var length = Prf.OutputLength(inputs.Hash);
        byte[] secret = gssSecret.ToArray();
        var skeyId = inputs.Derive(shared, length, inputs.NonceI, inputs.NonceR, secret);
        CryptographicOperations.ZeroMemory(secret);
        var d = Next(inputs, shared, 0, length, null, skeyId);
        var a = Next(inputs, shared, 1, length, d, skeyId);
        var e = Next(inputs, shared, 2, Math.Max(length, inputs.Suite.KeyLength), a, skeyId);
        var cipher = e.Span[..inputs.Suite.KeyLength].ToArray();
        var usable = inputs.Suite.Cipher != OakleyEncryption.TripleDesCbc || TripleDesCbc.TryPrepareKey(cipher);
        var keys = new AuthIpKeys(inputs, skeyId, d, a, e, new SecretBytes(cipher));
        CryptographicOperations.ZeroMemory(cipher);
        if (usable)
            return keys;
        keys.Dispose();
        return null;
    }

    /// <summary>SKEYID_em, of the secret that extended mode yields.</summary>
    public static SecretBytes DeriveExtended(KeyInputs inputs, SecretBytes? shared, byte[] gssSecret) =>
        inputs.Derive(shared, Prf.OutputLength(inputs.Hash), inputs.NonceI, inputs.NonceR, gssSecret);

    /// <inheritdoc/>
    public void Dispose()
    {
        SkeyId.Dispose();
        SkeyIdD.Dispose();
        SkeyIdA.Dispose();
        SkeyIdE.Dispose();
        CipherKey.Dispose();
    }

    // SKEYID_x of Ni | Nr | x and of previous | SKEYID.
    private static SecretBytes Next(KeyInputs inputs, SecretBytes? shared, byte number, int length, SecretBytes? previous, SecretBytes skeyId)
    {
        byte[] secrets = [.. previous is null ? default : previous.Span, .. skeyId.Span];
        var key = inputs.Derive(shared, length, inputs.NonceI, inputs.NonceR, new[] { number }, secrets);
        CryptographicOperations.ZeroMemory(secrets);
        return key;
    }
}
