using System.Net;
using System.Net.Sockets;
using Gatehouse.Base;
using Gatehouse.Linux.Namespaces;
using Shouldly;
using Xunit;

namespace Gatehouse.Interop.Linux;

/// <summary>Packets of real sockets through real queues, replaced by protocol 50 of another length and back.</summary>
[Collection("namespaces")]
public sealed class MangledTrafficTests : IDisposable
{
    private readonly LabNetwork _lab;
    private readonly LabHost _a;
    private readonly LabHost _b;

    public MangledTrafficTests()
    {
        Privileged.Require();
        _lab = LabNetwork.Create("gh-test", ["a", "b"], out var failure) ?? throw new InvalidOperationException(failure);
        (_a, _b) = (_lab.Hosts[0], _lab.Hosts[1]);
    }

    public void Dispose() => _lab?.Dispose();

    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    public void Bulk_tcp_flows_and_only_protocol_50_is_on_the_wire(int family)
    {
        var tap = new ProtocolTap();
        using var a = new RunningNode(_a, new XorNode(), tap);
        using var b = new RunningNode(_b, new XorNode());
        Traffic.SendBulk(_a, _b, family, 20_000_000).ShouldBe(20_000_000);
        tap.Count(50).ShouldBeGreaterThan(10_000);
        tap.Count(6).ShouldBe(0);
        a.On(() => a.Node.Sealed).ShouldBeGreaterThan(10_000);
        b.On(() => b.Node.Opened).ShouldBeGreaterThan(10_000);
    }

    [Theory]
    [InlineData(4, 4000)]
    [InlineData(6, 4000)]
    [InlineData(4, 60000)]
    [InlineData(6, 60000)]
    public void A_datagram_longer_than_the_link_is_sealed_whole_and_arrives(int family, int bytes)
    {
        using var a = new RunningNode(_a, new XorNode());
        using var b = new RunningNode(_b, new XorNode());
        Traffic.Arrives(_a, _b, family, bytes).ShouldBeTrue();
        a.On(() => a.Node.Sealed).ShouldBe(1);
        b.On(() => b.Node.Opened).ShouldBe(1);
    }

    [Fact]
    public void A_packet_too_long_for_a_queue_message_is_dropped_and_counted()
    {
        using var a = new RunningNode(_a, new XorNode());
        using var b = new RunningNode(_b, new XorNode());
        Traffic.Arrives(_a, _b, 4, 65507, waitMilliseconds: 300).ShouldBeFalse();
        a.On(() => a.Enforcement.Loop.Counters.Cut).ShouldBe(1);
        Traffic.Arrives(_a, _b, 4, 100).ShouldBeTrue();
    }

    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    public void A_datagram_that_may_not_be_fragmented_fits_exactly_or_is_refused_with_an_error(int family)
    {
        using var a = new RunningNode(_a, new XorNode());
        using var b = new RunningNode(_b, new XorNode());
        var fits = XorNode.InnerMtu(1500, family == 4 ? IpFamily.V4 : IpFamily.V6) - (family == 4 ? 28 : 48);
        Traffic.Arrives(_a, _b, family, fits, dontFragment: true).ShouldBeTrue();
        Should.Throw<SocketException>(() => Traffic.Arrives(_a, _b, family, fits + 1, dontFragment: true))
            .SocketErrorCode.ShouldBe(SocketError.MessageSize);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    public void A_held_packet_waits_and_leaves_sealed(int family)
    {
        using var a = new RunningNode(_a, new XorNode { Holding = true });
        using var b = new RunningNode(_b, new XorNode());
        using var receiver = Traffic.Open(_b, family, SocketType.Dgram);
        using var sender = Traffic.Open(_a, family, SocketType.Dgram);
        for (byte i = 0; i < 5; i++)
            sender.SendTo([i], Traffic.At(_b, family, receiver));
        Eventually.Is(() => a.On(() => a.Node.HeldCount), 5);
        receiver.Poll(200_000, SelectMode.SelectRead).ShouldBeFalse("a held packet left");
        a.On(() => a.Node.Release(seal: true));
        var buffer = new byte[10];
        for (byte i = 0; i < 5; i++)
        {
            receiver.Receive(buffer).ShouldBe(1);
            buffer[0].ShouldBe(i);
        }

        b.On(() => b.Node.Opened).ShouldBe(5);
    }

    [Fact]
    public void A_held_packet_that_is_dropped_never_leaves_and_traffic_goes_on()
    {
        using var a = new RunningNode(_a, new XorNode { Holding = true });
        using var b = new RunningNode(_b, new XorNode());
        Traffic.Arrives(_a, _b, 4, 10, waitMilliseconds: 300).ShouldBeFalse();
        a.On(() => a.Node.Release(seal: false));
        Traffic.Arrives(_a, _b, 4, 11).ShouldBeTrue();
        b.On(() => b.Node.Opened).ShouldBe(1);
    }

    [Fact]
    public void Clear_text_of_a_host_without_protection_is_dropped_inbound()
    {
        using var b = new RunningNode(_b, new XorNode());
        Traffic.Arrives(_a, _b, 4, 10, waitMilliseconds: 300).ShouldBeFalse();
        Traffic.Arrives(_a, _b, 6, 10, waitMilliseconds: 300).ShouldBeFalse();
        b.On(() => b.Node.Dropped).ShouldBe(2);
    }

    [Fact]
    public void Icmp_and_neighbour_discovery_pass_as_the_node_permits()
    {
        using var a = new RunningNode(_a, new XorNode());
        using var b = new RunningNode(_b, new XorNode());
        Shell.Run($"ip netns exec {_a.Namespace} ping -c 2 -i 0.2 -W 2 {_b.V4}");
        Shell.Run($"ip netns exec {_a.Namespace} ping -c 2 -i 0.2 -W 2 {_b.V6}");
    }

    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    public void A_link_with_a_smaller_mtu_is_followed(int family)
    {
        using var a = new RunningNode(_a, new XorNode());
        using var b = new RunningNode(_b, new XorNode());
        foreach (var host in new[] { _a, _b })
            Shell.Run($"ip -n {host.Namespace} link set eth0 mtu 1400");
        var fits = XorNode.InnerMtu(1400, family == 4 ? IpFamily.V4 : IpFamily.V6) - (family == 4 ? 28 : 48);
        Eventually.Is(() => IsRefused(family, fits + 1), true);
        Traffic.Arrives(_a, _b, family, fits, dontFragment: true).ShouldBeTrue();
        Traffic.SendBulk(_a, _b, family, 2_000_000).ShouldBe(2_000_000);
    }

    [Fact]
    public void A_directed_broadcast_is_told_from_unicast()
    {
        using var a = new RunningNode(_a, new XorNode());
        using var sender = Traffic.Open(_a, 4, SocketType.Dgram);
        sender.EnableBroadcast = true;
        sender.SendTo([1], new IPEndPoint(IPAddress.Parse("10.98.0.255"), 9));
        sender.SendTo([1], new IPEndPoint(IPAddress.Parse(_b.V4), 9));
        Eventually.Is(() => a.Node.BroadcastMetas.Count, 1);
        a.Node.BroadcastMetas.TryPeek(out var meta).ShouldBeTrue();
        meta.Loopback.ShouldBeFalse();
    }

    private bool IsRefused(int family, int bytes)
    {
        try
        {
            Traffic.Arrives(_a, _b, family, bytes, dontFragment: true, waitMilliseconds: 10);
            return false;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.MessageSize)
        {
            return true;
        }
    }
}
