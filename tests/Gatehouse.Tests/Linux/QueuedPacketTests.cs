using Gatehouse.Linux.Netlink;
using Gatehouse.Linux.Queue;
using Gatehouse.Tests.Ike;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Linux;

public sealed class QueuedPacketTests
{
    [Fact]
    public void A_recorded_outbound_message_is_read()
    {
        var bytes = KernelMessages.Bytes(KernelMessages.OutboundV4);
        QueuedPacket.TryRead(bytes, out var packet).ShouldBeTrue();
        packet.Id.ShouldBe(1u);
        packet.Mark.ShouldBe(0x148u);
        packet.OutputInterface.ShouldBe(1u);
        packet.InputInterface.ShouldBe(0u);
        packet.Cut.ShouldBeFalse();
        var payload = bytes.AsSpan(packet.PayloadOffset, packet.PayloadLength);
        payload.Length.ShouldBe(37);
        payload[0].ShouldBe((byte)0x45);
        System.Text.Encoding.ASCII.GetString(payload[28..]).ShouldBe("gatehouse");
    }

    [Fact]
    public void A_recorded_inbound_message_is_read()
    {
        var bytes = KernelMessages.Bytes(KernelMessages.InboundV6);
        QueuedPacket.TryRead(bytes, out var packet).ShouldBeTrue();
        packet.Id.ShouldBe(2u);
        packet.InputInterface.ShouldBe(1u);
        packet.OutputInterface.ShouldBe(0u);
        packet.PayloadLength.ShouldBe(57);
        bytes[packet.PayloadOffset].ShouldBe((byte)0x60);
    }

    [Theory]
    [InlineData(KernelMessages.OutboundV4)]
    [InlineData(KernelMessages.InboundV6)]
    public void Every_truncation_is_refused(string hex)
    {
        var bytes = KernelMessages.Bytes(hex);
        for (var length = 0; length < bytes.Length; length++)
            QueuedPacket.TryRead(bytes.AsSpan(0, length), out _).ShouldBeFalse($"{length} bytes");
    }

    [Theory]
    [InlineData(KernelMessages.OutboundV4)]
    [InlineData(KernelMessages.InboundV6)]
    public void A_message_whose_attributes_end_early_is_no_packet_or_one_that_is_cut(string hex)
    {
        var bytes = KernelMessages.Bytes(hex);
        for (var length = 20; length < bytes.Length - 1; length++)
        {
            var cut = bytes[..length];
            BitConverter.TryWriteBytes(cut, (uint)length);
            if (QueuedPacket.TryRead(cut, out var packet))
                packet.Cut.ShouldBeTrue($"{length} bytes");
        }
    }

    [Fact]
    public void A_payload_never_reaches_outside_the_message()
    {
        var mutator = new Mutator(4747);
        var read = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = mutator.Mutate(KernelMessages.Bytes(KernelMessages.OutboundV4));
            if (!QueuedPacket.TryRead(bytes, out var packet))
                continue;
            read++;
            (packet.PayloadOffset + packet.PayloadLength).ShouldBeLessThanOrEqualTo(bytes.Length);
        }

        read.ShouldBeGreaterThan(1000);
    }

    [Fact]
    public void An_attribute_with_the_original_length_means_that_the_packet_was_cut()
    {
        var buffer = new byte[256];
        var writer = new NetlinkWriter(buffer, QueueNumbers.MessagePacket, 0, 0);
        writer.Append([2, 0, 0, 0]);
        writer.Attribute(QueueNumbers.PacketHeader, [0, 0, 0, 9, 8, 0, 3]);
        writer.Attribute(QueueNumbers.Payload, [0x45, 0, 0, 0]);
        writer.AttributeNetwork(QueueNumbers.OriginalLength, 65535);
        QueuedPacket.TryRead(writer.Finish(), out var packet).ShouldBeTrue();
        packet.Id.ShouldBe(9u);
        packet.Cut.ShouldBeTrue();
    }

    [Fact]
    public void Reading_allocates_nothing()
    {
        var bytes = KernelMessages.Bytes(KernelMessages.OutboundV4);
        QueuedPacket.TryRead(bytes, out _);
        Allocations.Of(() =>
        {
            for (var i = 0; i < 1000; i++)
                QueuedPacket.TryRead(bytes, out _);
        }).ShouldBe(0);
    }
}
