using System.Text;
using Gatehouse.Crypto.Hashing;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Crypto.Hashing;

public sealed class PrfTests
{
    // RFC 2202 section 3, cases 1, 2 and 6 (SHA-1); RFC 4231 section 4, cases 1, 2 and 6 (SHA-256, SHA-384).
    public static TheoryData<PrfAlgorithm, string, string, string> Vectors => new()
    {
        { PrfAlgorithm.Sha1, Repeat("0b", 20), Text("Hi There"), "b617318655057264e28bc0b6fb378c8ef146be00" },
        { PrfAlgorithm.Sha1, Text("Jefe"), Text("what do ya want for nothing?"), "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79" },
        { PrfAlgorithm.Sha1, Repeat("aa", 80), Text("Test Using Larger Than Block-Size Key - Hash Key First"), "aa4ae5e15272d00e95705637ce8a3b55ed402112" },
        { PrfAlgorithm.Sha256, Repeat("0b", 20), Text("Hi There"), "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7" },
        { PrfAlgorithm.Sha256, Text("Jefe"), Text("what do ya want for nothing?"), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843" },
        {
            PrfAlgorithm.Sha256, Repeat("aa", 131), Text("Test Using Larger Than Block-Size Key - Hash Key First"),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        },
        {
            PrfAlgorithm.Sha384, Repeat("0b", 20), Text("Hi There"),
            "afd03944d84895626b0825f4ab46907f15f9dadbe4101ec682aa034c7cebc59cfaea9ea9076ede7f4af152e8b2fa9cb6"
        },
        {
            PrfAlgorithm.Sha384, Text("Jefe"), Text("what do ya want for nothing?"),
            "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649"
        },
        {
            PrfAlgorithm.Sha384, Repeat("aa", 131), Text("Test Using Larger Than Block-Size Key - Hash Key First"),
            "4ece084485813e9088d2c63a041bc5b44f9ef1012a2b588f3cd11f05033ac4c60c2ef6ab4030fe8296248df163f44952"
        },
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Published_hmac_vectors_are_met(PrfAlgorithm algorithm, string key, string data, string expected)
    {
        var keyBytes = Convert.FromHexString(key);
        var dataBytes = Convert.FromHexString(data);
        Hex(Prf.Compute(algorithm, keyBytes, dataBytes.AsSpan())).ShouldBe(expected);
        Hex(Prf.Compute(algorithm, keyBytes, dataBytes[..3], dataBytes[3..])).ShouldBe(expected);
        using var parts = Prf.Begin(algorithm, keyBytes);
        Hex(parts.Append(dataBytes[0]).Append(dataBytes.AsSpan(1)).Finish()).ShouldBe(expected);
        Prf.OutputLength(algorithm).ShouldBe(expected.Length / 2);
    }

    // FIPS 180-4's example message "abc".
    [Theory]
    [InlineData(PrfAlgorithm.Sha1, "a9993e364706816aba3e25717850c26c9cd0d89d")]
    [InlineData(PrfAlgorithm.Sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData(PrfAlgorithm.Sha384, "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7")]
    public void Published_hash_vectors_are_met(PrfAlgorithm algorithm, string expected)
    {
        Hex(Prf.Hash(algorithm, "abc"u8)).ShouldBe(expected);
        Hex(Prf.Hash(algorithm, "a"u8.ToArray(), "bc"u8.ToArray())).ShouldBe(expected);
    }

    [Fact]
    public void A_finished_computation_starts_over_with_its_key()
    {
        using var prf = Prf.Begin(PrfAlgorithm.Sha256, "Jefe"u8);
        var first = prf.Append("one"u8).Finish();
        prf.Append("one"u8).Finish().ShouldBe(first);
    }

    private static string Repeat(string hex, int count) => string.Concat(Enumerable.Repeat(hex, count));

    private static string Text(string text) => Convert.ToHexStringLower(Encoding.ASCII.GetBytes(text));

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
