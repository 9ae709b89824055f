using Gatehouse.Base;
using Gatehouse.Crypto.Esp;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Crypto.Esp;

public sealed class PacketCipherTests
{
    public static TheoryData<string> Suites => ["gcm-16", "gcm-24", "gcm-32", "sha1-16", "sha1-24", "sha1-32", "sha256-16", "sha256-24", "sha256-32"];

    [Theory]
    [MemberData(nameof(Suites))]
    public void Every_flipped_bit_fails_the_integrity_check(string suite)
    {
        var (sealing, opening, packet) = Pair(suite);
        using var sealer = sealing;
        using var opener = opening;
        sealer.Seal(packet);
        for (var bit = 0; bit < packet.Length * 8; bit++)
        {
            var changed = packet.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            opener.TryOpen(changed).ShouldBeFalse($"bit {bit}");
        }

        // A failure leaves nothing behind in the context that would spoil the next packet.
        opener.TryOpen(packet).ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void A_packet_costs_no_allocation(string suite)
    {
        var (sealing, opening, packet) = Pair(suite);
        using var sealer = sealing;
        using var opener = opening;
        for (var i = 0; i < 100; i++)
            RoundTrip(sealer, opener, packet).ShouldBeTrue();
        var ok = true;
        Allocations.Of(() =>
        {
            for (var i = 0; i < 1000; i++)
                ok &= RoundTrip(sealer, opener, packet);
        }).ShouldBe(0);
        ok.ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void A_packet_without_payload_or_out_of_step_is_a_programming_error(string suite)
    {
        var (sealing, opening, packet) = Pair(suite);
        using var sealer = sealing;
        using var opener = opening;
        var empty = PacketCipher.HeaderLength + sealer.IvLength + sealer.IcvLength;
        foreach (var length in new[] { 0, empty - 1, empty, empty + sealer.BlockLength - 1, packet.Length - 1 })
        {
            Should.Throw<ArgumentException>(() => sealer.Seal(new byte[length]));
            Should.Throw<ArgumentException>(() => opener.TryOpen(new byte[length]));
        }
    }

    private static bool RoundTrip(PacketCipher sealer, PacketCipher opener, byte[] packet)
    {
        sealer.Seal(packet);
        return opener.TryOpen(packet);
    }

    private static (PacketCipher Sealing, PacketCipher Opening, byte[] Packet) Pair(string suite)
    {
        var parts = suite.Split('-');
        var keyLength = int.Parse(parts[1]);
        var key = new SeededEntropy(5).NextBytes(keyLength + (parts[0] switch { "gcm" => 4, "sha1" => 20, _ => 32 }));
        var hash = parts[0] == "sha1" ? EspHash.Sha1 : EspHash.Sha256;
        PacketCipher sealing = parts[0] == "gcm" ? new GcmPacketCipher(key, encrypt: true) : new CbcPacketCipher(hash, key, new SeededEntropy(6));
        PacketCipher opening = parts[0] == "gcm" ? new GcmPacketCipher(key, encrypt: false) : new CbcPacketCipher(hash, key, ivEntropy: null);
        var packet = new SeededEntropy(8).NextBytes(PacketCipher.HeaderLength + sealing.IvLength + 64 + sealing.IcvLength);
        return (sealing, opening, packet);
    }
}
