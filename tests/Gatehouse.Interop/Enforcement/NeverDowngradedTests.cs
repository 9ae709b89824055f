using System.Globalization;
using Gatehouse.Interop.Judges;
using Gatehouse.Interop.Lab;
using Shouldly;
using Xunit;

namespace Gatehouse.Interop.Enforcement;

/// <summary>
/// Negotiation discovery under SIGKILL, on real packets: what was protected is never clear again, what fell back to clear goes on in clear.
/// </summary>
public sealed class NeverDowngradedTests
{
    private const int Deaths = 20;
    private const int Seed = 21;

    /// <summary>A process is killed at most this long after its start: before, while and after it becomes ready.</summary>
    private const int LatestDeathMilliseconds = 2500;

    [Fact]
    public void Secured_flows_survive_a_crash_protected_and_a_clear_one_survives_it_clear()
    {
        Privileged.Require("python3", "tcpdump", "tshark");
        using var lab = new LabNetwork("crash", "a", "b", "plain");
        var policy = PolicyFile.Write(lab, "discovery", scenario: "negotiation-discovery");
        using var server = Traffic.Serve(lab, "b");
        using var plain = Traffic.Serve(lab, "plain");
        using var b = GatehouseProcess.Run(lab, "b", policy);
        var first = GatehouseProcess.Run(lab, "a", policy);
        using var capture = lab.Capture(headersOnly: true);
        string[] paced = ["--bytes", "10000000", "--chunk", "400", "--interval", "0.05", "--seconds", "14", "--timeout", "20"];
        using var secured = Traffic.Start(lab, "a", "b", 4, "tcp", paced);
        using var datagrams = Traffic.Start(lab, "a", "b", 6, "udp", "--count", "280", "--interval", "0.05", "--timeout", "3", "--tolerate", "279");
        using var clear = Traffic.Start(lab, "a", "plain", 4, "tcp", paced);
        Thread.Sleep(4000);
        first.Kill();
        first.Dispose();
        Thread.Sleep(1000);
        using var second = GatehouseProcess.Run(lab, "a", policy);
        var results = new[] { secured, datagrams, clear }.Select(flow => TrafficResult.Read(flow.Result(60))).ToArray();
        capture.Stop();

        results[0].Ok.ShouldBeTrue($"the protected connection goes on after the restart: {results[0].Text}\n{second.Error}");
        results[1]["echoed"].ShouldBeGreaterThan(150);
        results[2].Ok.ShouldBeTrue($"the clear connection goes on after the restart: {results[2].Text}\n{second.Error}");
        var ways = WireWay.Read(capture, Traffic.Port);
        foreach (var family in new[] { 4, 6 })
        {
            var (to, from) = (ways(lab.Address("a", family), lab.Address("b", family)), ways(lab.Address("b", family), lab.Address("a", family)));
            to.Protected.ShouldBeGreaterThan(50);
            foreach (var (way, other) in new[] { (to, from), (from, to) })
            {
                way.ShouldNeverGoBack($"IPv{family}");
                way.ShouldFollow(other, $"IPv{family}");
            }
        }

        var fallback = ways(lab.Address("a", 4), lab.Address("plain", 4));
        (fallback.Clear > 100, fallback.Protected).ShouldBe((true, 0));
    }

    [Fact]
    public void Twenty_deaths_at_random_moments_under_load_never_send_a_secured_flow_in_clear()
    {
        Privileged.Require("python3", "tcpdump", "tshark");
        using var lab = new LabNetwork("deaths");
        var policy = PolicyFile.Write(lab, "mortal", scenario: "negotiation-discovery");
        using var server = Traffic.Serve(lab, "b");
        using var b = GatehouseProcess.Run(lab, "b", policy);
        using var capture = lab.Capture(headersOnly: true);

        // One flow per family, all the time; each is protected within the life of the first process, and from then on for ever.
        using var first = GatehouseProcess.Run(lab, "a", policy);
        using var v4 = Load(lab, 4);
        using var v6 = Load(lab, 6);
        Thread.Sleep(3000);
        first.Kill();
        var random = new Random(Seed);
        for (var death = 1; death < Deaths; death++)
        {
            using var node = GatehouseProcess.Start(lab, "a", policy, GatehouseProcess.Psk);
            Thread.Sleep(random.Next(LatestDeathMilliseconds));
            node.Kill();
        }

        using (var last = GatehouseProcess.Run(lab, "a", policy))
        {
            Thread.Sleep(5000);
            capture.Stop();
            last.Terminate().ShouldBe(0, last.Error);
        }

        var ways = WireWay.Read(capture, Traffic.Port);
        foreach (var family in new[] { 4, 6 })
        {
            var (to, from) = (ways(lab.Address("a", family), lab.Address("b", family)), ways(lab.Address("b", family), lab.Address("a", family)));
            to.Protected.ShouldBeGreaterThan(30, to.ToString());
            foreach (var (way, other) in new[] { (to, from), (from, to) })
            {
                way.ShouldNeverGoBack(string.Create(CultureInfo.InvariantCulture, $"IPv{family}"));
                way.ShouldFollow(other, string.Create(CultureInfo.InvariantCulture, $"IPv{family}"));
            }
        }
    }

    private static RunningTool Load(LabNetwork lab, int family) =>
        Traffic.Start(lab, "a", "b", family, "udp", "--count", "1000000", "--interval", "0.03");
}
