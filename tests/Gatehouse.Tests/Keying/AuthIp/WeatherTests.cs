using Gatehouse.Base;
using Gatehouse.Keying.AuthIp;
using Gatehouse.Model.Ipsec;
using Gatehouse.Tests.Keying.Ikev1;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Keying.AuthIp;

public sealed class WeatherTests
{
    /// <summary>A seed picks the weather, the form of quick mode, the mechanism, and who begins: one end, the other, or both at once.</summary>
    private static Pair Stormy(ulong seed)
    {
        var draw = new SeededEntropy(seed);
        var weather = new Weather(draw.NextFraction() * 0.3, draw.NextFraction() * 0.2, draw.NextFraction() * 0.2);
        var options = new AuthIpOptions { FastQuickMode = seed % 5 < 3 };
        return seed % 4 == 0
            ? AuthIpPair.New(seed, seed % 2 == 1, weather, options, new FakeGss { RoundTrips = 1 + (int)(seed % 3) }, AuthenticationMethodType.Kerberos)
            : AuthIpPair.New(seed, seed % 2 == 1, weather, options);
    }

    [Fact]
    public void Loss_duplication_and_reordering_delay_but_do_not_prevent_protected_traffic()
    {
        for (ulong seed = 0; seed < 300; seed++)
        {
            var pair = Stormy(seed);
            // Traffic of A, of B, or of both: whatever has no SA asks for one again and again, as a node does.
            pair.TrafficUntil(pair.Now + TimeSpan.FromSeconds(150), TimeSpan.FromSeconds(1), fromA: seed % 3 != 1, fromB: seed % 3 != 0);
            if (seed % 3 != 1)
                pair.Delivered.GetValueOrDefault(pair.B).ShouldBeGreaterThan(0, $"seed {seed}");
            if (seed % 3 != 0)
                pair.Delivered.GetValueOrDefault(pair.A).ShouldBeGreaterThan(0, $"seed {seed}");
        }
    }

    [Fact]
    public void After_the_storm_both_ends_agree()
    {
        for (ulong seed = 0; seed < 200; seed++)
        {
            var pair = Stormy(seed);
            pair.A.Policy.Quick = pair.B.Policy.Quick = TestPolicy.QuickModeOf(TestPolicy.Gcm128, seconds: 300);
            pair.TrafficUntil(pair.Now + TimeSpan.FromSeconds(400), TimeSpan.FromSeconds(2));
            pair.Weather = new Weather();
            pair.TrafficUntil(pair.Now + TimeSpan.FromSeconds(450), TimeSpan.FromSeconds(2));
            pair.Sendable(pair.A).ShouldBeTrue($"seed {seed}");
            pair.Sendable(pair.B).ShouldBeTrue($"seed {seed}");
            // A rekey may be on its way at this very moment: the end that was told removes the old pair two seconds before the other.
            if (pair.A.Pairs.Count != pair.B.Pairs.Count)
                pair.Run(5);
            pair.ShouldMirror();
        }
    }

    [Fact]
    [Trait("tier", "default")]
    public void Ten_thousand_seeds_end_with_payload_through_and_nothing_that_one_end_alone_believes()
    {
        for (ulong seed = 1000; seed < 11_000; seed++)
        {
            var pair = Stormy(seed);
            pair.TrafficUntil(pair.Now + TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(3), fromA: seed % 3 != 1, fromB: seed % 3 != 0);
            pair.Weather = new Weather();
            pair.TrafficUntil(pair.Now + TimeSpan.FromSeconds(130), TimeSpan.FromSeconds(5));
            pair.Sendable(pair.A).ShouldBeTrue($"seed {seed}");
            pair.Sendable(pair.B).ShouldBeTrue($"seed {seed}");
            if (pair.A.Pairs.Count != pair.B.Pairs.Count)
                pair.Run(5);
            pair.A.Pairs.Count.ShouldBe(pair.B.Pairs.Count, $"seed {seed}");
            pair.ShouldMirror();
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_run()
    {
        string Run()
        {
            var pair = Stormy(17);
            pair.TrafficUntil(pair.Now + TimeSpan.FromSeconds(200), TimeSpan.FromSeconds(1));
            return string.Join('\n', pair.Wire.Select(entry => Convert.ToHexString(entry.Data)));
        }

        Run().ShouldBe(Run());
    }
}
