using Gatehouse.Base;
using Gatehouse.Cli.Demo;
using Gatehouse.Packets;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Cli.Demo;

public sealed class FlowResultTests
{
    private static readonly IpAddr A = IpAddr.Parse("10.0.0.1");
    private static readonly IpAddr B = IpAddr.Parse("10.0.0.2");
    private static readonly DemoFlow Udp = DemoFlows.All.First(flow => flow is { Protocol: "udp", Family: IpFamily.V4 });

    [Theory]
    [InlineData(true, 0, 0, 40, 20, "Protected")]
    [InlineData(true, 1, 1, 40, 20, "Upgraded")]
    [InlineData(true, 1, 1, 40, 4, "Clear")]
    [InlineData(true, 1, 0, 40, 0, "Clear")]
    [InlineData(true, 40, 20, 0, 9, "Clear")]
    [InlineData(false, 4, 0, 0, 0, "Blocked")]
    [InlineData(false, 0, 0, 0, 0, "Blocked")]
    [InlineData(false, 5, 1, 0, 0, "Clear")]
    [InlineData(true, 0, 0, 0, 0, null)]
    public void The_wire_decides(bool delivered, long clear, long fromEnforced, long esp, long sinceClear, string? observed) =>
        new FlowResult(Udp, delivered, clear, fromEnforced, esp, sinceClear, [], "").Observed?.ToString().ShouldBe(observed);

    [Fact]
    public void A_clear_packet_of_either_way_begins_the_count_of_ESP_anew()
    {
        var tally = new WireTally();
        var esp = PacketBuilder.BuildIp(A, B, IpProtocol.Esp, [0, 0, 0x10, 0, 0, 0, 0, 1, 9, 9, 9, 9]);
        Add(tally, esp);
        Add(tally, esp);
        (tally.EspSinceClear(A, B), tally.EspSinceClear(B, A)).ShouldBe((2, 0));
        Add(tally, PacketBuilder.BuildUdp(new Endpoint(B, Udp.Port), new Endpoint(A, 40000), [1]));
        tally.EspSinceClear(A, B).ShouldBe(0);
        Add(tally, esp);
        Add(tally, PacketBuilder.BuildUdp(new Endpoint(A, 500), new Endpoint(B, 500), [1]));
        tally.EspSinceClear(A, B).ShouldBe(1);
    }

    [Fact]
    public void Ports_and_protocols_tell_flows_apart()
    {
        var tally = new WireTally();
        Add(tally, PacketBuilder.BuildUdp(new Endpoint(A, 40000), new Endpoint(B, Udp.Port), [1]));
        Add(tally, PacketBuilder.BuildUdp(new Endpoint(B, Udp.Port), new Endpoint(A, 40000), [1]));
        Add(tally, PacketBuilder.BuildUdp(new Endpoint(A, 500), new Endpoint(B, 500), [1]));
        Add(tally, PacketBuilder.BuildTcp(new Endpoint(A, 40000), new Endpoint(B, Udp.Port), 1, 1, TcpFlags.Syn, 1, []));
        tally.Clear(Udp, A, B).ShouldBe(1);
        tally.Clear(Udp, B, A).ShouldBe(1);
        tally.Total.ShouldBe(4);
    }

    [Fact]
    public void Esp_is_counted_by_SPI_between_two_hosts_only()
    {
        var tally = new WireTally();
        Add(tally, PacketBuilder.BuildIp(A, B, IpProtocol.Esp, [0, 0, 0x10, 0, 0, 0, 0, 1, 9, 9, 9, 9]));
        Add(tally, PacketBuilder.BuildIp(B, A, IpProtocol.Esp, [0, 0, 0x20, 0, 0, 0, 0, 1, 9, 9, 9, 9]));
        Add(tally, PacketBuilder.BuildIp(B, IpAddr.Parse("10.0.0.3"), IpProtocol.Esp, [0, 0, 0x30, 0, 0, 0, 0, 1, 9, 9, 9, 9]));
        tally.Esp(A, B).OrderBy(entry => entry.Key).Select(entry => (entry.Key, entry.Value)).ShouldBe([(0x1000u, 1L), (0x2000u, 1L)]);
    }

    [Fact]
    public void Neighbour_discovery_is_no_ping_and_garbage_is_survived()
    {
        var tally = new WireTally();
        var one = IpAddr.Parse("fd00::1");
        var other = IpAddr.Parse("fd00::2");
        var ping = DemoFlows.All.First(flow => flow is { Protocol: "icmp", Family: IpFamily.V6 });
        Add(tally, PacketBuilder.BuildIcmp(one, other, 135, 0, 0, new byte[16]));
        Add(tally, PacketBuilder.BuildEcho(one, other, reply: false, 1, 1, [1]));
        Add(tally, [0x45]);
        Add(tally, []);
        tally.Clear(ping, one, other).ShouldBe(1);
    }

    private static void Add(WireTally tally, byte[] packet) => tally.Add(packet, TimeSpan.Zero);
}
