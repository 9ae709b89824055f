using Gatehouse.Base;
using Gatehouse.Cli.Demo;
using Gatehouse.Packets;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Cli.Demo;

public sealed class WireTraceTests
{
    private static readonly Endpoint Client = new(IpAddr.Parse("10.0.0.1"), 40000);
    private static readonly Endpoint Server = new(IpAddr.Parse("10.0.0.2"), DemoFlows.Shown.Port);

    [Fact]
    public void Packets_between_the_two_are_named_in_order_and_others_are_not_there()
    {
        var tally = new WireTally();
        tally.Add(PacketBuilder.BuildUdp(Client, Server, [1]), TimeSpan.FromSeconds(1));
        var trace = tally.Watch(Client.Address, Server.Address);
        tally.Add(PacketBuilder.BuildTcp(Client, Server, 1, 0, TcpFlags.Syn, 1, []), TimeSpan.FromSeconds(7));
        tally.Add(PacketBuilder.BuildUdp(new(Server.Address, 500), new(Client.Address, 500), Isakmp(32)), TimeSpan.FromSeconds(8));
        tally.Add(PacketBuilder.BuildTcp(Client, new(IpAddr.Parse("10.0.0.3"), 1), 1, 0, TcpFlags.Syn, 1, []), TimeSpan.FromSeconds(8));
        tally.Add(PacketBuilder.BuildIp(Server.Address, Client.Address, IpProtocol.Esp, [0, 0, 0x10, 1, 0, 0, 0, 1]), TimeSpan.FromSeconds(9));
        tally.Unwatch();
        tally.Add(PacketBuilder.BuildTcp(Client, Server, 1, 0, TcpFlags.Syn, 1, []), TimeSpan.FromSeconds(10));
        trace.Packets.ShouldBe(
        [
            new WirePacket(TimeSpan.Zero, true, WireKind.Clear, "TCP Syn"),
            new WirePacket(TimeSpan.FromSeconds(1), false, WireKind.Keying, "IKE quick mode"),
            new WirePacket(TimeSpan.FromSeconds(2), false, WireKind.Esp, "ESP, SPI 0x00001001, 8 bytes"),
        ]);
    }

    [Fact]
    public void A_long_run_is_shortened_and_says_by_how_many()
    {
        var packets = Enumerable.Range(0, 20).Select(i => new WirePacket(TimeSpan.FromMilliseconds(i), true, WireKind.Esp, $"number {i}")).ToArray();
        var lines = TraceText.Lines(DemoFlows.Shown, packets).ToArray();
        lines.Length.ShouldBe(6);
        lines[3].ShouldEndWith("number 3");
        lines[4].ShouldEndWith("15 more, protected");
        lines[5].ShouldEndWith("number 19");
        TraceText.Lines(DemoFlows.Shown, packets[..6]).Count().ShouldBe(6);
    }

    private static byte[] Isakmp(byte exchange)
    {
        var message = new byte[28];
        message[18] = exchange;
        return message;
    }
}
