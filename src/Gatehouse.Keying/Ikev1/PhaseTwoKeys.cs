using System.Buffers.Binary;
using System.Security.Cryptography;
using Gatehouse.Base;
using Gatehouse.Crypto.Hashing;
using Gatehouse.Ike.Isakmp;
using Gatehouse.Model.Ipsec;

namespace Gatehouse.Keying.Ikev1;

/// <summary>KEYMAT of an ESP SA (RFC 2409 section 5.5).</summary>
internal static class PhaseTwoKeys
{
    /// <summary>
    /// KEYMAT = K1 | K2 …, K1 = prf(SKEYID_d, [g(qm)^xy |] protocol | SPI | Ni_b | Nr_b), Kn = prf(SKEYID_d, Kn-1 | the same).
    /// The SPI is that of the SA's receiver, so the two directions differ.
    /// </summary>
    public static SecretBytes Derive(MainModeKeys keys, SecretBytes? shared, Spi spi, byte[] nonceI, byte[] nonceR, int length)
    {
        var header = new byte[5];
        header[0] = (byte)ProtocolId.Esp;
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(1), spi.Value);
        var material = new byte[length];
        byte[] block = [];
        for (var filled = 0; filled < length; filled += block.Length)
        {
            using var prf = Prf.Begin(keys.Hash, keys.SkeyIdD.Span);
            prf.Append(block);
            if (shared is not null)
                prf.Append(shared.Span);
            var next = prf.Append(header).Append(nonceI).Append(nonceR).Finish();
            CryptographicOperations.ZeroMemory(block);
            block = next;
            block.AsSpan(0, Math.Min(block.Length, length - filled)).CopyTo(material.AsSpan(filled));
        }

        CryptographicOperations.ZeroMemory(block);
        return KeySchedule.Take(material);
    }
}
