using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Gatehouse.Base;
using Gatehouse.Crypto.Aes;
using Gatehouse.Crypto.Des;
using Gatehouse.Crypto.Hashing;
using Gatehouse.Ike.AuthIp;
using Gatehouse.Ike.Isakmp;

namespace Gatehouse.Keying.AuthIp;

/// <summary>
/// Encryption and authentication of AuthIP messages under a main mode's keys ([MS-AIPS] 2.2.3.2): like ESP, with a vector of its own in every message,
/// and an HMAC over everything before it, where the header's length counts as zero.
/// </summary>
internal static class MessageProtection
{
    private const int LengthOffset = 24;

    /// <summary>Writes, encrypts and authenticates a message.</summary>
    public static byte[] Seal(
        IsakmpHeader header, uint sequence, IReadOnlyList<IsakmpBody> payloads, AuthIpKeys keys, int icvLength, IEntropy entropy) =>
        Seal(header, sequence, payloads, keys, icvLength, entropy.NextBytes(BlockLength(keys.Inputs.Suite)));

    /// <summary>The same with a given vector, for vectors.</summary>
    internal static byte[] Seal(
        IsakmpHeader header, uint sequence, IReadOnlyList<IsakmpBody> payloads, AuthIpKeys keys, int icvLength, byte[] iv)
    {
        var plain = AuthIpMessageWriter.WritePlain(payloads, iv.Length);
        var key = keys.CipherKey.Span;
        var ciphertext = IsAes(keys) ? AesCbc.Encrypt(key, iv, plain) : TripleDesCbc.Encrypt(key, iv, plain);
        var datagram = AuthIpMessageWriter.WriteFrame(header, sequence, iv, ciphertext, icvLength);
        Icv(keys, datagram.AsSpan(0, datagram.Length - icvLength)).AsSpan(0, icvLength).CopyTo(datagram.AsSpan(datagram.Length - icvLength));
        return datagram;
    }

    /// <summary>Verifies, decrypts and takes apart. False when it is not this peer's, or no message.</summary>
    public static bool TryOpen(
        ReadOnlySpan<byte> datagram, IsakmpHeader header, AuthIpKeys keys, int icvLength, [NotNullWhen(true)] out AuthIpMessage? message)
    {
        message = null;
        if (!AuthIpMessageReader.TryReadFrame(datagram, header, BlockLength(keys.Inputs.Suite), icvLength, out var frame, out _)
            || !CryptographicOperations.FixedTimeEquals(Icv(keys, frame.Authenticated).AsSpan(0, icvLength), frame.Icv))
            return false;
        var key = keys.CipherKey.Span;
        var iv = frame.Crypto.Iv.Span;
        var decrypted = IsAes(keys)
            ? AesCbc.TryDecrypt(key, iv, frame.Ciphertext, out var plain)
            : TripleDesCbc.TryDecrypt(key, iv, frame.Ciphertext, out plain);
        return decrypted && AuthIpMessageReader.TryReadPlain(header, frame.Crypto, plain, out message, out _);
    }

    /// <summary>The block of the suite's cipher.</summary>
    public static int BlockLength(AuthIpSuite suite) => suite.Cipher == OakleyEncryption.AesCbc ? AesCbc.BlockLength : TripleDesCbc.BlockLength;

    private static bool IsAes(AuthIpKeys keys) => keys.Inputs.Suite.Cipher == OakleyEncryption.AesCbc;

    private static byte[] Icv(AuthIpKeys keys, ReadOnlySpan<byte> authenticated)
    {
        using var prf = Prf.Begin(keys.Inputs.Hash, keys.SkeyIdA.Span);
        return prf.Append(authenticated[..LengthOffset]).Append([0, 0, 0, 0]).Append(authenticated[IsakmpHeader.Size..]).Finish();
    }
}
