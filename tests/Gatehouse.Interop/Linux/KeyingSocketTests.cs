using System.Globalization;
using System.Text.RegularExpressions;
using Gatehouse.Base;
using Gatehouse.Engine.Ports;
using Gatehouse.Linux.Loop;
using Gatehouse.Linux.Namespaces;
using Shouldly;
using Xunit;

namespace Gatehouse.Interop.Linux;

/// <summary>Datagrams of the keying sockets between two namespaces, through both queues.</summary>
[Collection("namespaces")]
public sealed partial class KeyingSocketTests : IDisposable
{
    private readonly LabNetwork _lab;
    private readonly LabHost _a;
    private readonly LabHost _b;

    public KeyingSocketTests()
    {
        Privileged.Require();
        _lab = LabNetwork.Create("gh-test", ["a", "b"], out var failure) ?? throw new InvalidOperationException(failure);
        (_a, _b) = (_lab.Hosts[0], _lab.Hosts[1]);
    }

    public void Dispose() => _lab?.Dispose();

    [Theory]
    [InlineData(4, 500)]
    [InlineData(4, 4500)]
    [InlineData(6, 500)]
    public void A_datagram_leaves_marked_from_the_asked_address_and_arrives_with_both_ends(int family, ushort port)
    {
        // A second address, so that the source is a choice.
        Shell.Run($"ip -n {_a.Namespace} addr add {(family == 4 ? "10.98.0.99/24" : "fd98::99/64")} dev eth0 {(family == 4 ? "" : "nodad")}");
        using var a = new RunningNode(_a, new XorNode());
        using var b = new RunningNode(_b, new XorNode());
        var local = new Endpoint(IpAddr.Parse(family == 4 ? "10.98.0.99" : "fd98::99"), port);
        var remote = new Endpoint(IpAddr.Parse(Traffic.AddressOf(_b, family)), port);
        var data = new byte[3000];
        new Random(1).NextBytes(data);
        a.On(() => a.Node.Ask(new NodeAction.SendDatagram(local, remote, data)));
        b.Node.Datagrams.TryTake(out var got, TimeSpan.FromSeconds(5)).ShouldBeTrue();
        got.Local.ShouldBe(remote);
        got.Remote.ShouldBe(local);
        got.Data.ShouldBe(data);
        a.Node.KeyingMetas.Count.ShouldBe(1);
        a.On(() => a.Enforcement.Loop.Counters.SendFailures).ShouldBe(0);
    }

    [Fact]
    public void Link_local_addresses_carry_their_interface()
    {
        using var a = new RunningNode(_a, new XorNode());
        using var b = new RunningNode(_b, new XorNode());
        var (local, localIndex) = LinkLocal(_a);
        var (remote, remoteIndex) = LinkLocal(_b);
        var from = new Endpoint(new IpAddr(IpFamily.V6, local.Value, localIndex), 500);
        var to = new Endpoint(new IpAddr(IpFamily.V6, remote.Value, localIndex), 500);
        a.On(() => a.Node.Ask(new NodeAction.SendDatagram(from, to, [1, 2, 3])));
        b.Node.Datagrams.TryTake(out var got, TimeSpan.FromSeconds(5)).ShouldBeTrue();
        got.Local.Address.ShouldBe(new IpAddr(IpFamily.V6, remote.Value, remoteIndex));
        got.Remote.Address.ShouldBe(new IpAddr(IpFamily.V6, local.Value, remoteIndex));
    }

    [Fact]
    public void A_datagram_of_another_process_is_not_taken_for_the_nodes_own()
    {
        using var a = new RunningNode(_a, new XorNode());
        using var b = new RunningNode(_b, new XorNode());
        using var sender = Traffic.Open(_a, 4, System.Net.Sockets.SocketType.Dgram);
        sender.SendTo([1], new System.Net.IPEndPoint(System.Net.IPAddress.Parse(_b.V4), 500));
        b.Node.Datagrams.TryTake(out _, TimeSpan.FromSeconds(5)).ShouldBeTrue();
        a.Node.KeyingMetas.ShouldBeEmpty();
    }

    [Fact]
    public void Deadlines_fire_in_time_and_commands_run_on_the_loop()
    {
        using var a = new RunningNode(_a, new XorNode());
        var asked = MonotonicClock.Now;
        a.On(() => a.Node.NextDeadline = asked + TimeSpan.FromMilliseconds(100));
        Eventually.Is(() => a.On(() => a.Node.DeadlinesFired), 1);
        (MonotonicClock.Now - asked).ShouldBeGreaterThan(TimeSpan.FromMilliseconds(100));
    }

    private static (IpAddr Address, uint Index) LinkLocal(LabHost host)
    {
        var text = Shell.Run($"ip -n {host.Namespace} -6 -o addr show dev eth0 scope link");
        var match = Pattern().Match(text);
        return (IpAddr.Parse(match.Groups[2].Value), uint.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex("^([0-9]+): eth0 +inet6 ([0-9a-f:]+)/")]
    private static partial Regex Pattern();
}
