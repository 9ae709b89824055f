using System.Buffers.Binary;
using System.Security.Cryptography;
using Gatehouse.Crypto.Hashing;
using Gatehouse.Ike.Isakmp;

namespace Gatehouse.Keying.Ikev1;

/// <summary>The HASH payloads of quick mode and informational exchanges (RFC 2409 sections 5.5 and 5.7).</summary>
internal static class PhaseTwoHash
{
    /// <summary>HASH(1) = prf(SKEYID_a, M-ID | rest); also of informational messages and of CONNECTED.</summary>
    public static byte[] First(MainModeKeys keys, uint messageId, ReadOnlySpan<byte> rest)
    {
        using var prf = Prf.Begin(keys.Hash, keys.SkeyIdA.Span);
        return prf.Append(Bytes(messageId)).Append(rest).Finish();
    }

    /// <summary>HASH(2) = prf(SKEYID_a, M-ID | Ni_b | rest).</summary>
    public static byte[] Second(MainModeKeys keys, uint messageId, ReadOnlySpan<byte> nonceI, ReadOnlySpan<byte> rest)
    {
        using var prf = Prf.Begin(keys.Hash, keys.SkeyIdA.Span);
        return prf.Append(Bytes(messageId)).Append(nonceI).Append(rest).Finish();
    }

    /// <summary>HASH(3) = prf(SKEYID_a, 0 | M-ID | Ni_b | Nr_b).</summary>
    public static byte[] Third(MainModeKeys keys, uint messageId, ReadOnlySpan<byte> nonceI, ReadOnlySpan<byte> nonceR)
    {
        using var prf = Prf.Begin(keys.Hash, keys.SkeyIdA.Span);
        return prf.Append(0).Append(Bytes(messageId)).Append(nonceI).Append(nonceR).Finish();
    }

    /// <summary>True when the message begins with a HASH payload of that value.</summary>
    public static bool Matches(IsakmpMessage message, ReadOnlySpan<byte> expected) =>
        message.Payloads is [{ Content: HashPayload hash }, ..] && CryptographicOperations.FixedTimeEquals(hash.Data.Span, expected);

    /// <summary>Everything behind the HASH payload a message begins with; empty when it begins with another.</summary>
    public static ReadOnlySpan<byte> Rest(IsakmpMessage message) =>
        message.Payloads is [{ Content: HashPayload } first, ..] ? message.After(first).Span : default;

    private static byte[] Bytes(uint messageId)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, messageId);
        return bytes;
    }
}
