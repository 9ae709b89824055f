using Gatehouse.Base;
using Gatehouse.Model.Wfp;
using Shouldly;
using Xunit;

namespace Gatehouse.Simulation.Tests;

/// <summary>
/// Issue "First light", section 5: seeded runs of two nodes over a wire that loses up to 30 %, duplicates and reorders up to 20 %. Every run
/// ends established with payload both ways within 120 virtual seconds, except those drawn with a cut wire, which end blocked; and no clear
/// packet is ever on the wire.
/// </summary>
public sealed class LossyTransportModeTests
{
    private const int Chunks = 10;
    private const int RunsPerChunk = 1000;

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);
    private static readonly WfpObjectSet Objects = SimulatedPolicies.TransportMode();

    public static TheoryData<int> ChunkNumbers => [.. Enumerable.Range(0, Chunks)];

    [Theory]
    [MemberData(nameof(ChunkNumbers))]
    public void Ends_established_and_delivered_or_blocked_when_the_wire_is_cut(int chunk)
    {
        var cut = 0;

        // Each run is deterministic and shares nothing, so both cores may work.
        Parallel.For(0, RunsPerChunk, i =>
        {
            if (RunOne((ulong)((chunk * RunsPerChunk) + i + 1)))
                Interlocked.Increment(ref cut);
        });

        // 5 % of 1,000, drawn: far from none and far from many, or the draw itself is broken.
        cut.ShouldBeInRange(20, 90);
    }

    private static bool RunOne(ulong seed)
    {
        var draw = new SeededEntropy(seed ^ 0x6761746568);
        var isCut = draw.NextFraction() < 0.05;
        var faults = isCut
            ? new LinkFaults(1, 0, 0)
            : new LinkFaults(0.30 * draw.NextFraction(), 0.20 * draw.NextFraction(), 0.20 * draw.NextFraction());
        var family = draw.NextFraction() < 0.5 ? IpFamily.V4 : IpFamily.V6;
        using var run = new TwoNodeRun(Objects, seed, faults, family);
        run.Talk("a", Instant.FromSeconds(draw.NextFraction()), Period);
        run.Talk("b", Instant.FromSeconds(draw.NextFraction() * 3), Period);
        var done = run.Network.RunUntil(Instant.FromSeconds(120), () => run.DeliveredBothWays);
        var what = $"seed {seed}, {faults}, {family}";
        run.Checker.Violations.ShouldBeEmpty(what);
        done.ShouldBe(!isCut, what);
        run.Established(run.Network.Now).ShouldBe(!isCut, what);
        if (isCut)
        {
            run.ReceivedByA.ShouldBe(0, what);
            run.ReceivedByB.ShouldBe(0, what);
            run.StatusA.Down.ShouldNotBeEmpty(what);
        }
        else
        {
            run.Checker.EspPackets.ShouldBeGreaterThanOrEqualTo(2, what);
        }

        return isCut;
    }
}
