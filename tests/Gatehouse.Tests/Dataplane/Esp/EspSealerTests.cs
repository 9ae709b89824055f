using System.Buffers.Binary;
using Gatehouse.Dataplane;
using Gatehouse.Model.Verdicts;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Dataplane.Esp;

public sealed class EspSealerTests
{
    private const string Gcm = "AES-GCM-128";

    private static readonly byte[] HopByHop = [43, 0, 1, 4, 0, 0, 0, 0];
    private static readonly byte[] OptionsBeforeRouting = [43, 0, 1, 4, 0, 0, 0, 0];
    private static readonly byte[] Routing = [60, 0, 0, 0, 0, 0, 0, 0];
    private static readonly byte[] LastOptions = [17, 0, 1, 4, 0, 0, 0, 0];

    [Fact]
    public void An_ipv4_header_keeps_all_but_protocol_length_and_checksum()
    {
        var clear = EspSamples.Packet(4, 100, extra: [0x94, 4, 0, 0, 1, 1, 1, 0]);
        var buffer = Seal(clear, VerdictReason.Sealed);
        var packet = buffer.Span;
        packet[9].ShouldBe((byte)50);
        BinaryPrimitives.ReadUInt16BigEndian(packet[2..]).ShouldBe((ushort)packet.Length);
        EspSamples.ChecksumOf(packet[..28]).ShouldBe(0);
        foreach (var i in Enumerable.Range(0, 28).Where(i => i is not (2 or 3 or 9 or 10 or 11)))
            packet[i].ShouldBe(clear[i], $"byte {i}");
        BinaryPrimitives.ReadUInt32BigEndian(packet[28..]).ShouldBe(EspSamples.Spi.Value);
        BinaryPrimitives.ReadUInt32BigEndian(packet[32..]).ShouldBe(1u);
    }

    [Fact]
    public void An_ipv6_header_keeps_all_but_next_header_and_length()
    {
        var clear = EspSamples.Packet(6, 100);
        var packet = Seal(clear, VerdictReason.Sealed).Span;
        packet[6].ShouldBe((byte)50);
        BinaryPrimitives.ReadUInt16BigEndian(packet[4..]).ShouldBe((ushort)(packet.Length - 40));
        foreach (var i in Enumerable.Range(0, 40).Where(i => i is not (4 or 5 or 6)))
            packet[i].ShouldBe(clear[i], $"byte {i}");
    }

    // RFC 4303 section 3.1.1: hop-by-hop, destination options before routing, routing, ESP, destination options, upper layer.
    [Fact]
    public void Esp_goes_behind_routing_and_before_the_last_destination_options()
    {
        byte[] first = [60, .. HopByHop[1..]];
        var clear = EspSamples.Packet(6, 30, extra: [.. first, .. OptionsBeforeRouting, .. Routing, .. LastOptions], firstHeader: 0);
        var buffer = Seal(clear, VerdictReason.Sealed);
        buffer.Span[40..56].ToArray().ShouldBe(clear[40..56]);
        buffer.Span[56].ShouldBe((byte)50);
        BinaryPrimitives.ReadUInt32BigEndian(buffer.Span[64..]).ShouldBe(EspSamples.Spi.Value);
        Reopen(buffer).ShouldBe(clear);
    }

    [Fact]
    public void Destination_options_alone_are_protected()
    {
        var clear = EspSamples.Packet(6, 30, extra: LastOptions, firstHeader: 60);
        var buffer = Seal(clear, VerdictReason.Sealed);
        buffer.Span[6].ShouldBe((byte)50);
        BinaryPrimitives.ReadUInt32BigEndian(buffer.Span[40..]).ShouldBe(EspSamples.Spi.Value);
        Reopen(buffer).ShouldBe(clear);
    }

    [Fact]
    public void A_fragment_header_without_fragmentation_stays_in_front()
    {
        var clear = EspSamples.Packet(6, 30, extra: [17, 0, 0, 0, 1, 2, 3, 4], firstHeader: 44);
        var buffer = Seal(clear, VerdictReason.Sealed);
        buffer.Span[40].ShouldBe((byte)50);
        Reopen(buffer).ShouldBe(clear);
    }

    [Theory]
    [InlineData(0x20, 0)]
    [InlineData(0, 1)]
    [InlineData(0x1F, 0xFF)]
    [InlineData(0x60, 0)]
    public void Ipv4_fragments_are_refused(byte high, byte low)
    {
        var clear = EspSamples.Packet(4, 64);
        (clear[6], clear[7]) = (high, low);
        Seal(clear, VerdictReason.Fragment);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 8)]
    [InlineData(0x80, 0)]
    public void Ipv6_fragments_are_refused(byte high, byte low) =>
        Seal(EspSamples.Packet(6, 64, extra: [17, 0, high, low, 1, 2, 3, 4], firstHeader: 44), VerdictReason.Fragment);

    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    public void Every_truncation_is_refused_and_changes_nothing(int version)
    {
        var clear = EspSamples.Packet(version, 24, extra: version == 4 ? [1, 1, 1, 0] : LastOptions, firstHeader: 60);
        for (var length = 0; length < clear.Length; length++)
            Seal(clear[..length], VerdictReason.MalformedPacket);
    }

    [Fact]
    public void Headers_that_contradict_themselves_are_refused()
    {
        Seal(With(EspSamples.Packet(4, 64), 0, 0x44), VerdictReason.MalformedPacket);
        Seal(With(EspSamples.Packet(4, 64), 0, 0x55), VerdictReason.MalformedPacket);
        Seal(With(EspSamples.Packet(4, 64), 3, 19), VerdictReason.MalformedPacket);
        Seal(With(EspSamples.Packet(6, 64, extra: LastOptions, firstHeader: 60), 41, 9), VerdictReason.MalformedPacket);
        Seal(EspSamples.Packet(6, 0, firstHeader: 59), VerdictReason.MalformedPacket);
    }

    [Fact]
    public void A_chain_of_extension_headers_has_an_end()
    {
        byte[] header = [60, 0, 1, 4, 0, 0, 0, 0];
        byte[] Chain(int count) => [.. Enumerable.Repeat(header, count - 1).SelectMany(h => h), .. LastOptions];
        Seal(EspSamples.Packet(6, 64, extra: Chain(8), firstHeader: 60), VerdictReason.Sealed);
        Seal(EspSamples.Packet(6, 64, extra: Chain(9), firstHeader: 60), VerdictReason.MalformedPacket);
    }

    [Fact]
    public void Bytes_behind_the_packet_are_left_out()
    {
        var clear = EspSamples.Packet(4, 30);
        var buffer = Seal([.. clear, 1, 2, 3], VerdictReason.Sealed);
        Reopen(buffer).ShouldBe(clear);
    }

    [Theory]
    [InlineData(4, 65474, VerdictReason.Sealed)]
    [InlineData(4, 65475, VerdictReason.PacketTooBig)]
    [InlineData(6, 65454, VerdictReason.Sealed)]
    [InlineData(6, 65455, VerdictReason.PacketTooBig)]
    public void A_result_longer_than_a_verdict_can_carry_is_refused(int version, int payload, VerdictReason expected) =>
        Seal(EspSamples.Packet(version, payload), expected);

    [Fact]
    public void A_buffer_without_room_is_refused()
    {
        var clear = EspSamples.Packet(4, 64);
        var (sealer, opener) = EspSamples.Pair(Gcm);
        using var _ = sealer;
        using var __ = opener;
        var buffer = new PacketBuffer(clear.Length);
        clear.CopyTo(buffer.Storage, 0);
        buffer.Move(15, clear.Length);
        clear.CopyTo(buffer.Span);
        sealer.Seal(buffer).ShouldBe(VerdictReason.PacketTooBig);
        buffer.Move(buffer.Storage.Length - clear.Length - 19, clear.Length);
        clear.CopyTo(buffer.Span);
        sealer.Seal(buffer).ShouldBe(VerdictReason.PacketTooBig);
        buffer.Span.ToArray().ShouldBe(clear);
        buffer.Move(buffer.Storage.Length - clear.Length - 20, clear.Length);
        clear.CopyTo(buffer.Span);
        sealer.Seal(buffer).ShouldBe(VerdictReason.Sealed);
    }

    [Fact]
    public void The_sequence_number_ends_and_never_wraps()
    {
        var (sealer, opener) = EspSamples.Pair(Gcm, uint.MaxValue - 1);
        using var _ = sealer;
        using var __ = opener;
        var clear = EspSamples.Packet(4, 64);
        var buffer = EspSamples.Buffer(clear);
        sealer.Seal(buffer).ShouldBe(VerdictReason.Sealed);
        BinaryPrimitives.ReadUInt32BigEndian(buffer.Span[24..]).ShouldBe(uint.MaxValue);
        opener.Open(buffer).ShouldBe(VerdictReason.Opened);
        for (var i = 0; i < 3; i++)
        {
            sealer.Seal(buffer).ShouldBe(VerdictReason.SequenceExhausted);
            buffer.Span.ToArray().ShouldBe(clear);
        }

        (sealer.Packets, sealer.SequenceNumber).ShouldBe((1, uint.MaxValue));
    }

    private static byte[] With(byte[] packet, int offset, byte value)
    {
        packet[offset] = value;
        return packet;
    }

    private static PacketBuffer Seal(byte[] clear, VerdictReason expected)
    {
        var (sealer, opener) = EspSamples.Pair(Gcm);
        using var _ = sealer;
        using var __ = opener;
        var buffer = EspSamples.Buffer(clear);
        sealer.Seal(buffer).ShouldBe(expected);
        if (expected == VerdictReason.Sealed)
            return buffer;
        buffer.Span.ToArray().ShouldBe(clear);
        (sealer.SequenceNumber, sealer.Packets, sealer.Bytes).ShouldBe((0u, 0, 0));
        return buffer;
    }

    private static byte[] Reopen(PacketBuffer buffer)
    {
        var (sealer, opener) = EspSamples.Pair(Gcm);
        using var _ = sealer;
        using var __ = opener;
        opener.Open(buffer).ShouldBe(VerdictReason.Opened);
        return buffer.Span.ToArray();
    }
}
