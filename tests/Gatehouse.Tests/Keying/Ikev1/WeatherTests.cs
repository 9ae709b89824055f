using Gatehouse.Base;
using Gatehouse.Model.Keying;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Keying.Ikev1;

public sealed class WeatherTests
{
    /// <summary>A seed picks the weather and who begins: one end, the other, or both at once.</summary>
    private static Pair Stormy(ulong seed)
    {
        var draw = new SeededEntropy(seed);
        var weather = new Weather(draw.NextFraction() * 0.3, draw.NextFraction() * 0.2, draw.NextFraction() * 0.2);
        return new Pair(seed, v6: seed % 2 == 1, weather);
    }

    [Fact]
    public void Loss_duplication_and_reordering_delay_but_do_not_prevent_protected_traffic()
    {
        for (ulong seed = 0; seed < 400; seed++)
        {
            var pair = Stormy(seed);
            // Traffic of A, of B, or of both: whatever has no SA asks for one again and again, as a node does.
            pair.TrafficUntil(pair.Now + TimeSpan.FromSeconds(100), TimeSpan.FromSeconds(1), fromA: seed % 3 != 1, fromB: seed % 3 != 0);
            var heardByB = pair.Delivered.GetValueOrDefault(pair.B);
            var heardByA = pair.Delivered.GetValueOrDefault(pair.A);
            if (seed % 3 != 1)
                heardByB.ShouldBeGreaterThan(0, $"seed {seed}");
            if (seed % 3 != 0)
                heardByA.ShouldBeGreaterThan(0, $"seed {seed}");
            pair.Weather = new Weather();
            pair.Run(70);
            pair.Sendable(pair.A).ShouldBeTrue($"seed {seed}");
            pair.Sendable(pair.B).ShouldBeTrue($"seed {seed}");
        }
    }

    [Fact]
    public void Total_loss_ends_in_a_timeout_with_a_pause_that_grows()
    {
        var pair = new Pair(weather: new Weather(Loss: 1));
        pair.TrafficUntil(pair.Now + TimeSpan.FromSeconds(400), TimeSpan.FromMilliseconds(500), fromB: false);
        pair.A.Failures.ShouldAllBe(news => news.Error == KeyingError.TimedOut && news.MessageNumber == 1);
        var sent = pair.Wire.Count;
        sent.ShouldBeGreaterThan(8);
        // Eight transmissions in 27 seconds, then pauses of 1, 2, 4… seconds.
        var firstFailure = pair.A.AcquiresFailed[0];
        (firstFailure.RetryAt - Instant.FromSeconds(1000)).TotalSeconds.ShouldBe(28, 0.1);
        // The eighth at 8 * 27 + 1 + 2 + 4 + 8 + 16 + 32 + 60 seconds, the ninth only 87 later.
        pair.A.Failures.Count().ShouldBe(8);
        pair.A.Module.Snapshot(pair.Now).Down.ShouldHaveSingleItem().LastError.ShouldContain("UDP port 500");
        pair.A.Pairs.ShouldBeEmpty();
    }

    [Fact]
    public void Retransmissions_keep_the_schedule_of_one_two_and_then_four_seconds()
    {
        var pair = new Pair();
        var times = new List<double>();
        pair.OnWire = (_, _) =>
        {
            times.Add(Math.Floor(pair.Now.Seconds - 1000));
            return null;
        };
        pair.Acquire(pair.A);
        pair.Run(60);
        times.ShouldBe([0, 1, 3, 7, 11, 15, 19, 23]);
    }

    [Fact]
    public void Back_off_refuses_new_traffic_until_it_is_over()
    {
        var pair = new Pair(weather: new Weather(Loss: 1));
        pair.Acquire(pair.A);
        pair.Run(27.1);
        var failed = pair.A.AcquiresFailed.ShouldHaveSingleItem();
        pair.Acquire(pair.A);
        pair.A.AcquiresFailed.Count.ShouldBe(2);
        pair.A.AcquiresFailed[1].RetryAt.ShouldBe(failed.RetryAt);
        pair.Wire.Count.ShouldBe(8);
        pair.Weather = new Weather();
        pair.Run(1);
        pair.Acquire(pair.A);
        pair.Run(1);
        pair.Sendable(pair.A).ShouldBeTrue();
        pair.A.Module.Snapshot(pair.Now).Down.ShouldBeEmpty();
    }

    [Fact]
    public void Equal_seeds_give_equal_runs_to_the_last_byte()
    {
        byte[] Run()
        {
            var pair = Stormy(7);
            pair.TrafficUntil(pair.Now + TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(1));
            return [.. pair.Wire.SelectMany(sent => sent.Data)];
        }

        Run().ShouldBe(Run());
    }
}
