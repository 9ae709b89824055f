using System.Runtime.CompilerServices;
using Gatehouse.Base;
using Gatehouse.Crypto.Esp;
using Gatehouse.Dataplane.Esp;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Verdicts;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Dataplane.Esp;

public sealed class EspVectorTests
{
    // RFC 3602 section 4, cases 5 and 6: two pings in transport mode. The cases have no ICV, so the lengths and checksums in the IP header differ.
    [Theory]
    [InlineData(
        "4500005408f200004001f9fec0a87b03c0a87b64"
        + "08000ebda70a00008e9c083db95b070008090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f3031323334353637",
        1,
        "0000432100000001e96e8c08ab465763fd098d45dd3ff893f663c25d325c18c6a9453e194e120849a4870b66cc6b9965330013b4898dc856a4699e52"
        + "3a55db080b59ec3a8e4b7e52775b07d1db34ed9c538ab50c551b874aa269add047ad2d5913ac19b7cfbad4a6")]
    [InlineData(
        "4500003008fe00004001fa16c0a87b03c0a87b64" + "0800b5e8a80a0500a69c083d0b660e00777777777777777777777777",
        8,
        "000043210000000869d08df7d203329db093fc4924e5bd80f51995881ec4e0c4488987ce742e8109689bb379d2d750c0d915dca346a89f75")]
    public void Rfc_3602_packets_are_met(string clear, uint sequence, string esp)
    {
        byte[] key = [.. Convert.FromHexString("90d382b410eeba7ad938c46cec1a82bf"), .. new byte[20]];
        var expected = Convert.FromHexString(esp);
        var cipher = new CbcPacketCipher(EspHash.Sha1, key, new SeededEntropy(1)) { FixedIv = expected[8..24] };
        using var sealer = new EspSealer(new Spi(0x4321), EspSamples.Named("AES-CBC-128/HMAC-SHA1-96"), cipher, sequence - 1);
        var buffer = EspSamples.Buffer(Convert.FromHexString(clear));
        EspSamples.ChecksumOf(buffer.Span[..20]).ShouldBe(0);
        sealer.Seal(buffer).ShouldBe(VerdictReason.Sealed);
        buffer.Span[20..^12].ToArray().ShouldBe(expected);
        EspSamples.ChecksumOf(buffer.Span[..20]).ShouldBe(0);
    }

    public static TheoryData<int> Lines => [.. Enumerable.Range(0, Golden.Length)];

    private static readonly string[] Golden = [.. File.ReadAllLines(PathOf("scapy.txt")).Where(line => !line.StartsWith('#'))];

    [Theory]
    [MemberData(nameof(Lines))]
    public void Scapy_packets_are_sealed_alike_and_opened(int line)
    {
        var (algorithm, key, spi, sequence, clear, wire) = Parse(Golden[line]);
        using var secret = new SecretBytes(key);
        var cipher = EspSuite.CreateSealing(algorithm, secret, new SeededEntropy(1));
        if (cipher is CbcPacketCipher cbc)
            cbc.FixedIv = wire[IvOffset(wire)..(IvOffset(wire) + 16)];
        using var sealer = new EspSealer(spi, algorithm, cipher, sequence - 1);
        using var opener = new EspOpener(spi, algorithm, secret);
        var buffer = EspSamples.Buffer(clear);
        sealer.Seal(buffer).ShouldBe(VerdictReason.Sealed);
        buffer.Span.ToArray().ShouldBe(wire);
        buffer.Load(wire);
        opener.Open(buffer).ShouldBe(VerdictReason.Opened);
        buffer.Span.ToArray().ShouldBe(clear);
    }

    private static int IvOffset(byte[] wire)
    {
        EspPacket.TryReadSpi(wire, out _, out var offset).ShouldBeTrue();
        return offset + 8;
    }

    private static (EspAlgorithm Algorithm, byte[] Key, Spi Spi, uint Sequence, byte[] Clear, byte[] Wire) Parse(string line)
    {
        var words = line.Split(' ');
        var key = Convert.FromHexString(words[1]);
        var algorithm = words[0] switch
        {
            "gcm" => new EspAlgorithm(EspCipher.AesGcm16, (key.Length - 4) * 8, EspIntegrity.None),
            "sha1" => new EspAlgorithm(EspCipher.AesCbc, (key.Length - 20) * 8, EspIntegrity.HmacSha1_96),
            _ => new EspAlgorithm(EspCipher.AesCbc, (key.Length - 32) * 8, EspIntegrity.HmacSha256_128),
        };
        return (algorithm, key, new Spi(uint.Parse(words[2])), uint.Parse(words[3]), Convert.FromHexString(words[4]), Convert.FromHexString(words[5]));
    }

    private static string PathOf(string name, [CallerFilePath] string source = "") =>
        Path.Combine(Path.GetDirectoryName(source)!, "..", "..", "..", "vectors", "esp", name);
}
