using System.Runtime.CompilerServices;
using Gatehouse.Base;
using Gatehouse.Dataplane;
using Gatehouse.Dataplane.Esp;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Verdicts;
using Shouldly;
using Xunit;

namespace Gatehouse.Interop.Esp;

/// <summary>Scapy opens what Gatehouse seals and the other way round, for every suite and each kind of clear packet in tests/vectors/esp/scapy.txt.</summary>
public sealed class ScapyEspTests
{
    private static readonly byte[][] ClearPackets =
    [
        .. File.ReadAllLines(PathOf("scapy.txt")).Where(line => !line.StartsWith('#')).Select(line => line.Split(' ')[4]).Distinct()
            .Select(Convert.FromHexString),
    ];

    public static TheoryData<string, int> Suites => new()
    {
        { "gcm", 128 }, { "gcm", 192 }, { "gcm", 256 },
        { "sha1", 128 }, { "sha1", 192 }, { "sha1", 256 },
        { "sha256", 128 }, { "sha256", 192 }, { "sha256", 256 },
    };

    [Theory]
    [MemberData(nameof(Suites))]
    public void Scapy_opens_what_gatehouse_seals(string suite, int bits)
    {
        using var scapy = ScapyJudge.Start();
        var algorithm = AlgorithmOf(suite, bits);
        using var key = KeyOf(algorithm, 1);
        using var sealer = new EspSealer(new Spi(0x1234), algorithm, key, new SeededEntropy(2));
        var buffer = new PacketBuffer();
        foreach (var clear in ClearPackets)
        {
            buffer.Load(clear);
            sealer.Seal(buffer).ShouldBe(VerdictReason.Sealed);
            scapy.Ask($"open {suite} {Hex(key.Span)} {0x1234} {Hex(buffer.Span)}").ShouldBe(Hex(clear));
            buffer.Span[^1] ^= 1;
            scapy.Ask($"open {suite} {Hex(key.Span)} {0x1234} {Hex(buffer.Span)}").ShouldBe("refused IPSecIntegrityError");
        }
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void Gatehouse_opens_what_scapy_seals(string suite, int bits)
    {
        using var scapy = ScapyJudge.Start();
        var algorithm = AlgorithmOf(suite, bits);
        using var key = KeyOf(algorithm, 3);
        using var opener = new EspOpener(new Spi(0x4321), algorithm, key);
        var buffer = new PacketBuffer();
        uint sequence = 0;
        foreach (var clear in ClearPackets)
        {
            sequence++;
            buffer.Load(Convert.FromHexString(scapy.Ask($"seal {suite} {Hex(key.Span)} {0x4321} {sequence} {Hex(clear)}")));
            opener.Open(buffer).ShouldBe(VerdictReason.Opened);
            Hex(buffer.Span).ShouldBe(Hex(clear));
        }

        opener.HighestSequenceNumber.ShouldBe(sequence);
    }

    private static EspAlgorithm AlgorithmOf(string suite, int bits) => suite switch
    {
        "gcm" => new EspAlgorithm(EspCipher.AesGcm16, bits, EspIntegrity.None),
        "sha1" => new EspAlgorithm(EspCipher.AesCbc, bits, EspIntegrity.HmacSha1_96),
        _ => new EspAlgorithm(EspCipher.AesCbc, bits, EspIntegrity.HmacSha256_128),
    };

    private static SecretBytes KeyOf(EspAlgorithm algorithm, ulong seed) => new(new SeededEntropy(seed).NextBytes(algorithm.KeyMaterialLength));

    private static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);

    private static string PathOf(string name, [CallerFilePath] string source = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(source)!, "..", "..", "vectors", "esp", name));
}
