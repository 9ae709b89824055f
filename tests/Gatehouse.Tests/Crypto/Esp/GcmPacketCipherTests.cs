using System.Buffers.Binary;
using System.Security.Cryptography;
using Gatehouse.Base;
using Gatehouse.Crypto.Esp;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Crypto.Esp;

public sealed class GcmPacketCipherTests
{
    [Theory]
    [ClassData(typeof(GcmEspVectors))]
    public void Published_packets_open_to_the_published_payload(string keyMaterial, string packet, string payload)
    {
        using var cipher = new GcmPacketCipher(Convert.FromHexString(keyMaterial), encrypt: false);
        var bytes = Convert.FromHexString(packet);
        cipher.TryOpen(bytes).ShouldBeTrue();
        Convert.ToHexStringLower(bytes.AsSpan(16, bytes.Length - 32)).ShouldBe(payload);
    }

    // The platform's AES-GCM is the independent judge: the published vectors choose IVs that are not their sequence numbers.
    [Theory]
    [InlineData(16)]
    [InlineData(24)]
    [InlineData(32)]
    public void Sealed_packets_are_what_the_platform_calculates(int keyLength)
    {
        var keyMaterial = new SeededEntropy(7).NextBytes(keyLength + 4);
        using var cipher = new GcmPacketCipher(keyMaterial, encrypt: true);
        using var judge = new AesGcm(keyMaterial.AsSpan(0, keyLength), 16);
        for (var length = 4; length <= 200; length += 4)
        {
            var packet = new SeededEntropy((ulong)length).NextBytes(16 + length + 16);
            var plain = packet[16..^16];
            cipher.Seal(packet);
            var expected = new byte[length];
            var tag = new byte[16];
            byte[] iv = [0, 0, 0, 0, .. packet[4..8]];
            judge.Encrypt([.. keyMaterial[keyLength..], .. iv], plain, expected, tag, packet.AsSpan(0, 8));
            packet[8..16].ShouldBe(iv);
            packet[16..^16].ShouldBe(expected);
            packet[^16..].ShouldBe(tag);
        }
    }

    [Fact]
    public void Different_sequence_numbers_have_different_ivs()
    {
        using var cipher = new GcmPacketCipher(new byte[20], encrypt: true);
        var ivs = new HashSet<ulong>();
        foreach (var sequence in new uint[] { 1, 2, 0x100, 0x10000, 0x1000000, uint.MaxValue })
        {
            var packet = new byte[36];
            BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), sequence);
            cipher.Seal(packet);
            ivs.Add(BinaryPrimitives.ReadUInt64BigEndian(packet.AsSpan(8))).ShouldBeTrue();
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(16)]
    [InlineData(19)]
    [InlineData(33)]
    public void Key_material_of_another_length_is_a_programming_error(int length) =>
        Should.Throw<ArgumentException>(() => new GcmPacketCipher(new byte[length], encrypt: true));

    [Fact]
    public void A_disposed_cipher_throws()
    {
        var cipher = new GcmPacketCipher(new byte[20], encrypt: true);
        cipher.Dispose();
        cipher.Dispose();
        Should.Throw<ObjectDisposedException>(() => cipher.Seal(new byte[36]));
    }
}
