using Gatehouse.Base;
using Gatehouse.Model.Keying;
using Shouldly;
using Xunit;

namespace Gatehouse.Simulation.Tests;

/// <summary>What happens after the first SA: rekeys, idleness, crashes, wrong keys.</summary>
public sealed class LongLivedTransportModeTests
{
    private static readonly TimeSpan Tenth = TimeSpan.FromMilliseconds(100);

    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void An_hour_of_rekeys_in_both_modes_loses_no_packet(IpFamily family)
    {
        using var run = new TwoNodeRun(SimulatedPolicies.TransportMode(mainModeSeconds: 600, quickModeSeconds: 60), 77, LinkFaults.None, family);
        run.Talk("a", Instant.FromSeconds(1), Tenth);
        run.Talk("b", Instant.FromSeconds(1.05), Tenth);
        run.Network.RunUntil(Instant.FromSeconds(3600));
        run.FallSilent();
        run.Network.RunUntil(Instant.FromSeconds(3605));
        run.Checker.Violations.ShouldBeEmpty();
        run.ReceivedByB.ShouldBe(run.Sent["a"]);
        run.ReceivedByA.ShouldBe(run.Sent["b"]);
        run.Sent["a"].ShouldBeGreaterThan(35000);
        run.StatusA.QuickModes.Length.ShouldBeInRange(1, 2);
        run.A.Events.Count(e => e.Kind == KeyingEventKind.QuickModeEstablished).ShouldBeInRange(60, 90);
    }

    [Fact]
    public void Rekeys_under_loss_duplication_and_reordering_never_break_the_connection_for_long()
    {
        for (ulong seed = 1; seed <= 10; seed++)
        {
            using var run = new TwoNodeRun(
                SimulatedPolicies.TransportMode(mainModeSeconds: 600, quickModeSeconds: 60), seed, new LinkFaults(0.2, 0.1, 0.2), IpFamily.V4);
            run.Talk("a", Instant.FromSeconds(1), Tenth);
            run.Talk("b", Instant.FromSeconds(1.05), Tenth);
            run.Network.RunUntil(Instant.FromSeconds(1800));
            run.Checker.Violations.ShouldBeEmpty($"seed {seed}");

            // The wire alone loses 20 %; negotiation and rekeys may cost 2 % more.
            ((double)run.ReceivedByB / run.Sent["a"]).ShouldBeGreaterThan(0.78, $"seed {seed}");
            ((double)run.ReceivedByA / run.Sent["b"]).ShouldBeGreaterThan(0.78, $"seed {seed}");
            run.StatusA.QuickModes.Length.ShouldBeLessThanOrEqualTo(5, $"seed {seed}");
        }
    }

    [Fact]
    public void A_peer_that_was_killed_and_restarted_is_reached_again_even_when_only_the_other_side_talks()
    {
        using var run = new TwoNodeRun(SimulatedPolicies.TransportMode(), 5, LinkFaults.None, IpFamily.V4);
        run.Talk("a", Instant.FromSeconds(1), Tenth);
        run.Network.RunUntil(Instant.FromSeconds(10));
        var before = run.ReceivedByB;
        before.ShouldBeGreaterThan(80);
        run.CrashAndRestartB();
        run.Network.RunUntil(Instant.FromSeconds(20));
        run.Checker.Violations.ShouldBeEmpty();
        (run.ReceivedByB - before).ShouldBeGreaterThan(90);
    }

    [Fact]
    public void Idle_pairs_are_deleted_on_both_sides_and_come_back_with_traffic()
    {
        using var run = new TwoNodeRun(SimulatedPolicies.TransportMode(), 6, LinkFaults.None, IpFamily.V6);
        run.Talk("a", Instant.FromSeconds(1), Tenth);
        run.Network.RunUntil(Instant.FromSeconds(5));
        run.FallSilent();
        run.Network.RunUntil(Instant.FromSeconds(320));
        run.StatusA.QuickModes.ShouldBeEmpty();
        run.StatusB.QuickModes.ShouldBeEmpty();
    }

    [Fact]
    public void A_main_mode_that_idled_past_its_rekey_is_still_replaced_before_it_expires()
    {
        using var run = new TwoNodeRun(SimulatedPolicies.TransportMode(mainModeSeconds: 600), 9, LinkFaults.None, IpFamily.V4);
        run.Talk("a", Instant.FromSeconds(1), Tenth);
        run.Network.RunUntil(Instant.FromSeconds(10));
        run.FallSilent();
        run.Network.RunUntil(Instant.FromSeconds(560));
        run.StatusA.QuickModes.ShouldBeEmpty();
        var (sent, received) = (run.Sent["a"], run.ReceivedByB);
        received.ShouldBe(sent);
        run.Resume("a", Tenth);
        run.Network.RunUntil(Instant.FromSeconds(700));
        run.FallSilent();
        run.Network.RunUntil(Instant.FromSeconds(701));
        run.ReceivedByB.ShouldBe(run.Sent["a"]);
        (run.Sent["a"] - sent).ShouldBeGreaterThan(1300);
        run.StatusA.MainModes.ShouldNotBeEmpty();
    }

    [Fact]
    public void With_different_keys_nothing_passes_and_both_sides_say_why()
    {
        using var run = new TwoNodeRun(SimulatedPolicies.TransportMode(), 8, LinkFaults.None, IpFamily.V4, keyA: "one", keyB: "other");
        run.Talk("a", Instant.FromSeconds(1), Tenth);
        run.Talk("b", Instant.FromSeconds(1), Tenth);
        run.Network.RunUntil(Instant.FromSeconds(60));
        run.Checker.Violations.ShouldBeEmpty();
        run.Checker.EspPackets.ShouldBe(0);
        (run.ReceivedByA, run.ReceivedByB).ShouldBe((0, 0));
        foreach (var host in new[] { run.A, run.B })
        {
            host.Events.ShouldContain(e => e.Kind == KeyingEventKind.NegotiationFailed
                && e.Error == KeyingError.AuthenticationFailed);
        }
    }
}
