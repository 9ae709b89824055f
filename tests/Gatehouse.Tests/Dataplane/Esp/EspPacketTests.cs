using Gatehouse.Dataplane.Esp;
using Gatehouse.Model.Ipsec;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Dataplane.Esp;

public sealed class EspPacketTests
{
    private static readonly byte[] Esp = [0, 0, 0x12, 0x34, 0, 0, 0, 1];

    [Fact]
    public void Esp_is_found_behind_ipv4_options()
    {
        var packet = EspSamples.Packet(4, 0, extra: [1, 1, 1, 0]);
        packet[9] = 50;
        packet[3] += 8;
        EspPacket.TryReadSpi([.. packet, .. Esp], out var spi, out var offset).ShouldBeTrue();
        (spi, offset).ShouldBe((new Spi(0x1234), 24));
    }

    [Fact]
    public void Esp_is_found_behind_every_extension_header()
    {
        byte[] hopByHop = [60, 0, 1, 4, 0, 0, 0, 0];
        byte[] options = [43, 1, .. new byte[14]];
        byte[] routing = [44, 0, .. new byte[6]];
        byte[] fragment = [60, 0, 0, 0, 1, 2, 3, 4];
        byte[] last = [50, 0, 1, 4, 0, 0, 0, 0];
        var packet = EspSamples.Packet(6, 0, extra: [.. hopByHop, .. options, .. routing, .. fragment, .. last, .. Esp], firstHeader: 0);
        EspPacket.TryReadSpi(packet, out var spi, out var offset).ShouldBeTrue();
        (spi, offset).ShouldBe((new Spi(0x1234), 88));
        for (var length = 0; length < packet.Length; length++)
            EspPacket.TryReadSpi(packet.AsSpan(0, length), out _, out _).ShouldBeFalse();
    }

    [Fact]
    public void Anything_but_esp_has_no_spi()
    {
        EspPacket.TryReadSpi([], out _, out _).ShouldBeFalse();
        EspPacket.TryReadSpi(new byte[60], out _, out _).ShouldBeFalse();
        EspPacket.TryReadSpi(EspSamples.Packet(4, 64), out _, out _).ShouldBeFalse();
        EspPacket.TryReadSpi(EspSamples.Packet(6, 64), out _, out _).ShouldBeFalse();
        EspPacket.TryReadSpi(EspSamples.Packet(6, 7, firstHeader: 50), out _, out _).ShouldBeFalse();
    }
}
