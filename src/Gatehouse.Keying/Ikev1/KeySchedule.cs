using System.Buffers.Binary;
using System.Security.Cryptography;
using Gatehouse.Base;
using Gatehouse.Crypto.Hashing;

namespace Gatehouse.Keying.Ikev1;

/// <summary>RFC 2409 section 5 and appendix B: from a pre-shared key and a Diffie-Hellman secret to the keys of a main mode.</summary>
internal static class KeySchedule
{
    /// <summary>Derives all keys.</summary>
    /// <param name="hash">Negotiated hash; prf = HMAC of it.</param>
    /// <param name="presharedKey">As configured.</param>
    /// <param name="nonceI">Ni_b.</param>
    /// <param name="nonceR">Nr_b.</param>
    /// <param name="shared">g^xy.</param>
    /// <param name="cookieI">CKY-I.</param>
    /// <param name="cookieR">CKY-R.</param>
    /// <param name="cipherKeyLength">Bytes of the cipher key.</param>
    public static MainModeKeys Derive(
        PrfAlgorithm hash, SecretBytes presharedKey, byte[] nonceI, byte[] nonceR, SecretBytes shared, ulong cookieI, ulong cookieR, int cipherKeyLength)
    {
        var cookies = Cookies(cookieI, cookieR);
        var skeyId = Take(Prf.Compute(hash, presharedKey.Span, nonceI, nonceR));
        var d = Step(hash, skeyId, null, shared, cookies, 0);
        var a = Step(hash, skeyId, d, shared, cookies, 1);
        using var e = Step(hash, skeyId, a, shared, cookies, 2);
        return new MainModeKeys
        {
            Hash = hash, SkeyId = skeyId, SkeyIdD = d, SkeyIdA = a, CipherKey = Expand(hash, e, cipherKeyLength),
        };
    }

    /// <summary>CKY-I | CKY-R, 16 bytes.</summary>
    public static byte[] Cookies(ulong cookieI, ulong cookieR)
    {
        var cookies = new byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(cookies, cookieI);
        BinaryPrimitives.WriteUInt64BigEndian(cookies.AsSpan(8), cookieR);
        return cookies;
    }

    /// <summary>Copies into a secret and zeroes the source.</summary>
    public static SecretBytes Take(byte[] bytes)
    {
        var secret = new SecretBytes(bytes);
        CryptographicOperations.ZeroMemory(bytes);
        return secret;
    }

    // SKEYID_x = prf(SKEYID, [the one before |] g^xy | CKY-I | CKY-R | number)
    private static SecretBytes Step(PrfAlgorithm hash, SecretBytes skeyId, SecretBytes? before, SecretBytes shared, byte[] cookies, byte number)
    {
        using var prf = Prf.Begin(hash, skeyId.Span);
        if (before is not null)
            prf.Append(before.Span);
        return Take(prf.Append(shared.Span).Append(cookies).Append(number).Finish());
    }

    // Appendix B: a SKEYID_e that is too short becomes K1 | K2 …, K1 = prf(SKEYID_e, 0), Kn = prf(SKEYID_e, Kn-1).
    private static SecretBytes Expand(PrfAlgorithm hash, SecretBytes skeyIdE, int length)
    {
        if (skeyIdE.Length >= length)
            return new SecretBytes(skeyIdE.Span[..length]);
        var key = new byte[length];
        var block = Prf.Compute(hash, skeyIdE.Span, new byte[] { 0 });
        for (var filled = 0; filled < length; filled += block.Length)
        {
            if (filled > 0)
            {
                var next = Prf.Compute(hash, skeyIdE.Span, block);
                CryptographicOperations.ZeroMemory(block);
                block = next;
            }

            block.AsSpan(0, Math.Min(block.Length, length - filled)).CopyTo(key.AsSpan(filled));
        }

        CryptographicOperations.ZeroMemory(block);
        return Take(key);
    }
}
