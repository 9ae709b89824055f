using Gatehouse.Crypto.Des;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Crypto.Des;

public sealed class TripleDesCbcTests
{
    private static readonly byte[] Key = Convert.FromHexString("0123456789ABCDEF23456789ABCDEF01456789ABCDEF0123");

    /// <summary>The example of NIST SP 800-67 in ECB, of which a chain of one block with a zero vector gives each block.</summary>
    [Theory]
    [InlineData("5468652071756663", "A826FD8CE53B855F")]
    [InlineData("6B2062726F776E20", "CCE21C8112256FE6")]
    [InlineData("666F78206A756D70", "68D5C05DD9B6B900")]
    public void Blocks_of_sp_800_67(string plain, string cipher) =>
        Convert.ToHexString(TripleDesCbc.Encrypt(Key, new byte[8], Convert.FromHexString(plain))).ShouldBe(cipher);

    [Fact]
    public void Blocks_are_chained_and_come_back()
    {
        var plain = new byte[24];
        var sealed1 = TripleDesCbc.Encrypt(Key, new byte[8], plain);
        sealed1[..8].ShouldNotBe(sealed1[8..16]);
        TripleDesCbc.TryDecrypt(Key, new byte[8], sealed1, out var back).ShouldBeTrue();
        back.ShouldBe(plain);
        TripleDesCbc.TryDecrypt(Key, new byte[8], sealed1.AsSpan(0, 7), out _).ShouldBeFalse();
        TripleDesCbc.TryDecrypt(Key, new byte[8], [], out _).ShouldBeFalse();
    }

    [Fact]
    public void Keys_get_odd_parity_and_weak_ones_are_told()
    {
        var key = Enumerable.Range(0, 24).Select(value => (byte)value).ToArray();
        TripleDesCbc.TryPrepareKey(key).ShouldBeTrue();
        Convert.ToHexString(key).ShouldBe("010102020404070708080B0B0D0D0E0E1010131315151616");
        TripleDesCbc.TryPrepareKey(new byte[24]).ShouldBeFalse();
    }
}
