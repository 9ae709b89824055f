using Gatehouse.Base;
using Gatehouse.Packets;
using Gatehouse.Tests.Ike;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Packets;

public sealed class IpPacketReaderTests
{
    private static readonly Endpoint A4 = new(IpAddr.Parse("192.0.2.1"), 1111);
    private static readonly Endpoint B4 = new(IpAddr.Parse("192.0.2.2"), 53);
    private static readonly Endpoint A6 = new(IpAddr.Parse("2001:db8::1"), 1111);
    private static readonly Endpoint B6 = new(IpAddr.Parse("2001:db8::2"), 53);

    [Fact]
    public void A_udp_packet_reads_as_built()
    {
        foreach (var (from, to, offset) in new[] { (A4, B4, 20), (A6, B6, 40) })
        {
            var packet = PacketBuilder.BuildUdp(from, to, "hello"u8);
            var info = Read(packet);
            (info.Source, info.Destination, info.Protocol).ShouldBe((from.Address, to.Address, IpProtocol.Udp));
            (info.SourcePort, info.DestinationPort, info.TransportOffset, info.TotalLength).ShouldBe(((ushort)1111, (ushort)53, offset, packet.Length));
            (info.IsFragment, info.IsFirstFragment, info.DontFragment, info.IsIcmp).ShouldBe((false, false, true, false));
            info.TransportLength.ShouldBe(13);
            packet[info.ProtocolOffset].ShouldBe(IpProtocol.Udp);
            UdpView.TryCreate(packet.AsSpan(offset), out var udp).ShouldBeTrue();
            udp.Payload.ToArray().ShouldBe("hello"u8.ToArray());
        }
    }

    [Fact]
    public void Link_padding_behind_the_packet_is_no_part_of_it()
    {
        Read([.. PacketBuilder.BuildUdp(A4, B4, "x"u8), 0, 0, 0]).TotalLength.ShouldBe(29);
        Read([.. PacketBuilder.BuildUdp(A6, B6, "x"u8), 0, 0, 0]).TotalLength.ShouldBe(49);
    }

    [Fact]
    public void Icmp_has_type_and_code_and_no_ports()
    {
        var info = Read(PacketBuilder.BuildIcmp(A4.Address, B4.Address, 3, 4, 0, default));
        (info.IsIcmp, info.IcmpType, info.IcmpCode, info.SourcePort, info.DestinationPort).ShouldBe((true, (byte)3, (byte)4, (ushort)0, (ushort)0));
        info = Read(PacketBuilder.BuildEcho(A6.Address, B6.Address, false, 1, 1, default));
        (info.IsIcmp, info.IcmpType, info.IcmpCode).ShouldBe((true, (byte)128, (byte)0));

        // ICMPv6's number inside IPv4 is just another protocol.
        info = Read(PacketBuilder.BuildIp(A4.Address, B4.Address, IpProtocol.IcmpV6, [128, 0, 0, 0]));
        (info.IsIcmp, info.IcmpType).ShouldBe((false, (byte)0));
    }

    [Fact]
    public void Link_local_addresses_get_the_interface_as_scope()
    {
        var packet = PacketBuilder.BuildUdp(new(IpAddr.Parse("fe80::1"), 1), new(IpAddr.Parse("2001:db8::2"), 2), default);
        IpPacketReader.TryRead(packet, 7, out var info).ShouldBeTrue();
        info.Source.ScopeId.ShouldBe(7u);
        info.Destination.ScopeId.ShouldBe(0u);
    }

    [Fact]
    public void Ipv4_options_move_the_transport_header()
    {
        byte[] packet = [0x46, 0, 0, 32, 0, 0, 0, 0, 64, 17, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2, 1, 1, 1, 0, 0x12, 0x34, 0, 53, 0, 8, 0, 0];
        var info = Read(packet);
        (info.TransportOffset, info.SourcePort, info.DestinationPort, info.DontFragment).ShouldBe((24, (ushort)0x1234, (ushort)53, false));
    }

    [Theory]
    [InlineData(0x20, 0x00, true, true, 1111)]
    [InlineData(0x20, 0x10, true, false, 0)]
    [InlineData(0x00, 0x10, true, false, 0)]
    [InlineData(0x00, 0x00, false, false, 1111)]
    public void Ipv4_fragments_are_told_and_only_the_first_has_ports(byte high, byte low, bool fragment, bool first, int port)
    {
        var packet = PacketBuilder.BuildUdp(A4, B4, "12345678"u8);
        packet[6] = high;
        packet[7] = low;
        var info = Read(packet);
        (info.IsFragment, info.IsFirstFragment, (int)info.SourcePort, info.Protocol).ShouldBe((fragment, first, port, IpProtocol.Udp));
    }

    [Fact]
    public void Extension_headers_are_followed_to_the_upper_layer()
    {
        // Hop-by-hop (8), routing (16), fragment (8, whole datagram), destination options (8), UDP.
        byte[] extensions =
        [
            43, 0, 1, 4, 0, 0, 0, 0,
            44, 1, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            60, 0, 0, 0, 1, 2, 3, 4,
            17, 0, 1, 4, 0, 0, 0, 0,
        ];
        var info = Read(WithExtensions(0, extensions, [0x12, 0x34, 0, 53, 0, 8, 0, 0]));
        (info.Protocol, info.TransportOffset, info.ProtocolOffset).ShouldBe((IpProtocol.Udp, 80, 72));
        (info.SourcePort, info.DestinationPort, info.IsFragment).ShouldBe(((ushort)0x1234, (ushort)53, false));
    }

    [Theory]
    [InlineData(0x0001, true, true)]
    [InlineData(0x0008, true, false)]
    [InlineData(0x0009, true, false)]
    [InlineData(0x0000, false, false)]
    public void Ipv6_fragments_are_told(ushort field, bool fragment, bool first)
    {
        byte[] header = [17, 0, (byte)(field >> 8), (byte)field, 0, 0, 0, 1];
        var info = Read(WithExtensions(44, header, [0x12, 0x34, 0, 53, 0, 8, 0, 0]));
        (info.IsFragment, info.IsFirstFragment, info.Protocol).ShouldBe((fragment, first, IpProtocol.Udp));
        info.SourcePort.ShouldBe(fragment && !first ? (ushort)0 : (ushort)0x1234);
    }

    [Fact]
    public void Esp_ah_and_no_next_header_end_the_walk()
    {
        foreach (var protocol in new[] { IpProtocol.Esp, IpProtocol.Ah, IpProtocol.NoNextHeader })
            Read(PacketBuilder.BuildIp(A6.Address, B6.Address, protocol, default)).Protocol.ShouldBe(protocol);
    }

    [Fact]
    public void What_cannot_be_read_is_named()
    {
        Error([]).ShouldBe(IpPacketError.Truncated);
        Error([0x55, 0, 0, 0]).ShouldBe(IpPacketError.NotIp);
        Error([0x45, 0, 0, 20]).ShouldBe(IpPacketError.Truncated);
        Error([0x60, 0, 0, 0]).ShouldBe(IpPacketError.Truncated);
        Error(Changed(A4, B4, 0, 0x44)).ShouldBe(IpPacketError.BadHeaderLength);
        Error(Changed(A4, B4, 0, 0x4F)).ShouldBe(IpPacketError.BadTotalLength);
        Error(Changed(A4, B4, 3, 29)).ShouldBe(IpPacketError.BadTotalLength);
        Error(Changed(A4, B4, 3, 19)).ShouldBe(IpPacketError.BadTotalLength);
        Error(Changed(A4, B4, 3, 23)).ShouldBe(IpPacketError.TransportTruncated);
        Error(Changed(A6, B6, 5, 9)).ShouldBe(IpPacketError.BadTotalLength);
        Error(Changed(A6, B6, 5, 3)).ShouldBe(IpPacketError.TransportTruncated);
        Error(WithExtensions(0, [17, 1, 0, 0, 0, 0, 0, 0], [])).ShouldBe(IpPacketError.BadExtensionHeader);
        Error(WithExtensions(0, [17, 0, 0, 0], [])).ShouldBe(IpPacketError.BadExtensionHeader);
    }

    [Fact]
    public void The_walk_is_bounded()
    {
        byte[] one = [60, 0, 1, 4, 0, 0, 0, 0];
        byte[] last = [17, 0, 1, 4, 0, 0, 0, 0];
        byte[] udp = [0, 1, 0, 2, 0, 8, 0, 0];
        byte[] full = [.. Enumerable.Repeat(one, IpPacketReader.MaxExtensionHeaders - 1).SelectMany(x => x), .. last];
        Read(WithExtensions(60, full, udp)).DestinationPort.ShouldBe((ushort)2);
        Error(WithExtensions(60, [.. one, .. full], udp)).ShouldBe(IpPacketError.TooManyExtensionHeaders);
    }

    [Fact]
    public void Every_truncation_is_refused()
    {
        byte[][] packets =
        [
            PacketBuilder.BuildUdp(A4, B4, "payload"u8),
            PacketBuilder.BuildTcp(A6, B6, 1, 2, TcpFlags.Syn, 1000, default),
            WithExtensions(0, [17, 0, 1, 4, 0, 0, 0, 0], [0, 1, 0, 2, 0, 8, 0, 0]),
        ];
        foreach (var packet in packets)
        {
            Read(packet);
            for (var length = 0; length < packet.Length; length++)
            {
                IpPacketReader.TryRead(packet.AsSpan(0, length), 0, out var info).ShouldBeFalse();
                info.Error.ShouldNotBe(IpPacketError.None);
            }
        }
    }

    [Fact]
    public void A_hundred_thousand_mutations_never_throw_and_stay_inside_the_packet()
    {
        var random = new Mutator(4);
        byte[][] seeds =
        [
            PacketBuilder.BuildUdp(A4, B4, "payload"u8),
            PacketBuilder.BuildTcp(A6, B6, 1, 2, TcpFlags.Syn, 1000, default),
            WithExtensions(0, [44, 0, 1, 4, 0, 0, 0, 0, 60, 0, 0, 1, 1, 2, 3, 4, 58, 0, 1, 4, 0, 0, 0, 0], [128, 0, 0, 0]),
        ];
        var read = 0;
        for (var i = 0; i < 100_000; i++)
        {
            var packet = random.Next(10) == 0 ? random.Bytes(random.Next(100)) : random.Mutate(seeds[i % seeds.Length]);
            if (!IpPacketReader.TryRead(packet, 3, out var info))
            {
                info.Error.ShouldNotBe(IpPacketError.None);
                info.TotalLength.ShouldBe(0);
                continue;
            }

            read++;
            if (info.TotalLength > packet.Length || info.TransportOffset > info.TotalLength || packet[info.ProtocolOffset] != info.Protocol)
                Assert.Fail($"{Convert.ToHexString(packet)}: {info.TotalLength} {info.TransportOffset} {info.ProtocolOffset}");
        }

        read.ShouldBeInRange(10_000, 90_000);
    }

    [Fact]
    public void Reading_allocates_nothing()
    {
        byte[][] packets = [PacketBuilder.BuildUdp(A4, B4, "payload"u8), WithExtensions(0, [17, 0, 1, 4, 0, 0, 0, 0], new byte[8]), [0x45]];
        ReadAll(packets);
        Allocations.Of(() =>
        {
            for (var i = 0; i < 1000; i++)
                ReadAll(packets);
        }).ShouldBe(0);
    }

    private static void ReadAll(byte[][] packets)
    {
        foreach (var packet in packets)
            IpPacketReader.TryRead(packet, 0, out _);
    }

    private static IpPacketInfo Read(byte[] packet)
    {
        IpPacketReader.TryRead(packet, 0, out var info).ShouldBeTrue(info.Error.ToString());
        info.Error.ShouldBe(IpPacketError.None);
        return info;
    }

    private static IpPacketError Error(byte[] packet)
    {
        IpPacketReader.TryRead(packet, 0, out var info).ShouldBeFalse();
        return info.Error;
    }

    private static byte[] Changed(Endpoint from, Endpoint to, int offset, byte value)
    {
        var packet = PacketBuilder.BuildUdp(from, to, default);
        packet[offset] = value;
        return packet;
    }

    private static byte[] WithExtensions(byte first, byte[] extensions, byte[] upper) =>
        PacketBuilder.BuildIp(A6.Address, B6.Address, first, [.. extensions, .. upper]);
}
