using Gatehouse.Base;
using Gatehouse.Keying.AuthIp;
using Gatehouse.Model.Ipsec;
using Gatehouse.Tests.Keying.AuthIp;
using Gatehouse.Tests.Keying.Ikev1;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Keying.Coexistence;

/// <summary>Every combination of modules on a network that loses, duplicates and reorders.</summary>
public sealed class WeatherTests
{
    private static readonly (Speaks A, Speaks B, KeyingModule? Expected)[] Combinations =
    [
        (Speaks.Both, Speaks.Both, KeyingModule.AuthIp),
        (Speaks.Both, Speaks.Ike, KeyingModule.Ike),
        (Speaks.Both, Speaks.AuthIp, KeyingModule.AuthIp),
        (Speaks.Ike, Speaks.Both, KeyingModule.Ike),
        (Speaks.AuthIp, Speaks.Both, KeyingModule.AuthIp),
        (Speaks.Ike, Speaks.AuthIp, null),
    ];

    [Fact]
    public void Three_hundred_seeds() => Play(0, 300);

    [Fact]
    [Trait("tier", "default")]
    public void Ten_thousand_seeds() => Play(1000, 10_000);

    [Fact]
    public void The_same_seed_gives_the_same_run()
    {
        string Run()
        {
            var pair = Stormy(17, out _);
            pair.TrafficUntil(pair.Now + TimeSpan.FromSeconds(200), TimeSpan.FromSeconds(1));
            return string.Join('\n', pair.Wire.Select(entry => Convert.ToHexString(entry.Data)));
        }

        Run().ShouldBe(Run());
    }

    private static void Play(ulong first, ulong count)
    {
        for (var seed = first; seed < first + count; seed++)
            Play(seed);
    }

    // A seed picks the combination, the weather, the form of quick mode, the mechanism, and who begins: one end, the other, or both at once.
    private static Pair Stormy(ulong seed, out KeyingModule? expected)
    {
        var draw = new SeededEntropy(seed);
        var weather = new Weather(draw.NextFraction() * 0.3, draw.NextFraction() * 0.2, draw.NextFraction() * 0.2);
        var (a, b, survivor) = Combinations[seed % (ulong)Combinations.Length];
        expected = survivor;
        var mechanisms = seed % 4 == 0 ? new FakeGss { RoundTrips = 1 + (int)(seed % 3) } : null;
        return CoexistingPair.New(a, b, seed, seed % 2 == 1, weather, mechanisms, new AuthIpOptions { FastQuickMode = seed % 5 < 3 });
    }

    private static void Play(ulong seed)
    {
        var pair = Stormy(seed, out var expected);
        var who = seed / 7 % 3;
        pair.TrafficUntil(pair.Now + TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(3), fromA: who != 1, fromB: who != 0);
        pair.Weather = new Weather();
        pair.TrafficUntil(pair.Now + TimeSpan.FromSeconds(130), TimeSpan.FromSeconds(5));
        foreach (var node in new[] { pair.A, pair.B })
        {
            pair.Sendable(node).ShouldBe(expected is not null, $"seed {seed}");
            pair.MainModes(node).ShouldAllBe(module => module == expected, $"seed {seed}");
            if (expected is not null)
                node.Module.Snapshot(pair.Now).Down.ShouldBeEmpty($"seed {seed}");
        }

        foreach (var node in expected is null ? [] : new[] { pair.A, pair.B })
            ShouldOpenAtTheOther(pair, node, seed);
    }

    // An end that missed the last word about a pair may keep it and no longer send under it; what is sent must open.
    private static void ShouldOpenAtTheOther(Pair pair, TestNode node, ulong seed)
    {
        var mine = node.Sender!.Sa;
        var theirs = pair.Other(node).Pairs[mine.Outbound].Sa;
        theirs.Outbound.ShouldBe(mine.Inbound, $"seed {seed}");
        theirs.InboundKey.ContentEquals(mine.OutboundKey).ShouldBeTrue($"seed {seed}");
        theirs.OutboundKey.ContentEquals(mine.InboundKey).ShouldBeTrue($"seed {seed}");
    }
}
