using System.Security.Cryptography;
using Gatehouse.Base;
using Gatehouse.Crypto.Esp;
using Shouldly;
using Xunit;
using BclAes = System.Security.Cryptography.Aes;

namespace Gatehouse.Tests.Crypto.Esp;

public sealed class CbcPacketCipherTests
{
    // RFC 3602 section 4, cases 5 to 8 (transport and tunnel mode, without authentication): key, ESP packet, payload with padding and trailer.
    [Theory]
    [InlineData(
        "90d382b410eeba7ad938c46cec1a82bf",
        "0000432100000001e96e8c08ab465763fd098d45dd3ff893f663c25d325c18c6a9453e194e120849a4870b66cc6b9965330013b4898dc856a4699e52"
        + "3a55db080b59ec3a8e4b7e52775b07d1db34ed9c538ab50c551b874aa269add047ad2d5913ac19b7cfbad4a6",
        "08000ebda70a00008e9c083db95b070008090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f3031323334353637"
        + "0102030405060708090a0b0c0d0e0e01")]
    [InlineData(
        "90d382b410eeba7ad938c46cec1a82bf",
        "000043210000000869d08df7d203329db093fc4924e5bd80f51995881ec4e0c4488987ce742e8109689bb379d2d750c0d915dca346a89f75",
        "0800b5e8a80a0500a69c083d0b660e0077777777777777777777777701020201")]
    [InlineData(
        "0123456789abcdef0123456789abcdef",
        "0000876500000002f4e765244f6407adf13dc1380f673f37773b5241a4c449225e4f3ce5ed611b0c237ca96cf74a93013c1b0ea1a0cf70f8e4ecaec7"
        + "8ac53aad7a0f022b859243c647752e94a859352b8a4d4d2decd136e5c177f132ad3fbfb2201ac9904c74ee0a109e0ca1e4dfe9d5a100b842f1c22f0d",
        "45000054090400004001f988c0a87b03c0a87bc808009f76a90a0100b49c083d02a2040008090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
        + "202122232425262728292a2b2c2d2e2f30313233343536370102030405060708090a0a04")]
    [InlineData(
        "0123456789abcdef0123456789abcdef",
        "000087650000000585d47224b5f3dd5d2101d4ea8dffab2215b92683819596a8047232cc00f7048fe45318e11f8a0f62ede3c3fc61203bb50f980a08"
        + "c9843fd3a1b06d5c07ff9639b7eb7dfb3512e5de435e7207ed971ef3d2726d9b5ef6affc6d17a0decbb13892",
        "45000044090c00004001f990c0a87b03c0a87bc80800d63caa0a0200c69c083da3de0300ffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
        + "ffffffff0102030405060708090a0a04")]
    public void Published_ciphertexts_are_met_both_ways(string key, string esp, string payload)
    {
        byte[] keyMaterial = [.. Convert.FromHexString(key), .. new byte[20]];
        var expected = Convert.FromHexString(esp);
        using var sealing = new CbcPacketCipher(EspHash.Sha1, keyMaterial, new SeededEntropy(1)) { FixedIv = expected[8..24] };
        byte[] packet = [.. expected[..8], .. new byte[16], .. Convert.FromHexString(payload), .. new byte[12]];
        sealing.Seal(packet);
        packet[..^12].ShouldBe(expected);
        using var opening = new CbcPacketCipher(EspHash.Sha1, keyMaterial, ivEntropy: null);
        opening.TryOpen(packet).ShouldBeTrue();
        Convert.ToHexStringLower(packet.AsSpan(24, packet.Length - 36)).ShouldBe(payload);
    }

    [Theory]
    [InlineData(EspHash.Sha1, 16)]
    [InlineData(EspHash.Sha1, 24)]
    [InlineData(EspHash.Sha1, 32)]
    [InlineData(EspHash.Sha256, 16)]
    [InlineData(EspHash.Sha256, 24)]
    [InlineData(EspHash.Sha256, 32)]
    public void Sealed_packets_are_what_the_platform_calculates(EspHash hash, int keyLength)
    {
        var (digestLength, icvLength) = hash == EspHash.Sha1 ? (20, 12) : (32, 16);
        var keyMaterial = new SeededEntropy(3).NextBytes(keyLength + digestLength);
        var authKey = keyMaterial[keyLength..];
        using var cipher = new CbcPacketCipher(hash, keyMaterial, new SeededEntropy(4));
        using var judge = BclAes.Create();
        judge.SetKey(keyMaterial.AsSpan(0, keyLength));
        for (var length = 16; length <= 320; length += 16)
        {
            var packet = new SeededEntropy((ulong)length).NextBytes(24 + length + icvLength);
            var plain = packet[24..^icvLength];
            cipher.Seal(packet);
            packet[24..^icvLength].ShouldBe(judge.EncryptCbc(plain, packet.AsSpan(8, 16), PaddingMode.None));
            var signed = packet[..^icvLength];
            var digest = hash == EspHash.Sha1 ? HMACSHA1.HashData(authKey, signed) : HMACSHA256.HashData(authKey, signed);
            packet[^icvLength..].ShouldBe(digest[..icvLength]);
        }
    }

    [Fact]
    public void Ivs_never_repeat_and_repeat_only_with_their_seed()
    {
        var seen = new HashSet<string>();
        foreach (var (seed, fresh) in new[] { (1ul, true), (2ul, true), (1ul, false) })
        {
            using var cipher = new CbcPacketCipher(EspHash.Sha1, new byte[36], new SeededEntropy(seed));
            var packet = new byte[24 + 16 + 12];
            for (var i = 0; i < 200; i++)
            {
                cipher.Seal(packet);
                seen.Add(Convert.ToHexString(packet.AsSpan(8, 16))).ShouldBe(fresh);
            }
        }
    }

    [Fact]
    public void A_disposed_cipher_throws()
    {
        var cipher = new CbcPacketCipher(EspHash.Sha256, new byte[48], new SeededEntropy(1));
        cipher.Dispose();
        cipher.Dispose();
        Should.Throw<ObjectDisposedException>(() => cipher.Seal(new byte[56]));
        Should.Throw<ObjectDisposedException>(() => cipher.TryOpen(new byte[56]));
    }
}
