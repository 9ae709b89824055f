using System.Buffers.Binary;
using Gatehouse.Base;
using Gatehouse.Dataplane;
using Gatehouse.Dataplane.Esp;
using Gatehouse.Model.Ipsec;

namespace Gatehouse.Tests.Dataplane.Esp;

/// <summary>Suites, SAs and IP packets for the ESP tests.</summary>
internal static class EspSamples
{
    public static readonly Spi Spi = new(0xC0FFEE01);

    public static EspAlgorithm[] Algorithms { get; } =
    [
        .. from bits in new[] { 128, 192, 256 }
           from suite in new[]
           {
               new EspAlgorithm(EspCipher.AesGcm16, bits, EspIntegrity.None),
               new EspAlgorithm(EspCipher.AesCbc, bits, EspIntegrity.HmacSha1_96),
               new EspAlgorithm(EspCipher.AesCbc, bits, EspIntegrity.HmacSha256_128),
           }
           select suite,
    ];

    /// <summary>Algorithm by name, as xunit can print and filter it, and IP version.</summary>
    public static IEnumerable<(string Algorithm, int Version)> SuitesAndFamilies =>
        from algorithm in Algorithms from version in new[] { 4, 6 } select (algorithm.ToString(), version);

    public static EspAlgorithm Named(string name) => Algorithms.Single(a => a.ToString() == name);

    public static (EspSealer Sealer, EspOpener Opener) Pair(string algorithm, uint sequence = 0)
    {
        var named = Named(algorithm);
        using var key = new SecretBytes(new SeededEntropy(21).NextBytes(named.KeyMaterialLength));
        var cipher = EspSuite.CreateSealing(named, key, new SeededEntropy(22));
        return (new EspSealer(Spi, named, cipher, sequence), new EspOpener(Spi, named, key));
    }

    /// <summary>A UDP-like packet; the options (IPv4) or extension headers (IPv6, whose first has this number) stand behind the IP header.</summary>
    public static byte[] Packet(int version, int payload, byte[]? extra = null, byte firstHeader = 17)
    {
        extra ??= [];
        var body = new SeededEntropy((ulong)payload + 1).NextBytes(payload);
        return version == 4 ? IPv4(extra, body) : IPv6(extra, firstHeader, body);
    }

    public static PacketBuffer Buffer(byte[] packet)
    {
        var buffer = new PacketBuffer();
        buffer.Load(packet);
        return buffer;
    }

    /// <summary>The Internet checksum, written for clearness: zero over a header that carries its own.</summary>
    public static int ChecksumOf(ReadOnlySpan<byte> header)
    {
        long sum = 0;
        foreach (var i in Enumerable.Range(0, header.Length / 2))
            sum += BinaryPrimitives.ReadUInt16BigEndian(header[(2 * i)..]);
        while (sum > 0xFFFF)
            sum = (sum % 0x10000) + (sum / 0x10000);
        return 0xFFFF - (int)sum;
    }

    private static byte[] IPv4(byte[] options, byte[] body)
    {
        byte[] header = [(byte)(0x45 + (options.Length / 4)), 0x28, 0, 0, 0x12, 0x34, 0x40, 0, 61, 17, 0, 0, 192, 0, 2, 1, 198, 51, 100, 2, .. options];
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), (ushort)(header.Length + body.Length));
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(10), (ushort)ChecksumOf(header));
        return [.. header, .. body];
    }

    private static byte[] IPv6(byte[] extensions, byte firstHeader, byte[] body)
    {
        byte[] header =
        [
            0x62, 0x81, 0x23, 0x45, 0, 0, firstHeader, 61,
            0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1,
            0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2,
            .. extensions,
        ];
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(4), (ushort)(extensions.Length + body.Length));
        return [.. header, .. body];
    }
}
