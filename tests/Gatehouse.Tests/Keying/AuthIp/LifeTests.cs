using Gatehouse.Keying;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Keying;
using Gatehouse.Tests.Keying.Ikev1;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Keying.AuthIp;

/// <summary>Rekeying, lifetimes, deletes, restarts.</summary>
public sealed class LifeTests
{
    [Fact]
    public void The_initiator_rekeys_before_the_lifetime_and_loses_nothing()
    {
        var pair = AuthIpPair.New().Establish();
        pair.TrafficUntil(pair.Now + TimeSpan.FromHours(3), TimeSpan.FromSeconds(20));
        pair.PacketsLost.ShouldBe(0);
        pair.A.Established(ExchangeKind.MainMode).ShouldBe(1);
        pair.A.Established(ExchangeKind.QuickMode).ShouldBeInRange(3, 5);
        pair.A.Pairs.Count.ShouldBe(1);
        pair.ShouldMirror();
    }

    [Fact]
    public void A_main_mode_of_one_quick_mode_is_replaced_by_another()
    {
        var pair = AuthIpPair.New();
        pair.A.Policy.Main = pair.B.Policy.Main =
            AuthIpPair.Anonymous(new MainModeProposal(IkeCipherType.Aes128, IkeIntegrityType.Sha256, IkeDhGroup.Ecp256, 28_800, QuickModeLimit: 1));
        pair.Establish();
        pair.TrafficUntil(pair.Now + TimeSpan.FromHours(3), TimeSpan.FromSeconds(20));
        pair.PacketsLost.ShouldBe(0);
        pair.Flow().ShouldNotContain("A244*");
        pair.A.Established(ExchangeKind.MainMode).ShouldBe(pair.A.Established(ExchangeKind.QuickMode));
        pair.A.Module.Snapshot(pair.Now).MainModes.Length.ShouldBe(1, "those that are over go with their pairs");
    }

    [Fact]
    public void A_main_mode_at_the_end_of_its_lifetime_lives_until_its_pairs_are_gone()
    {
        var pair = AuthIpPair.New();
        pair.A.Policy.Main = pair.B.Policy.Main =
            AuthIpPair.Anonymous(new MainModeProposal(IkeCipherType.Aes128, IkeIntegrityType.Sha256, IkeDhGroup.Ecp256, 600));
        pair.Establish();
        var inbound = pair.A.Pairs.Keys.Single();
        pair.TrafficUntil(pair.Now + TimeSpan.FromSeconds(700), TimeSpan.FromSeconds(10));
        pair.A.Pairs.Keys.ShouldHaveSingleItem().ShouldBe(inbound);
        pair.A.Events.ShouldContain(news => news.Kind == KeyingEventKind.SaDeleted && news.Exchange == ExchangeKind.MainMode);
        pair.A.Context().MainModes.All.Single().IsUsable.ShouldBeFalse();

        pair.TrafficUntil(pair.Now + TimeSpan.FromSeconds(3000), TimeSpan.FromSeconds(10));
        pair.PacketsLost.ShouldBe(0);
        pair.A.Established(ExchangeKind.MainMode).ShouldBe(2);
        pair.A.Pairs.Keys.ShouldHaveSingleItem().ShouldNotBe(inbound);
        pair.ShouldMirror();
    }

    [Fact]
    public void When_the_initiator_is_silent_the_responder_begins_a_main_mode_of_its_own()
    {
        // Roles are fixed for the life of a main mode, so a responder cannot begin a quick mode under it.
        var pair = AuthIpPair.New().Establish();
        pair.A.Policy.Quick = null;
        pair.TrafficUntil(pair.Now + TimeSpan.FromSeconds(3300), TimeSpan.FromSeconds(20));
        pair.A.Policy.Quick = TestPolicy.QuickModeOf(TestPolicy.Gcm128);
        pair.TrafficUntil(pair.Now + TimeSpan.FromSeconds(200), TimeSpan.FromSeconds(5));
        pair.B.Events.ShouldContain(news => news.Kind == KeyingEventKind.NegotiationStarted && news.Role == SaRole.Initiator);
        pair.Sendable(pair.A).ShouldBeTrue();
        pair.Sendable(pair.B).ShouldBeTrue();
    }

    [Theory]
    [InlineData(SaSignal.Idle)]
    [InlineData(SaSignal.HardTrafficLimit)]
    public void A_pair_that_ends_here_ends_at_the_peer(SaSignal signal)
    {
        foreach (var responder in new[] { false, true })
        {
            var pair = AuthIpPair.New().Establish();
            var node = responder ? pair.B : pair.A;
            pair.Signal(node, node.Pairs.Keys.Single(), signal);
            pair.Run(1);
            pair.A.Pairs.ShouldBeEmpty();
            pair.B.Pairs.ShouldBeEmpty();
            pair.Flow()[^2..].ShouldBe(responder ? ["B246*", "A246*"] : ["A246*", "B246*"], "a reliable notify and its acknowledgement");
        }
    }

    [Fact]
    public void A_notify_is_repeated_until_it_is_acknowledged()
    {
        var pair = AuthIpPair.New().Establish();
        var dropped = 0;
        pair.OnWire = (node, data) => data[18] == 246 && dropped++ < 3 ? null : data;
        pair.Signal(pair.A, pair.A.Pairs.Keys.Single(), SaSignal.Idle);
        pair.Run(60);
        pair.B.Pairs.ShouldBeEmpty();
        var sent = pair.Wire.Where(entry => entry.From == pair.A && entry.Data[18] == 246).Select(entry => Convert.ToHexString(entry.Data)).ToArray();
        sent.Distinct().Count().ShouldBe(1, "repeated byte for byte");
        sent.Length.ShouldBe(4);
        pair.A.Count("NotifyUnacknowledged").ShouldBe(0);
    }

    [Fact]
    public void A_peer_that_goes_on_under_a_deleted_pair_is_told_again()
    {
        var pair = AuthIpPair.New().Establish();
        var inbound = pair.A.Pairs.Keys.Single();
        pair.OnWire = (_, data) => data[18] == 246 ? null : data;
        pair.Signal(pair.A, inbound, SaSignal.Idle);
        pair.Run(70);
        pair.B.Pairs.Count.ShouldBe(1, "every notify was lost");
        pair.OnWire = (_, data) => data;
        pair.Do(pair.A, (module, actions) => module.OnUnknownSpi(pair.Now, pair.Addresses(pair.A), inbound, actions));
        pair.Run(1);
        pair.B.Pairs.ShouldBeEmpty();
        var sent = pair.Wire.Count;
        pair.Do(pair.A, (module, actions) => module.OnUnknownSpi(pair.Now, pair.Addresses(pair.A), new Spi(7777), actions));
        pair.Wire.Count.ShouldBe(sent, "an SPI that never was says nothing");
    }

    [Fact]
    public void A_selector_the_peer_refuses_backs_off_alone()
    {
        var pair = AuthIpPair.New();
        pair.Acquire(pair.A, new TrafficSelector(6, 0, 80));
        pair.Run(1);
        pair.B.Policy.Quick = null;
        pair.Acquire(pair.A, new TrafficSelector(17, 53, 0));
        pair.Run(1);
        var refused = pair.A.AcquiresFailed.ShouldHaveSingleItem();
        refused.Selector.ShouldBe(new TrafficSelector(17, 53, 0));
        pair.B.Policy.Quick = TestPolicy.QuickModeOf(TestPolicy.Gcm128);
        pair.Acquire(pair.A, new TrafficSelector(6, 0, 443));
        pair.Run(0.5);
        pair.A.Pairs.Count.ShouldBe(2, "other traffic goes on");
        pair.Run(1);
        pair.Acquire(pair.A, new TrafficSelector(17, 53, 0));
        pair.Run(1);
        pair.A.Pairs.Count.ShouldBe(3);
    }

    [Fact]
    public void Notifies_go_one_after_the_other()
    {
        var pair = AuthIpPair.New();
        pair.Acquire(pair.A, new TrafficSelector(6, 0, 80));
        pair.Acquire(pair.A, new TrafficSelector(17, 53, 0));
        pair.Run(2);
        var before = pair.Wire.Count;
        foreach (var inbound in pair.A.Pairs.Keys.ToArray())
            pair.Signal(pair.A, inbound, SaSignal.Idle);
        pair.Wire.Count.ShouldBe(before + 1, "one is outstanding");
        pair.Run(1);
        pair.B.Pairs.ShouldBeEmpty();
        pair.Flow()[before..].ShouldBe(["A246*", "B246*", "A246*", "B246*"]);
    }

    [Fact]
    public void A_peer_that_never_acknowledges_has_lost_the_main_mode()
    {
        var pair = AuthIpPair.New().Establish();
        pair.OnWire = (_, data) => data[18] == 246 ? null : data;
        pair.Signal(pair.A, pair.A.Pairs.Keys.Single(), SaSignal.Idle);
        pair.Run(70);
        pair.A.Count("NotifyUnacknowledged").ShouldBe(1);
        pair.A.Context().MainModes.All.ShouldAllBe(sa => sa.Closing);
        pair.OnWire = (_, data) => data;
        pair.Acquire(pair.A);
        pair.Run(1);
        pair.Sendable(pair.A).ShouldBeTrue();
        pair.A.Established(ExchangeKind.MainMode).ShouldBe(2);
    }

    [Fact]
    public void Shutdown_tells_the_peer_once()
    {
        var pair = AuthIpPair.New().Establish();
        pair.Shutdown(pair.A);
        pair.A.Pairs.ShouldBeEmpty();
        pair.Run(1);
        pair.B.Pairs.ShouldBeEmpty();
        pair.B.Context().MainModes.All.ShouldAllBe(sa => !sa.IsUsable);
        pair.A.Module.NextDeadline.ShouldBeNull();
        pair.Run(100);
        pair.B.Context().MainModes.All.ShouldBeEmpty();
    }

    [Fact]
    public void A_policy_that_no_longer_covers_the_peer_ends_its_sas_at_both_ends()
    {
        var pair = AuthIpPair.New().Establish();
        pair.A.Policy.Main = null;
        pair.A.Policy.Quick = null;
        pair.Do(pair.A, (module, actions) => module.OnPolicyChanged(pair.Now, actions));
        pair.Run(70);
        pair.A.Pairs.ShouldBeEmpty();
        pair.B.Pairs.ShouldBeEmpty();
        pair.B.Events.ShouldContain(news => news.Text.Contains("PolicyChange", StringComparison.Ordinal));
    }

    [Fact]
    public void What_another_policy_still_allows_lives_on()
    {
        var pair = AuthIpPair.New().Establish();
        pair.Do(pair.A, (module, actions) => module.OnPolicyChanged(pair.Now, actions));
        pair.Run(1);
        pair.A.Pairs.Count.ShouldBe(1);
        pair.A.Context().MainModes.All.Single().IsUsable.ShouldBeTrue();

        // Another suite for quick mode ends the pair, and the main mode serves the next.
        pair.A.Policy.Quick = pair.B.Policy.Quick = TestPolicy.QuickModeOf(TestPolicy.Cbc128Sha1);
        pair.Do(pair.A, (module, actions) => module.OnPolicyChanged(pair.Now, actions));
        pair.Run(1);
        pair.A.Pairs.ShouldBeEmpty();
        pair.B.Pairs.ShouldBeEmpty();
        pair.Acquire(pair.A);
        pair.Run(1);
        pair.Sendable(pair.A).ShouldBeTrue();
        pair.A.Established(ExchangeKind.MainMode).ShouldBe(1);
    }

    [Fact]
    public void A_wish_that_the_new_policy_does_not_share_is_given_up()
    {
        var pair = AuthIpPair.New();
        pair.OnWire = (_, _) => null;
        pair.Acquire(pair.A);
        pair.A.Policy.Quick = null;
        pair.Do(pair.A, (module, actions) => module.OnPolicyChanged(pair.Now, actions));
        pair.A.AcquiresFailed.Count.ShouldBe(1);
        pair.A.Context().MainModes.All.ShouldBeEmpty();
        pair.A.Module.NextDeadline.ShouldBeNull();
    }

    [Fact]
    public void A_peer_that_restarts_is_back_with_its_first_packet()
    {
        var pair = AuthIpPair.New().Establish();
        pair.Run(60);
        pair.A.Boot();
        pair.TrafficUntil(pair.Now + TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(1), fromB: false);
        pair.Sendable(pair.A).ShouldBeTrue();
        pair.B.Pairs.Count.ShouldBe(1, "Vid-Initial-Contact ended the old one");
        pair.ShouldMirror();
    }

    [Fact]
    public void Both_ends_at_once_agree_on_one_pair()
    {
        for (ulong seed = 0; seed < 40; seed++)
        {
            var pair = AuthIpPair.New(seed);
            pair.Acquire(pair.A);
            pair.Acquire(pair.B);
            pair.TrafficUntil(pair.Now + TimeSpan.FromSeconds(130), TimeSpan.FromSeconds(1));
            pair.A.Pairs.Count.ShouldBe(1, $"seed {seed}");
            pair.ShouldMirror();
            pair.PacketsLost.ShouldBe(0);
        }
    }

    [Fact]
    public void Status_lists_main_modes_pairs_and_peers_that_are_down()
    {
        var pair = AuthIpPair.New().Establish();
        var status = pair.A.Module.Snapshot(pair.Now);
        status.MainModes.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            sa => sa.Module.ShouldBe(KeyingModule.AuthIp), sa => sa.Identity.ShouldBe("anonymous"), sa => sa.Suite.ShouldBe("AES-CBC-128/SHA-256/ECP-256"));
        status.QuickModes.ShouldHaveSingleItem().RekeyIn!.Value.TotalSeconds.ShouldBeInRange(3000, 3300);
        status.Down.ShouldBeEmpty();
    }
}
