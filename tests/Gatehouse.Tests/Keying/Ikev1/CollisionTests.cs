using Gatehouse.Keying;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Keying;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Keying.Ikev1;

public sealed class CollisionTests
{
    [Fact]
    public void Both_ends_beginning_at_once_end_with_one_pair_after_the_lowest_nonce_rule()
    {
        var crossed = 0;
        var settled = 0;
        for (ulong seed = 0; seed < 60; seed++)
        {
            var pair = new Pair(seed);
            pair.Acquire(pair.A);
            pair.Acquire(pair.B);
            pair.Run(1);
            crossed += pair.A.Pairs.Count == 2 ? 1 : 0;
            pair.Sendable(pair.A).ShouldBeTrue();
            pair.Sendable(pair.B).ShouldBeTrue();
            pair.TrafficUntil(pair.Now + TimeSpan.FromSeconds(10), TimeSpan.FromMilliseconds(100));
            settled += pair.A.Pairs.Count == 1 ? 1 : 0;
            // Where latency lets only one end see the overlap, the other takes it for a rekey, and the older pair goes after a minute.
            pair.TrafficUntil(pair.Now + TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(1));
            pair.PacketsLost.ShouldBe(0, $"seed {seed}");
            pair.A.Pairs.Count.ShouldBe(1, $"seed {seed}");
            pair.ShouldMirror();
        }

        crossed.ShouldBeGreaterThan(30);
        settled.ShouldBeGreaterThan(30);
    }

    [Fact]
    public void Beginning_at_once_in_bad_weather_never_leaves_an_end_without_a_pair()
    {
        for (ulong seed = 0; seed < 200; seed++)
        {
            var pair = new Pair(seed, weather: new Weather(0.25, 0.2, 0.2));
            pair.TrafficUntil(pair.Now + TimeSpan.FromSeconds(60), TimeSpan.FromMilliseconds(500));
            pair.Weather = new Weather();
            pair.Run(65);
            pair.TrafficUntil(pair.Now + TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(500));
            pair.Sendable(pair.A).ShouldBeTrue($"seed {seed}");
            pair.Sendable(pair.B).ShouldBeTrue($"seed {seed}");
            pair.A.Pairs.Count.ShouldBeLessThanOrEqualTo(1 + 4, $"seed {seed}");
        }
    }

    [Fact]
    public void Rekeying_at_once_loses_no_packet_and_leaves_one_pair()
    {
        for (ulong seed = 0; seed < 60; seed++)
        {
            var pair = new Pair(seed).Establish();
            // The data plane tells both ends at once that a limit is near.
            var first = pair.A.Pairs.Keys.Single();
            var mirrored = pair.B.Pairs.Keys.Single();
            pair.TrafficUntil(pair.Now + TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(100));
            pair.Signal(pair.A, first, SaSignal.SoftTrafficLimit);
            pair.Signal(pair.B, mirrored, SaSignal.SoftTrafficLimit);
            pair.TrafficUntil(pair.Now + TimeSpan.FromSeconds(70), TimeSpan.FromMilliseconds(100));
            pair.PacketsLost.ShouldBe(0, $"seed {seed}");
            pair.A.Pairs.Keys.ShouldNotContain(first);
            pair.A.Pairs.Count.ShouldBe(1);
            pair.ShouldMirror();
        }
    }

    [Fact]
    public void A_crossing_keeps_both_main_modes_and_neither_end_forgets_the_others_pairs()
    {
        var pair = new Pair(5);
        pair.Acquire(pair.A);
        pair.Acquire(pair.B);
        pair.Run(5);
        pair.A.Events.ShouldNotContain(news => news.Kind == KeyingEventKind.SaDeleted && news.Exchange == ExchangeKind.MainMode);
        pair.A.Module.Snapshot(pair.Now).MainModes.Length.ShouldBe(pair.B.Module.Snapshot(pair.Now).MainModes.Length);
    }

    [Fact]
    public void A_second_acquire_during_negotiation_changes_nothing()
    {
        var pair = new Pair();
        pair.Acquire(pair.A);
        pair.Acquire(pair.A);
        pair.Acquire(pair.A, new TrafficSelector(6, 80, 443));
        pair.Run(1);
        pair.A.Pairs.Count.ShouldBe(1);
        pair.Wire.Count.ShouldBe(9);
        pair.A.AcquiresFailed.ShouldBeEmpty();
    }
}
