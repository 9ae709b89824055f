using Gatehouse.Base;
using Gatehouse.Oracles.Matrix;
using Shouldly;
using Xunit;

namespace Gatehouse.Simulation.Tests.Discovery;

/// <summary>A host that discovers costs a fleet of plain peers next to nothing, and misses none that learns to answer.</summary>
public sealed class SilentFleetTests
{
    private const int MaxKeyingPacketsPerHour = 40;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    [Fact]
    [Trait("tier", "default")]
    public void A_thousand_silent_peers_cost_forty_packets_an_hour_each_and_one_that_learns_to_answer_is_protected()
    {
        using var fleet = new SilentFleet();
        fleet.Network.RunUntil(Instant.Zero + Hour);
        fleet.TakeKeyingPackets().Count.ShouldBe(SilentFleet.Peers);
        for (var hour = 2; hour <= 3; hour++)
        {
            fleet.Network.RunUntil(Instant.Zero + (Hour * hour));
            fleet.TakeKeyingPackets().Values.Max().ShouldBeLessThanOrEqualTo(MaxKeyingPacketsPerHour, $"hour {hour}");
        }

        // Peers that begin to answer, and are only asked.
        int[] asked = [0, 250, 999];
        foreach (var peer in asked)
            fleet.GetsPolicy(peer, peer == 250 ? Scenario.Boundary : Scenario.Discovery);
        fleet.Network.RunUntil(fleet.Network.Now + Patience, () => asked.All(fleet.IsProtected));
        asked.ShouldAllBe(peer => fleet.IsProtected(peer));

        // One that asks is answered at once, whatever this host's pause.
        const int Asking = 500;
        fleet.IsProtected(Asking).ShouldBeFalse();
        var answers = SilentFleet.Ask(fleet.GetsPolicy(Asking, Scenario.Discovery), Asking);
        fleet.Network.RunUntil(fleet.Network.Now + TimeSpan.FromSeconds(3));
        fleet.IsProtected(Asking).ShouldBeTrue();
        answers.Answered.ShouldBeGreaterThan(0);
    }
}
