using Gatehouse.Base;
using Gatehouse.Packets;
using Gatehouse.Tests.Ike;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Packets;

public sealed class InternetChecksumTests
{
    [Fact]
    public void The_example_of_rfc_1071_sums_to_ddf2() =>
        InternetChecksum.Compute([0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7]).ShouldBe((ushort)0x220d);

    [Fact]
    public void A_published_ipv4_header_has_checksum_b861()
    {
        var header = Convert.FromHexString("450000730000400040110000c0a80001c0a800c7");
        InternetChecksum.Compute(header).ShouldBe((ushort)0xb861);
        PacketBuilder.RefreshHeaderChecksum(header);
        InternetChecksum.Compute(header).ShouldBe((ushort)0);
    }

    // RFC 1624 section 4: the case that the method of RFC 1141 gets wrong.
    [Fact]
    public void The_example_of_rfc_1624_updates_to_zero() =>
        InternetChecksum.Update(0xdd2f, 0x5555, 0x3285).ShouldBe((ushort)0x0000);

    [Fact]
    public void Every_length_agrees_with_a_plain_sum_of_words()
    {
        var random = new Mutator(5);
        for (var length = 0; length < 200; length++)
        {
            var bytes = random.Bytes(length);
            uint sum = 0;
            for (var i = 0; i < length; i++)
                sum += (uint)(i % 2 == 0 ? bytes[i] << 8 : bytes[i]);
            while (sum > 0xFFFF)
                sum = (sum & 0xFFFF) + (sum >> 16);
            InternetChecksum.Compute(bytes).ShouldBe((ushort)~sum);
        }
    }

    [Fact]
    public void An_update_for_changed_addresses_equals_computing_again()
    {
        var random = new Mutator(6);
        for (var i = 0; i < 2000; i++)
        {
            var size = i % 2 == 0 ? 4 : 16;
            var source = IpAddr.FromBytes(random.Bytes(size));
            var destination = IpAddr.FromBytes(random.Bytes(size));
            var other = IpAddr.FromBytes(random.Bytes(size));
            var segment = random.Bytes(8 + random.Next(60));
            var before = InternetChecksum.Transport(source, destination, IpProtocol.Tcp, segment);
            InternetChecksum.Update(before, source, other).ShouldBe(InternetChecksum.Transport(other, destination, IpProtocol.Tcp, segment));
        }
    }

    [Fact]
    public void Whole_built_packets_verify_over_their_pseudo_header()
    {
        foreach (var (a, b) in new[] { ("192.0.2.1", "192.0.2.2"), ("2001:db8::1", "2001:db8::2") })
        {
            var (from, to) = (new Endpoint(IpAddr.Parse(a), 1), new Endpoint(IpAddr.Parse(b), 2));
            foreach (var packet in new[]
            {
                PacketBuilder.BuildUdp(from, to, "odd"u8),
                PacketBuilder.BuildTcp(from, to, 1, 2, TcpFlags.Ack | TcpFlags.Psh, 512, "some data"u8),
                PacketBuilder.BuildEcho(from.Address, to.Address, true, 3, 4, "x"u8),
            })
            {
                IpPacketReader.TryRead(packet, 0, out var info).ShouldBeTrue();
                var segment = packet.AsSpan(info.TransportOffset);
                var sum = info is { IsIcmp: true, Family: IpFamily.V4 }
                    ? InternetChecksum.Compute(segment)
                    : InternetChecksum.Transport(info.Source, info.Destination, info.Protocol, segment);
                sum.ShouldBe((ushort)0);
                if (info.Family == IpFamily.V4)
                    InternetChecksum.Compute(packet.AsSpan(0, 20)).ShouldBe((ushort)0);
            }
        }
    }

    [Fact]
    public void A_udp_checksum_is_never_zero()
    {
        var (a, b) = (IpAddr.Parse("192.0.2.1"), IpAddr.Parse("192.0.2.2"));
        byte[] datagram = [0, 1, 0, 2, 0, 10, 0, 0, 0, 0];
        var checksum = InternetChecksum.Transport(a, b, IpProtocol.Udp, datagram);
        datagram[8] = (byte)(checksum >> 8);
        datagram[9] = (byte)checksum;
        InternetChecksum.Transport(a, b, IpProtocol.Udp, datagram).ShouldBe((ushort)0);
        InternetChecksum.Udp(a, b, datagram).ShouldBe((ushort)0xFFFF);
    }
}
