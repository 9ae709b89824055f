using Gatehouse.Interop.Lab;
using Shouldly;
using Xunit;

namespace Gatehouse.Interop.Enforcement;

/// <summary>SAs are replaced before they expire, under load, and nothing is lost over it.</summary>
public sealed class RekeyTests
{
    [Fact]
    public void A_short_quick_mode_lifetime_is_renewed_under_load_without_a_lost_packet() => Run(lifetimeSeconds: 20, loadSeconds: 25, rekeys: 1);

    [Fact]
    [Trait("tier", "all")]
    public void Many_renewals_under_load_lose_nothing() => Run(lifetimeSeconds: 20, loadSeconds: 150, rekeys: 7);

    private static void Run(int lifetimeSeconds, int loadSeconds, int rekeys)
    {
        Privileged.Require("python3", "tcpdump");
        using var lab = new LabNetwork("rekey");
        var policy = PolicyFile.Write(lab, "short-lived", lifetimeSeconds: lifetimeSeconds);
        using var capture = lab.Capture();
        using var a = GatehouseProcess.Run(lab, "a", policy);
        using var b = GatehouseProcess.Run(lab, "b", policy);
        using var server = Traffic.Serve(lab, "b");

        // The load comes when SAs exist; what may wait for the first SA is limited, and another test's matter.
        foreach (var family in new[] { 4, 6 })
            Traffic.Run(lab, "a", "b", family, "udp", "--count", "1").Ok.ShouldBeTrue(a.Error);
        var datagrams = loadSeconds * 50;
        using var udp = Traffic.Start(lab, "a", "b", 4, "udp", "--count", $"{datagrams}", "--interval", "0.02", "--timeout", "3");
        using var tcp4 = Traffic.Start(lab, "a", "b", 4, "tcp", "--bytes", "100000000", "--chunk", "4000", "--interval", "0.02", "--seconds", $"{loadSeconds}");
        using var tcp6 = Traffic.Start(lab, "a", "b", 6, "tcp", "--bytes", "100000000", "--chunk", "4000", "--interval", "0.02", "--seconds", $"{loadSeconds}");
        foreach (var flow in new[] { udp, tcp4, tcp6 })
        {
            var result = TrafficResult.Read(flow.Result(loadSeconds + 60));
            result.Ok.ShouldBeTrue($"{result.Text}\na: {a.Error}\nb: {b.Error}");
        }

        foreach (var family in new[] { 4, 6 })
        {
            a.Events().Count(e => e is { Event: "established", Exchange: "quick-mode" } && e.Remote == lab.Address("b", family))
                .ShouldBeGreaterThanOrEqualTo(1 + rekeys, a.Error);
        }

        a.Events().ShouldNotContain(e => e.Event == "failed");
        capture.Stop();
        capture.ClearPackets().ShouldBeEmpty();
        SpisOf(capture, lab, 4).ShouldBeGreaterThanOrEqualTo(1 + rekeys);
    }

    /// <summary>Distinct SPIs on the wire from a to b: the first four bytes after the IP header (RFC 4303 section 2.1).</summary>
    private static int SpisOf(Capture capture, LabNetwork lab, int family) =>
        capture.EspPackets(lab.Address("a", family), lab.Address("b", family))
            .Select(line => line[line.IndexOf("spi=", StringComparison.Ordinal)..].Split(',')[0]).Distinct().Count();
}
