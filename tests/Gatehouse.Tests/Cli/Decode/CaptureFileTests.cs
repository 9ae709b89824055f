using System.Buffers.Binary;
using Gatehouse.Base;
using Gatehouse.Cli.Decode;
using Gatehouse.Packets;
using Gatehouse.Tests.Ike;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Cli.Decode;

public sealed class CaptureFileTests
{
    private static readonly byte[] Message = IkeVectors.AuthIpMainMode1();
    private static readonly Endpoint From = new(IpAddr.Parse("192.0.2.1"), 500);
    private static readonly Endpoint To = new(IpAddr.Parse("192.0.2.2"), 500);
    private static readonly byte[] Packet = PacketBuilder.BuildUdp(From, To, Message);

    public static TheoryData<string, int, string> LinkLayers => new()
    {
        { "raw", 101, "" },
        { "raw IPv4", 228, "" },
        { "loopback", 0, "02000000" },
        { "Ethernet", 1, "ffffffffffff0202020202020800" },
        { "VLAN", 1, "ffffffffffff0202020202028100000a0800" },
        { "two VLANs", 1, "ffffffffffff02020202020288a8000a8100000b0800" },
        { "Linux cooked", 113, "00000001000600000000000000000800" },
        { "Linux cooked 2", 276, "0800000000000001000100060000000000000000" },
    };

    [Theory]
    [MemberData(nameof(LinkLayers))]
    public void Messages_are_found_behind_every_link_layer_and_in_both_byte_orders(string name, int linkType, string header)
    {
        byte[] frame = [.. Convert.FromHexString(header), .. Packet];
        foreach (var isBig in new[] { true, false })
        {
            foreach (var file in new[] { Pcap(isBig, linkType, frame, frame), Pcapng(isBig, linkType, frame, frame) })
            {
                var input = DecodeInput.Of(file);
                (input.Fault, input.Remark).ShouldBe((null, null), name);
                input.Messages.Count.ShouldBe(2);
                input.Messages[1].Data.ShouldBe(Message);
                input.Messages[1].Origin.ShouldBe(new MessageOrigin(2, 2, From, To));
            }
        }
    }

    [Fact]
    public void Port_4500_has_four_zero_bytes_in_front_and_esp_and_keepalives_beside_it()
    {
        byte[] Nat(byte[] payload) => PacketBuilder.BuildUdp(From with { Port = 4500 }, To with { Port = 40_000 }, payload);
        var other = PacketBuilder.BuildUdp(From with { Port = 53 }, To with { Port = 53 }, Message);
        var file = Pcap(true, 101, Nat([0, 0, 0, 0, .. Message]), Nat([1, 2, 3, 4, .. Message]), Nat([0xFF]), other);
        var input = DecodeInput.Of(file);
        input.Messages.ShouldHaveSingleItem().Data.ShouldBe(Message);
        DecodeInput.Of([0, 0, 0, 0, .. Message]).Messages.ShouldHaveSingleItem().Data.ShouldBe(Message);
    }

    [Fact]
    public void Every_truncation_of_a_file_is_read_as_far_as_it_goes()
    {
        foreach (var file in new[] { Pcap(false, 101, Packet, Packet), Pcapng(false, 101, Packet, Packet) })
        {
            var seen = new HashSet<int>();
            for (var length = 4; length < file.Length; length++)
                seen.Add(DecodeInput.Of(file[..length]).Messages.Count);
            seen.Order().ShouldBe([0, 1]);
            DecodeInput.Of(file[..^1]).Fault!.ShouldContain("cut off");
        }
    }

    [Fact]
    public void Twenty_thousand_damaged_files_never_throw()
    {
        var random = new Mutator(41);
        byte[][] seeds = [Pcap(false, 1, Packet), Pcapng(true, 113, Packet), Pcapng(false, 101, Packet, Packet)];
        var found = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var file = random.Mutate(seeds[i % seeds.Length]);
            foreach (var (data, origin) in DecodeInput.Of(file).Messages)
            {
                new MessageDecoder(null).Decode(data, origin).Fields.ShouldNotBeEmpty();
                found++;
            }
        }

        found.ShouldBeGreaterThan(5000);
    }

    [Fact]
    public void A_capture_without_messages_says_so()
    {
        var input = DecodeInput.Of(Pcap(true, 147, Packet));
        input.Messages.ShouldBeEmpty();
        input.Remark.ShouldBe("no ISAKMP message in 1 packets");
    }

    [Fact]
    public void Fragments_are_counted()
    {
        var fragment = Packet.ToArray();
        fragment[6] = 0x20;
        PacketBuilder.RefreshHeaderChecksum(fragment);
        DecodeInput.Of(Pcap(true, 101, fragment, Packet)).Remark.ShouldBe("1 fragments of IP were passed over");
    }

    private static byte[] Pcap(bool isBig, int linkType, params byte[][] frames)
    {
        var bytes = new List<byte>();
        bytes.AddRange([.. Number(isBig, 0xA1B2C3D4), .. Number(isBig, 0x00040002), .. new byte[8]]);
        bytes.AddRange([.. Number(isBig, 65_535), .. Number(isBig, (uint)linkType)]);
        foreach (var frame in frames)
            bytes.AddRange([.. new byte[8], .. Number(isBig, (uint)frame.Length), .. Number(isBig, (uint)frame.Length), .. frame]);
        return [.. bytes];
    }

    private static byte[] Pcapng(bool isBig, int linkType, params byte[][] frames)
    {
        byte[] Block(uint type, byte[] body)
        {
            byte[] padded = [.. body, .. new byte[-body.Length & 3]];
            var length = Number(isBig, (uint)padded.Length + 12);
            return [.. Number(isBig, type), .. length, .. padded, .. length];
        }

        byte[] type = isBig ? [(byte)(linkType >> 8), (byte)linkType, 0, 0] : [(byte)linkType, (byte)(linkType >> 8), 0, 0];
        var bytes = new List<byte>();
        bytes.AddRange(Block(0x0A0D0D0A, [.. Number(isBig, 0x1A2B3C4D), .. new byte[12]]));
        bytes.AddRange(Block(1, [.. type, .. new byte[4]]));
        bytes.AddRange(Block(5, new byte[12]));
        foreach (var frame in frames)
        {
            var length = Number(isBig, (uint)frame.Length);
            bytes.AddRange(Block(6, [.. new byte[12], .. length, .. length, .. frame]));
        }

        return [.. bytes];
    }

    private static byte[] Number(bool isBig, uint value)
    {
        var bytes = new byte[4];
        if (isBig)
            BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        else
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }
}
