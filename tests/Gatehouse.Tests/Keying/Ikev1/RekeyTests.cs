using Gatehouse.Base;
using Gatehouse.Keying;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Keying;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Keying.Ikev1;

public sealed class RekeyTests
{
    private static Pair WithLifetimes(uint mainMode, uint quickMode, ulong seed = 1, Weather? weather = null, PfsGroup pfs = PfsGroup.None)
    {
        var pair = new Pair(seed, weather: weather);
        foreach (var node in new[] { pair.A, pair.B })
        {
            node.Policy.Main = TestPolicy.MainModeOf(new MainModeProposal(IkeCipherType.Aes128, IkeIntegrityType.Sha1, IkeDhGroup.Ecp256, mainMode));
            node.Policy.Quick = TestPolicy.QuickModeOf(TestPolicy.Gcm128, quickMode, pfs);
        }

        return pair;
    }

    [Fact]
    public void Hours_of_traffic_pass_through_many_rekeys_without_a_lost_packet()
    {
        var pair = WithLifetimes(mainMode: 1800, quickMode: 600).Establish();
        pair.TrafficUntil(pair.Now + TimeSpan.FromHours(6), TimeSpan.FromSeconds(1));
        pair.PacketsLost.ShouldBe(0);
        pair.A.AcquiresFailed.ShouldBeEmpty();
        pair.A.Failures.ShouldBeEmpty();
        pair.B.Failures.ShouldBeEmpty();
        pair.A.Established(ExchangeKind.QuickMode).ShouldBeInRange(40, 44);
        pair.A.Established(ExchangeKind.MainMode).ShouldBeInRange(13, 16);
        pair.A.Pairs.Count.ShouldBeLessThanOrEqualTo(2);
        pair.ShouldMirror();
        (pair.PacketsSent - pair.Delivered[pair.A] - pair.Delivered[pair.B]).ShouldBeInRange(0, 2, "those still on their way");
    }

    [Fact]
    public void Rekeying_with_perfect_forward_secrecy_works_the_same()
    {
        var pair = WithLifetimes(mainMode: 1800, quickMode: 600, pfs: PfsGroup.Ecp256).Establish();
        pair.TrafficUntil(pair.Now + TimeSpan.FromHours(1), TimeSpan.FromSeconds(1));
        pair.PacketsLost.ShouldBe(0);
        pair.ShouldMirror();
    }

    [Fact]
    public void Bad_weather_does_not_break_the_chain_of_rekeys()
    {
        for (ulong seed = 0; seed < 10; seed++)
        {
            var pair = WithLifetimes(mainMode: 1200, quickMode: 400, seed);
            pair.Establish();
            pair.Weather = new Weather(0.15, 0.1, 0.1);
            var available = 0;
            for (var second = 0; second < 7200; second++)
            {
                pair.TrafficUntil(pair.Now + TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
                available += pair.Sendable(pair.A) && pair.Sendable(pair.B) ? 1 : 0;
            }

            // A delete that is lost leaves one end sending under a pair that is gone only until the next rekey.
            available.ShouldBeGreaterThan(7150, $"seed {seed}");
        }
    }

    [Fact]
    public void The_initiator_rekeys_between_85_and_90_percent_and_the_responder_only_at_95()
    {
        for (ulong seed = 0; seed < 20; seed++)
        {
            var pair = WithLifetimes(28_800, 1000, seed).Establish();
            pair.A.Module.Snapshot(pair.Now).QuickModes.Single().RekeyIn!.Value.TotalSeconds.ShouldBeInRange(848, 900);
            pair.B.Module.Snapshot(pair.Now).QuickModes.Single().RekeyIn!.Value.TotalSeconds.ShouldBeInRange(948, 950);
        }
    }

    [Fact]
    public void The_responder_rekeys_when_the_initiator_does_not()
    {
        var pair = WithLifetimes(28_800, 1000).Establish();
        pair.OnWire = (from, data) => from == pair.A && data[18] == 32 && pair.Now < Instant.FromSeconds(1960) && pair.Now > Instant.FromSeconds(1800)
            && pair.B.Established(ExchangeKind.QuickMode) == 1 && pair.Now < Instant.FromSeconds(1945) ? null : data;
        pair.TrafficUntil(pair.Now + TimeSpan.FromSeconds(1100), TimeSpan.FromSeconds(1));
        pair.PacketsLost.ShouldBe(0);
        pair.Sendable(pair.A).ShouldBeTrue();
    }

    [Fact]
    public void The_new_pair_sends_at_once_and_the_old_goes_once_the_new_was_heard()
    {
        var pair = WithLifetimes(28_800, 3600).Establish();
        var old = pair.A.Pairs.Keys.Single();
        pair.Signal(pair.A, old, SaSignal.SoftTrafficLimit);
        pair.Run(1);
        pair.A.Pairs.Count.ShouldBe(2);
        pair.A.Sender!.Sa.Inbound.ShouldNotBe(old);
        pair.B.Sender!.Sa.Outbound.ShouldNotBe(old);
        pair.Run(30);
        pair.A.Pairs.Count.ShouldBe(2, "nothing was heard under the new pair yet");
        pair.SendPacket(pair.B);
        pair.Run(5);
        pair.A.Pairs.Count.ShouldBe(1);
        pair.ShouldMirror();
    }

    [Fact]
    public void An_old_pair_without_traffic_goes_after_a_minute()
    {
        var pair = WithLifetimes(28_800, 3600).Establish();
        pair.Signal(pair.A, pair.A.Pairs.Keys.Single(), SaSignal.SoftTrafficLimit);
        pair.Run(64);
        pair.A.Pairs.Count.ShouldBe(1);
        pair.B.Pairs.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(SaSignal.HardTrafficLimit)]
    [InlineData(SaSignal.Idle)]
    public void A_used_up_or_idle_pair_is_deleted_at_both_ends(SaSignal signal)
    {
        var pair = new Pair().Establish();
        pair.Signal(pair.A, pair.A.Pairs.Keys.Single(), signal);
        pair.A.Pairs.ShouldBeEmpty();
        pair.Run(1);
        pair.B.Pairs.ShouldBeEmpty();
        pair.B.Events.ShouldContain(news => news.Kind == KeyingEventKind.SaDeleted);
        pair.Acquire(pair.B);
        pair.Run(1);
        pair.Sendable(pair.A).ShouldBeTrue();
        pair.A.Established(ExchangeKind.MainMode).ShouldBe(1, "the main mode serves again");
    }

    [Fact]
    public void A_pair_that_cannot_be_rekeyed_expires()
    {
        var pair = WithLifetimes(28_800, 600).Establish();
        pair.Weather = new Weather(Loss: 1);
        pair.Run(601);
        pair.A.Pairs.ShouldBeEmpty();
        pair.B.Pairs.ShouldBeEmpty();
        pair.A.AcquiresFailed.ShouldBeEmpty("nobody asked for traffic");
        pair.A.Module.Snapshot(pair.Now).Down.ShouldHaveSingleItem();
    }

    [Fact]
    public void A_main_mode_that_ends_leaves_its_pairs_alone()
    {
        var pair = WithLifetimes(mainMode: 300, quickMode: 7200).Establish();
        var spi = pair.A.Pairs.Keys.Single();
        pair.Run(1500);
        pair.A.Pairs.Keys.ShouldBe([spi]);
        pair.A.Established(ExchangeKind.MainMode).ShouldBeGreaterThan(4);
        pair.A.Module.Snapshot(pair.Now).MainModes.Length.ShouldBeInRange(1, 2);
    }

    [Fact]
    public void A_main_mode_with_a_quick_mode_limit_is_replaced_when_it_is_reached()
    {
        var pair = new Pair();
        foreach (var node in new[] { pair.A, pair.B })
            node.Policy.Main = TestPolicy.MainModeOf(new MainModeProposal(IkeCipherType.Aes128, IkeIntegrityType.Sha1, IkeDhGroup.Ecp256, 28_800, 1));
        pair.Establish();
        pair.Signal(pair.A, pair.A.Pairs.Keys.Single(), SaSignal.SoftTrafficLimit);
        pair.Run(1);
        pair.A.Established(ExchangeKind.MainMode).ShouldBe(2);
        pair.A.Pairs.Count.ShouldBe(2);
    }
}
