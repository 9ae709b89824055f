using System.Buffers.Binary;
using System.Text;
using Gatehouse.Packets.Capture;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Packets;

public sealed class PcapngWriterTests
{
    private const long Time = 1_763_900_000_123_456_789;

    [Fact]
    public void A_file_reads_back_block_by_block()
    {
        using var stream = new MemoryStream();
        var writer = new PcapngWriter(stream, "gatehouse");
        writer.AddInterface("wire").ShouldBe(0);
        writer.AddInterface("inner").ShouldBe(1);
        byte[] packet = [0x45, 1, 2, 3, 4];
        writer.WritePacket(1, Time, packet, CaptureDirection.Outbound, "sealed");
        writer.WritePacket(0, Time + 1, new byte[9000], CaptureDirection.Unknown);

        var blocks = Blocks(stream.ToArray());
        blocks.Select(block => block.Type).ShouldBe([0x0A0D0D0Au, 1u, 1u, 6u, 6u]);

        var section = blocks[0].Body;
        U32(section, 0).ShouldBe(0x1A2B3C4Du);
        (U16(section, 4), U16(section, 6)).ShouldBe(((ushort)1, (ushort)0));
        BinaryPrimitives.ReadInt64LittleEndian(section.AsSpan(8)).ShouldBe(-1);
        Options(section[16..])[4].ShouldBe(Encoding.UTF8.GetBytes("gatehouse"));

        var description = blocks[2].Body;
        U16(description, 0).ShouldBe((ushort)101);
        U32(description, 4).ShouldBe(0u);
        Options(description[8..])[2].ShouldBe(Encoding.UTF8.GetBytes("inner"));
        Options(description[8..])[9].ShouldBe([(byte)9]);

        var enhanced = blocks[3].Body;
        U32(enhanced, 0).ShouldBe(1u);
        (((long)U32(enhanced, 4) << 32) | U32(enhanced, 8)).ShouldBe(Time);
        (U32(enhanced, 12), U32(enhanced, 16)).ShouldBe((5u, 5u));
        enhanced[20..25].ShouldBe(packet);
        var options = Options(enhanced[28..]);
        options[1].ShouldBe(Encoding.UTF8.GetBytes("sealed"));
        options[2].ShouldBe([2, 0, 0, 0]);

        Options(blocks[4].Body[(20 + 9000)..]).ShouldBeEmpty();
    }

    [Fact]
    public void A_packet_of_every_length_keeps_blocks_aligned()
    {
        using var stream = new MemoryStream();
        var writer = new PcapngWriter(stream, "x");
        var number = writer.AddInterface("eth0");
        for (var length = 0; length < 70; length++)
            writer.WritePacket(number, Time, new byte[length], CaptureDirection.Inbound);
        Blocks(stream.ToArray()).Skip(2).Select(block => U32(block.Body, 12)).ShouldBe(Enumerable.Range(0, 70).Select(length => (uint)length));
    }

    [Fact]
    public void An_undeclared_interface_is_a_programming_error()
    {
        using var stream = new MemoryStream();
        var writer = new PcapngWriter(stream, "x");
        Should.Throw<ArgumentOutOfRangeException>(() => writer.WritePacket(0, Time, [1], CaptureDirection.Unknown));
    }

    private static List<(uint Type, byte[] Body)> Blocks(byte[] file)
    {
        var blocks = new List<(uint, byte[])>();
        for (var at = 0; at < file.Length;)
        {
            var length = (int)U32(file, at + 4);
            (length % 4).ShouldBe(0);
            U32(file, at + length - 4).ShouldBe((uint)length);
            blocks.Add((U32(file, at), file[(at + 8)..(at + length - 4)]));
            at += length;
        }

        return blocks;
    }

    private static Dictionary<int, byte[]> Options(byte[] bytes)
    {
        var options = new Dictionary<int, byte[]>();
        var at = 0;
        while (U16(bytes, at) != 0)
        {
            var length = U16(bytes, at + 2);
            options.Add(U16(bytes, at), bytes[(at + 4)..(at + 4 + length)]);
            at += 4 + ((length + 3) & ~3);
        }

        (at + 4).ShouldBe(bytes.Length);
        return options;
    }

    private static uint U32(byte[] bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at));

    private static ushort U16(byte[] bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at));
}
