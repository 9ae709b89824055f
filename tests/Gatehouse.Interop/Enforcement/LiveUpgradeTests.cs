using Gatehouse.Interop.Judges;
using Gatehouse.Interop.Lab;
using Shouldly;
using Xunit;

namespace Gatehouse.Interop.Enforcement;

/// <summary>
/// Negotiation discovery on real packets: a TCP transfer that starts in clear goes on without a lost byte when its SA comes up, and nothing
/// of it is clear afterwards, not even when a node is killed.
/// </summary>
public sealed class LiveUpgradeTests
{
    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    public void A_transfer_that_starts_in_clear_is_upgraded_under_load_and_loses_nothing(int family)
    {
        Privileged.Require("python3", "tcpdump");
        using var lab = new LabNetwork($"upgrade{family}");
        using var server = Traffic.Serve(lab, "b");
        using var b = GatehouseProcess.Run(lab, "b", PolicyFile.Write(lab, "boundary", scenario: "negotiation-discovery-boundary"));
        using var capture = lab.Capture(headersOnly: true);

        using var a = GatehouseProcess.Run(lab, "a", PolicyFile.Write(lab, "discovery", scenario: "negotiation-discovery"));
        var transfer = Traffic.Run(lab, "a", "b", family, "tcp", "--bytes", "5000000");
        transfer.Ok.ShouldBeTrue($"{transfer.Text}\n{a.Error}\n{b.Error}");
        capture.Stop();
        var (from, to) = (lab.Address("a", family), lab.Address("b", family));
        capture.Select($"tcp port {Traffic.Port} and src {from}").Length.ShouldBeGreaterThan(0, "it started in clear");
        capture.EspPackets(from, to).Length.ShouldBeGreaterThan(1000);
        capture.EspPackets(to, from).Length.ShouldBeGreaterThan(1000);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    public void A_connection_that_ran_in_clear_is_upgraded_when_its_peer_gets_a_node(int family)
    {
        Privileged.Require("python3", "tcpdump", "tshark");
        using var lab = new LabNetwork($"midway{family}");
        using var server = Traffic.Serve(lab, "b");
        using var a = GatehouseProcess.Run(lab, "a", PolicyFile.Write(lab, "discovery", scenario: "negotiation-discovery"));
        using var capture = lab.Capture(headersOnly: true);
        using var transfer = Traffic.Start(
            lab, "a", "b", family, "tcp", "--bytes", "100000000", "--chunk", "4000", "--interval", "0.02", "--seconds", "12", "--timeout", "20");
        Thread.Sleep(3000);
        using var b = GatehouseProcess.Run(lab, "b", PolicyFile.Write(lab, "boundary", scenario: "negotiation-discovery-boundary"));
        var result = TrafficResult.Read(transfer.Result(60));
        capture.Stop();
        result.Ok.ShouldBeTrue($"{result.Text}\n{a.Error}\n{b.Error}");
        var ways = WireWay.Read(capture, Traffic.Port);
        var (to, from) = (ways(lab.Address("a", family), lab.Address("b", family)), ways(lab.Address("b", family), lab.Address("a", family)));
        foreach (var (way, other) in new[] { (to, from), (from, to) })
        {
            (way.Clear > 50 && way.Protected > 50).ShouldBeTrue($"{way}");
            way.ShouldNeverGoBack("the transfer");
            way.ShouldFollow(other, "the transfer");
        }
    }
}
