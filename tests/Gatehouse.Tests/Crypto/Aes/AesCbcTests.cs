using Gatehouse.Crypto.Aes;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Crypto.Aes;

public sealed class AesCbcTests
{
    // NIST SP 800-38A, F.2.1, F.2.3 and F.2.5, first two blocks.
    [Theory]
    [InlineData(
        "2b7e151628aed2a6abf7158809cf4f3c",
        "7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b2")]
    [InlineData(
        "8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b",
        "4f021db243bc633d7178183a9fa071e8b4d9ada9ad7dedf4e5e738763f69145a")]
    [InlineData(
        "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
        "f58c4c04d6e5f1ba779eabfb5f7bfbd69cfc4e967edb808d679f777bc6702c7d")]
    public void Published_vectors_are_met_both_ways(string key, string cipherText)
    {
        var plain = Convert.FromHexString("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51");
        var iv = Convert.FromHexString("000102030405060708090a0b0c0d0e0f");
        var keyBytes = Convert.FromHexString(key);
        var sealedBytes = AesCbc.Encrypt(keyBytes, iv, plain);
        Convert.ToHexStringLower(sealedBytes).ShouldBe(cipherText);
        AesCbc.Decrypt(keyBytes, iv, sealedBytes).ShouldBe(plain);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(17)]
    [InlineData(31)]
    public void Anything_but_whole_blocks_is_refused(int length)
    {
        AesCbc.TryDecrypt(new byte[16], new byte[16], new byte[length], out var plain).ShouldBeFalse();
        plain.ShouldBeEmpty();
    }
}
