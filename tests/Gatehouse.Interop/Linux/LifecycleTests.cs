using System.Net.Sockets;
using System.Text.RegularExpressions;
using Gatehouse.Base;
using Gatehouse.Engine.Ports;
using Gatehouse.Linux;
using Gatehouse.Linux.Namespaces;
using Shouldly;
using Xunit;

namespace Gatehouse.Interop.Linux;

/// <summary>Start, death, restart and withdrawal: what stays blocked, and what is left behind.</summary>
[Collection("namespaces")]
public sealed class LifecycleTests : IDisposable
{
    private readonly LabNetwork _lab;
    private readonly LabHost _a;
    private readonly LabHost _b;

    public LifecycleTests()
    {
        Privileged.Require();
        _lab = LabNetwork.Create("gh-test", ["a", "b"], out var failure) ?? throw new InvalidOperationException(failure);
        (_a, _b) = (_lab.Hosts[0], _lab.Hosts[1]);
    }

    public void Dispose() => _lab?.Dispose();

    [Fact]
    public void Withdrawing_leaves_the_namespace_as_it_was()
    {
        var before = Snapshot(_a);
        using (new RunningNode(_a, new XorNode()))
        {
            Snapshot(_a).ShouldNotBe(before);
            using var b = new RunningNode(_b, new XorNode());
            Traffic.Arrives(_a, _b, 4, 100).ShouldBeTrue();
        }

        Snapshot(_a).ShouldBe(before);
        Traffic.Arrives(_a, _b, 4, 100).ShouldBeTrue();
        Traffic.Arrives(_a, _b, 6, 100).ShouldBeTrue();
    }

    [Fact]
    public void After_a_kill_traffic_stays_blocked_both_ways_until_withdrawn_by_name()
    {
        var before = Snapshot(_a);
        new RunningNode(_a, new XorNode { Transforms = false }).Kill();
        foreach (var family in new[] { 4, 6 })
        {
            Traffic.Arrives(_b, _a, family, 100, waitMilliseconds: 300).ShouldBeFalse();
            IsBlockedOutbound(family).ShouldBeTrue();
        }

        LinuxEnforcement.WithdrawByName(_a.Namespace).ShouldBeNull();
        Snapshot(_a).ShouldBe(before);
        Traffic.Arrives(_a, _b, 4, 100).ShouldBeTrue();
        Traffic.Arrives(_b, _a, 6, 100).ShouldBeTrue();
        LinuxEnforcement.WithdrawByName(_a.Namespace).ShouldBeNull("withdrawing twice is no error");
    }

    [Fact]
    public void After_a_kill_a_restart_takes_over_and_leaves_nothing_behind()
    {
        var before = Snapshot(_a);
        new RunningNode(_a, new XorNode()).Kill();
        using (new RunningNode(_a, new XorNode()))
        {
            using var b = new RunningNode(_b, new XorNode());
            Traffic.Arrives(_a, _b, 4, 100).ShouldBeTrue();
            Shell.Run($"ip netns exec {_a.Namespace} iptables-save -t security").Split("-j GATEHOUSE-OUT").Length.ShouldBe(2);
        }

        Snapshot(_a).ShouldBe(before);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    public void What_the_last_command_sends_leaves_before_the_end(int family)
    {
        using var receiver = Traffic.Open(_b, family, SocketType.Dgram, 500);
        Shell.Run($"ip netns exec {_a.Namespace} ping -c 1 -W 2 {Traffic.AddressOf(_b, family)}");
        var a = new RunningNode(_a, new XorNode());
        var local = new Endpoint(IpAddr.Parse(Traffic.AddressOf(_a, family)), 500);
        var remote = new Endpoint(IpAddr.Parse(Traffic.AddressOf(_b, family)), 500);
        a.Enforcement.Loop.Post(() => a.Node.Ask(new NodeAction.SendDatagram(local, remote, new byte[3000])));
        // The rules stay, so the datagram can only have left through the queue.
        a.Kill();
        receiver.Receive(new byte[4000]).ShouldBe(3000);
        LinuxEnforcement.WithdrawByName(_a.Namespace).ShouldBeNull();
    }

    [Fact]
    public void Packets_held_at_the_kill_never_leave()
    {
        var a = new RunningNode(_a, new XorNode { Holding = true });
        using var receiver = Traffic.Open(_b, 4, SocketType.Dgram);
        using var sender = Traffic.Open(_a, 4, SocketType.Dgram);
        sender.SendTo([1], Traffic.At(_b, 4, receiver));
        Eventually.Is(() => a.On(() => a.Node.HeldCount), 1);
        a.Kill();
        LinuxEnforcement.WithdrawByName(_a.Namespace).ShouldBeNull();
        receiver.Poll(300_000, SelectMode.SelectRead).ShouldBeFalse();
    }

    [Fact]
    public void A_node_that_breaks_ends_the_loop_with_its_fault_and_traffic_stays_blocked()
    {
        using var a = new RunningNode(_a, new XorNode { Broken = true });
        Traffic.Arrives(_a, _b, 4, 100, waitMilliseconds: 300).ShouldBeFalse();
        a.WaitForEnd();
        a.End!.Fault.ShouldBeOfType<InvalidOperationException>();
        Traffic.Arrives(_a, _b, 4, 100, waitMilliseconds: 300).ShouldBeFalse();
        LinuxEnforcement.WithdrawByName(_a.Namespace).ShouldBeNull();
    }

    [Fact]
    public void Traffic_of_the_loopback_interface_survives_a_kill_and_is_counted()
    {
        long counted;
        using (var a = new RunningNode(_a, new XorNode()))
        {
            Shell.Run($"ip netns exec {_a.Namespace} ping -c 1 -W 2 127.0.0.1");
            Shell.Run($"ip netns exec {_a.Namespace} ping -c 1 -W 2 {_a.V6}");
            counted = Netns.RunIn(_a.Namespace, () => a.Enforcement.ReadLoopbackPackets());
            a.Kill();
        }

        counted.ShouldBe(8);
        Shell.Run($"ip netns exec {_a.Namespace} ping -c 1 -W 2 127.0.0.1");
        LinuxEnforcement.WithdrawByName(_a.Namespace).ShouldBeNull();
    }

    [Fact]
    public void A_taken_port_is_refused_with_the_name_of_its_owner_and_nothing_changes()
    {
        var before = Snapshot(_a);
        using var taken = Traffic.Open(_a, 4, SocketType.Dgram, 500);
        var failure = Should.Throw<InvalidOperationException>(() => new RunningNode(_a, new XorNode())).Message;
        failure.ShouldContain("UDP port 500 (IPv4) is taken by ");
        failure.ShouldContain($"(process {Environment.ProcessId})");
        Snapshot(_a).ShouldBe(before);
    }

    [Fact]
    public void Routes_are_followed_with_room_for_the_overhead()
    {
        using var a = new RunningNode(_a, new XorNode());
        Shell.Run($"ip -n {_a.Namespace} route add 192.0.2.0/24 via {_b.V4} mtu 1400");
        Shell.Run($"ip -n {_a.Namespace} route add 2001:db8::/32 via {_b.V6}");
        Shell.Run($"ip -n {_a.Namespace} route add 198.51.100.0/24 nexthop via {_b.V4} weight 2 nexthop via 10.98.0.77 weight 1");
        Shell.Run($"ip -n {_a.Namespace} route add unreachable 203.0.113.0/24");
        Eventually.Is(() => Ours(4).Contains("unreachable 203.0.113.0/24", StringComparison.Ordinal), true);
        Ours(4).ShouldContain($"192.0.2.0/24 via {_b.V4} dev eth0 proto 47 mtu 1363");
        Ours(4).ShouldContain("nexthop via 10.98.0.77 dev eth0 weight 1");
        Ours(4).ShouldContain("10.98.0.0/24 dev eth0 proto 47 scope link src 10.98.0.11 mtu 1463");
        Ours(6).ShouldContain($"2001:db8::/32 via {_b.V6} dev eth0 proto 47 metric 1024 mtu 1462");
        Shell.Run($"ip -n {_a.Namespace} route del 192.0.2.0/24");
        Eventually.Is(() => Ours(4).Contains("192.0.2.0", StringComparison.Ordinal), false);
        Shell.Run($"ip -n {_a.Namespace} link set eth0 down");
        Eventually.Is(() => Ours(4), "unreachable 203.0.113.0/24 proto 47 \n");
        Shell.Run($"ip -n {_a.Namespace} link set eth0 up");
        Eventually.Is(() => Ours(4).Contains("10.98.0.0/24", StringComparison.Ordinal), true);
    }

    private string Ours(int family) => Shell.TryRun($"ip -n {_a.Namespace} -{family} route show table 4747").Output;

    /// <summary>Everything of a namespace that enforcing touches.</summary>
    private static string Snapshot(LabHost host)
    {
        string[] commands =
        [
            "iptables-save -t mangle", "ip6tables-save -t mangle", "iptables-save -t security", "ip6tables-save -t security",
            "ip rule", "ip -6 rule", "ip route show table 4747",
            "ip -6 route show table 4747", "nft list tables", "ip route", "ip -6 route",
        ];
        var lines = commands
            .Select(command => Shell.TryRun($"ip netns exec {host.Namespace} {command}").Output);
        var kept = string.Join('\n', lines).Split('\n').Where(line =>
             !line.StartsWith('#') && !line.StartsWith(':') && !Regex.IsMatch(line, "FIB table|Dump terminated"));
        // Listing the rules of iptables-nft makes its tables; an empty one is no trace of ours.
        const string emptyTable = "^(\\*|table ip6? )(mangle|security)$|^COMMIT$|^$";
        return string.Join('\n', kept.Order().Distinct().Where(line => !Regex.IsMatch(line, emptyTable)));
    }

    private bool IsBlockedOutbound(int family)
    {
        try
        {
            return !Traffic.Arrives(_a, _b, family, 100, waitMilliseconds: 300);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AccessDenied)
        {
            return true;
        }
    }
}
