using System.Buffers.Binary;
using Gatehouse.Base;
using Gatehouse.Packets;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Packets;

public sealed class IcmpErrorBuilderTests
{
    private static readonly Endpoint A4 = new(IpAddr.Parse("192.0.2.1"), 1);
    private static readonly Endpoint B4 = new(IpAddr.Parse("192.0.2.2"), 2);
    private static readonly Endpoint A6 = new(IpAddr.Parse("2001:db8::1"), 1);
    private static readonly Endpoint B6 = new(IpAddr.Parse("2001:db8::2"), 2);
    private static readonly IpAddr Router4 = IpAddr.Parse("192.0.2.254");

    [Fact]
    public void An_ipv4_sender_learns_the_next_hop_mtu()
    {
        var offending = PacketBuilder.BuildUdp(A4, B4, new byte[1472]);
        var error = IcmpErrorBuilder.PacketTooBig(offending, Router4, 1438).ShouldNotBeNull();
        IpPacketReader.TryRead(error, 0, out var info).ShouldBeTrue();
        (info.Source, info.Destination, info.IcmpType, info.IcmpCode).ShouldBe((Router4, A4.Address, (byte)3, (byte)4));
        error.Length.ShouldBe(576);
        BinaryPrimitives.ReadUInt32BigEndian(error.AsSpan(24)).ShouldBe(1438u);
        error[28..].ShouldBe(offending[..548]);
        InternetChecksum.Compute(error.AsSpan(20)).ShouldBe((ushort)0);
    }

    [Fact]
    public void An_ipv6_sender_learns_the_mtu_in_a_minimum_mtu_packet()
    {
        var offending = PacketBuilder.BuildUdp(A6, B6, new byte[1452]);
        var error = IcmpErrorBuilder.PacketTooBig(offending, B6.Address, 1438).ShouldNotBeNull();
        IpPacketReader.TryRead(error, 0, out var info).ShouldBeTrue();
        (info.Destination, info.IcmpType, info.IcmpCode).ShouldBe((A6.Address, (byte)2, (byte)0));
        error.Length.ShouldBe(1280);
        BinaryPrimitives.ReadUInt32BigEndian(error.AsSpan(44)).ShouldBe(1438u);
        error[48..].ShouldBe(offending[..1232]);
        InternetChecksum.Transport(info.Source, info.Destination, IpProtocol.IcmpV6, error.AsSpan(40)).ShouldBe((ushort)0);
    }

    [Fact]
    public void A_short_packet_is_quoted_whole() =>
        IcmpErrorBuilder.PacketTooBig(PacketBuilder.BuildUdp(A4, B4, "x"u8), Router4, 20).ShouldNotBeNull().Length.ShouldBe(20 + 8 + 29);

    [Fact]
    public void No_error_answers_an_error_a_later_fragment_a_group_or_garbage()
    {
        var fragment = PacketBuilder.BuildUdp(A4, B4, "12345678"u8);
        fragment[7] = 1;
        byte[][] unanswerable =
        [
            PacketBuilder.BuildIcmp(A4.Address, B4.Address, 3, 1, 0, default),
            PacketBuilder.BuildIcmp(A4.Address, B4.Address, 11, 0, 0, default),
            fragment,
            PacketBuilder.BuildUdp(new(IpAddr.Parse("224.0.0.1"), 1), B4, default),
            PacketBuilder.BuildUdp(A4, new(IpAddr.Parse("224.0.0.1"), 1), default),
            PacketBuilder.BuildUdp(new(IpAddr.Parse("0.0.0.0"), 1), B4, default),
            PacketBuilder.BuildUdp(A6, B6, default),
            [0x45],
        ];
        foreach (var packet in unanswerable)
            IcmpErrorBuilder.PacketTooBig(packet, Router4, 1400).ShouldBeNull();
        IcmpErrorBuilder.PacketTooBig(PacketBuilder.BuildIcmp(A6.Address, B6.Address, 1, 0, 0, default), B6.Address, 1400).ShouldBeNull();
        IcmpErrorBuilder.PacketTooBig(PacketBuilder.BuildEcho(A4.Address, B4.Address, false, 1, 1, default), Router4, 1400).ShouldNotBeNull();
        IcmpErrorBuilder.PacketTooBig(PacketBuilder.BuildEcho(A6.Address, B6.Address, false, 1, 1, default), B6.Address, 1400).ShouldNotBeNull();
    }
}
