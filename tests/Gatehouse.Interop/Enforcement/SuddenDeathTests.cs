using System.Diagnostics;
using Gatehouse.Interop.Lab;
using Shouldly;
using Xunit;

namespace Gatehouse.Interop.Enforcement;

/// <summary>SIGKILL at any moment, starting up included, leaves protected traffic blocked until a restart or "gatehouse down".</summary>
public sealed class SuddenDeathTests
{
    private const int Deaths = 20;
    private const int Seed = 20;

    /// <summary>A process is killed at most this long after its start: before, while and after it becomes ready.</summary>
    private const int LatestDeathMilliseconds = 2500;

    [Fact]
    public void Twenty_deaths_at_random_moments_leave_traffic_blocked_each_time_and_nothing_is_left_after_down()
    {
        Privileged.Require("python3", "tcpdump");
        using var lab = new LabNetwork("kill");
        var policy = PolicyFile.Write(lab, "mortal");
        using var server = Traffic.Serve(lab, "b");
        using var serverA = Traffic.Serve(lab, "a");
        var before = (A: HostState.Of(lab, "a"), B: HostState.Of(lab, "b"));
        using var b = GatehouseProcess.Run(lab, "b", policy);
        using (var first = GatehouseProcess.Run(lab, "a", policy))
        {
            using var capture = lab.Capture();
            using var load = new Load(lab);
            first.Kill();
            ShouldBeBlocked(lab, "the first death");
            DieAgainAndAgain(lab, policy);
            capture.Stop();
            capture.ClearPackets().ShouldBeEmpty();
        }

        GatehouseProcess.Execute(lab, "a", "down").Succeeded();
        b.Terminate().ShouldBe(0, b.Error);
        HostState.Of(lab, "a").ShouldBe(before.A);
        HostState.Of(lab, "b").ShouldBe(before.B);
        Traffic.Run(lab, "a", "b", 4, "tcp").Ok.ShouldBeTrue("clear traffic flows again");
        Traffic.Run(lab, "b", "a", 6, "tcp").Ok.ShouldBeTrue("clear traffic flows again");
    }

    private static void DieAgainAndAgain(LabNetwork lab, string policy)
    {
        // Seeded moments, so that a failure can be looked at again; the machine adds its own chance.
        var random = new Random(Seed);
        for (var death = 1; death < Deaths; death++)
        {
            var moment = random.Next(LatestDeathMilliseconds);
            using var node = GatehouseProcess.Start(lab, "a", policy, GatehouseProcess.Psk);
            var clock = Stopwatch.StartNew();
            if (death % 5 == 0)
            {
                node.WaitForOutput("^ready", 30);
                var recovered = Traffic.Run(lab, "a", "b", death % 2 == 0 ? 4 : 6, "tcp", "--bytes", "20000");
                recovered.Ok.ShouldBeTrue($"restart {death} recovers: {recovered.Text}\n{node.Error}");
            }

            Thread.Sleep((int)Math.Max(0, moment - clock.ElapsedMilliseconds));
            node.Kill();
            ShouldBeBlocked(lab, $"death {death}, {moment} ms after the start");
        }
    }

    private static void ShouldBeBlocked(LabNetwork lab, string when)
    {
        using var outward = Traffic.Start(lab, "a", "b", 4, "tcp", "--timeout", "0.5");
        using var inward = Traffic.Start(lab, "b", "a", 6, "tcp", "--timeout", "0.5");
        TrafficResult.Read(outward.Result(10)).Ok.ShouldBeFalse(when);
        TrafficResult.Read(inward.Result(10)).Ok.ShouldBeFalse(when);
    }

    /// <summary>Datagrams both ways, both families, all the time.</summary>
    private sealed class Load(LabNetwork lab) : IDisposable
    {
        private readonly RunningTool[] _flows =
        [
            .. from family in new[] { 4, 6 }
               from ends in new[] { ("a", "b"), ("b", "a") }
               select Traffic.Start(lab, ends.Item1, ends.Item2, family, "udp", "--count", "1000000", "--interval", "0.02"),
        ];

        public void Dispose() => Array.ForEach(_flows, flow => flow.Dispose());
    }
}
