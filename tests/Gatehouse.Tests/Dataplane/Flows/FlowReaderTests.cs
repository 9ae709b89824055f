using Gatehouse.Base;
using Gatehouse.Dataplane.Flows;
using Gatehouse.Packets;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Dataplane.Flows;

public sealed class FlowReaderTests
{
    private static readonly IpAddr Local6 = IpAddr.Parse("fd00::1");
    private static readonly IpAddr Remote6 = IpAddr.Parse("fd00::2");

    [Theory]
    [InlineData(TcpFlags.Syn, FlowPacketKind.TcpSyn)]
    [InlineData(TcpFlags.Syn | TcpFlags.Ack, FlowPacketKind.TcpLater)]
    [InlineData(TcpFlags.Syn | TcpFlags.Rst, FlowPacketKind.TcpLater)]
    [InlineData(TcpFlags.Ack, FlowPacketKind.TcpLater)]
    [InlineData(TcpFlags.None, FlowPacketKind.TcpLater)]
    public void Only_a_SYN_without_ACK_begins_a_connection(TcpFlags flags, FlowPacketKind kind)
    {
        foreach (var (local, remote) in new[] { (FlowPackets.Local, FlowPackets.Remote), (Local6, Remote6) })
        {
            var sent = PacketBuilder.BuildTcp(new Endpoint(local, 1000), new Endpoint(remote, 80), 1, 1, flags, 10, []);
            var received = PacketBuilder.BuildTcp(new Endpoint(remote, 80), new Endpoint(local, 1000), 1, 1, flags, 10, []);
            var expected = new FlowPacket(kind, new FlowKey(local, remote, IpProtocol.Tcp, 1000, 80), flags);
            FlowPackets.Read(sent, outbound: true).ShouldBe(expected);
            FlowPackets.Read(received, outbound: false).ShouldBe(expected);
        }
    }

    [Theory]
    [InlineData("10.0.0.1", "10.0.0.2")]
    [InlineData("fd00::1", "fd00::2")]
    public void A_ping_and_its_answer_are_one_flow_and_the_peers_ping_is_another(string local, string remote)
    {
        var (here, there) = (IpAddr.Parse(local), IpAddr.Parse(remote));
        var ours = FlowPackets.Read(PacketBuilder.BuildEcho(here, there, reply: false, 9, 1, []), outbound: true);
        FlowPackets.Read(PacketBuilder.BuildEcho(there, here, reply: true, 9, 1, []), outbound: false).ShouldBe(ours);
        var theirs = FlowPackets.Read(PacketBuilder.BuildEcho(there, here, reply: false, 9, 1, []), outbound: false);
        FlowPackets.Read(PacketBuilder.BuildEcho(here, there, reply: true, 9, 1, []), outbound: true).ShouldBe(theirs);
        theirs.ShouldNotBe(ours);
        FlowPackets.Read(PacketBuilder.BuildEcho(here, there, reply: false, 10, 1, []), outbound: true).ShouldNotBe(ours);
    }

    [Theory]
    [InlineData("10.0.0.1", "10.0.0.2", 3, 28)]
    [InlineData("fd00::1", "fd00::2", 1, 48)]
    public void An_error_speaks_of_the_flow_it_quotes(string local, string remote, byte type, int quoted)
    {
        var (here, there) = (IpAddr.Parse(local), IpAddr.Parse(remote));
        var router = IpAddr.Parse(here.IsV4 ? "10.9.9.9" : "fd09::9");
        foreach (var sent in new[]
        {
            PacketBuilder.BuildUdp(new Endpoint(here, 1000), new Endpoint(there, 53), new byte[40]),
            PacketBuilder.BuildTcp(new Endpoint(here, 1000), new Endpoint(there, 53), 1, 1, TcpFlags.Syn, 10, []),
            PacketBuilder.BuildEcho(here, there, reply: false, 9, 1, new byte[40]),
        })
        {
            var flow = FlowPackets.Read(sent, outbound: true);
            var error = PacketBuilder.BuildIcmp(router, here, type, 0, 0, sent.AsSpan(0, quoted));
            FlowPackets.Read(error, outbound: false).ShouldBe(new FlowPacket(FlowPacketKind.IcmpError, flow.Key));
        }

        var received = PacketBuilder.BuildUdp(new Endpoint(there, 1000), new Endpoint(here, 53), new byte[40]);
        var answer = PacketBuilder.BuildIcmp(here, there, type, 3, 0, received.AsSpan(0, quoted));
        FlowPackets.Read(answer, outbound: true).ShouldBe(new FlowPacket(FlowPacketKind.IcmpError, FlowPackets.Read(received, outbound: false).Key));
    }

    [Fact]
    public void An_error_that_quotes_too_little_and_every_fragment_are_unknown()
    {
        var sent = PacketBuilder.BuildUdp(new Endpoint(FlowPackets.Local, 1), new Endpoint(FlowPackets.Remote, 2), new byte[40]);
        for (var quoted = 0; quoted < 28; quoted++)
            FlowPackets.Read(PacketBuilder.BuildIcmp(FlowPackets.Remote, FlowPackets.Local, 3, 3, 0, sent.AsSpan(0, quoted)), outbound: false).Kind
                .ShouldBe(FlowPacketKind.Unknown, $"{quoted} bytes");

        sent[6] = 0x20;
        FlowPackets.Read(sent, outbound: true).Kind.ShouldBe(FlowPacketKind.Unknown);
        (sent[6], sent[7]) = (0, 5);
        FlowPackets.Read(sent, outbound: true).Kind.ShouldBe(FlowPacketKind.Unknown);
    }

    [Fact]
    public void A_cut_off_TCP_header_is_unknown()
    {
        var packet = PacketBuilder.BuildIp(FlowPackets.Local, FlowPackets.Remote, IpProtocol.Tcp, new byte[19]);
        FlowPackets.Read(packet, outbound: true).Kind.ShouldBe(FlowPacketKind.Unknown);
    }

    [Fact]
    public void Mutated_packets_are_read_or_refused_and_never_throw()
    {
        var entropy = new SeededEntropy(3);
        var sent = PacketBuilder.BuildUdp(new Endpoint(Local6, 1), new Endpoint(Remote6, 2), new byte[40]);
        var error = PacketBuilder.BuildIcmp(Remote6, Local6, 1, 0, 0, sent);
        var error4 = PacketBuilder.BuildIcmp(
            FlowPackets.Remote, FlowPackets.Local, 3, 3, 0, PacketBuilder.BuildEcho(FlowPackets.Local, FlowPackets.Remote, reply: false, 1, 1, new byte[9]));
        var read = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var packet = (i % 2 == 0 ? error : error4).ToArray();
            for (var flips = entropy.NextUInt32() % 4; flips > 0; flips--)
                packet[entropy.NextUInt32() % packet.Length] ^= (byte)(1 << (int)(entropy.NextUInt32() % 8));
            if (IpPacketReader.TryRead(packet, 0, out var info) && FlowReader.Read(packet, info, i % 3 == 0).Kind != FlowPacketKind.Unknown)
                read++;
        }

        read.ShouldBeGreaterThan(5000);
    }
}
