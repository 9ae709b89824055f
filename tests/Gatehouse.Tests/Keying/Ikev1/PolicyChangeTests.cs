using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Keying;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Keying.Ikev1;

public sealed class PolicyChangeTests
{
    private readonly Pair _pair = new();

    [Fact]
    public void What_the_new_policy_allows_lives_on_without_a_word()
    {
        _pair.Establish();
        _pair.A.Policy.Quick = TestPolicy.QuickModeOf(TestPolicy.Gcm256) with
        {
            Proposals = [.. TestPolicy.QuickModeOf(TestPolicy.Gcm256).Proposals, .. TestPolicy.QuickModeOf(TestPolicy.Gcm128).Proposals],
        };
        var before = _pair.Wire.Count;
        Change();
        _pair.Run(5);
        _pair.Wire.Count.ShouldBe(before);
        _pair.Sendable(_pair.A).ShouldBeTrue();
    }

    [Fact]
    public void A_pair_whose_suite_is_gone_is_deleted_at_both_ends_and_its_main_mode_serves_the_next()
    {
        _pair.Establish();
        _pair.A.Policy.Quick = TestPolicy.QuickModeOf(TestPolicy.Gcm256);
        _pair.B.Policy.Quick = TestPolicy.QuickModeOf(TestPolicy.Gcm256);
        Change();
        _pair.Run(1);
        _pair.A.Pairs.ShouldBeEmpty();
        _pair.B.Pairs.ShouldBeEmpty();
        _pair.A.Events.Last(news => news.Kind == KeyingEventKind.SaDeleted).Text.ShouldContain("the policy changed");
        _pair.Acquire(_pair.A);
        _pair.Run(1);
        _pair.A.Sender!.Sa.Algorithm.KeyBits.ShouldBe(256);
        _pair.A.Established(ExchangeKind.MainMode).ShouldBe(1);
    }

    [Fact]
    public void A_peer_the_policy_no_longer_covers_loses_everything()
    {
        _pair.Establish();
        (_pair.A.Policy.Main, _pair.A.Policy.Quick) = (null, null);
        Change();
        _pair.Run(1);
        _pair.A.Pairs.ShouldBeEmpty();
        _pair.B.Pairs.ShouldBeEmpty();
        _pair.A.Module.Snapshot(_pair.Now).MainModes.ShouldBeEmpty();
        _pair.B.Module.Snapshot(_pair.Now).MainModes.ShouldBeEmpty();
    }

    [Fact]
    public void A_main_mode_whose_suite_is_gone_is_replaced_and_pairs_under_it_live_on()
    {
        _pair.Establish();
        var stronger = TestPolicy.MainModeOf(new MainModeProposal(IkeCipherType.Aes256, IkeIntegrityType.Sha384, IkeDhGroup.Ecp384, 28_800));
        (_pair.A.Policy.Main, _pair.B.Policy.Main) = (stronger, stronger);
        Change();
        _pair.Run(1);
        _pair.A.Module.Snapshot(_pair.Now).MainModes.ShouldBeEmpty();
        _pair.Sendable(_pair.A).ShouldBeTrue();
    }

    [Fact]
    public void A_pair_whose_peer_was_told_otherwise_about_boundary_is_deleted()
    {
        _pair.Establish();
        _pair.A.Policy.Quick = _pair.A.Policy.Quick! with { Flags = IpsecPolicyFlags.NdBoundary };
        Change();
        _pair.A.Pairs.ShouldBeEmpty();
    }

    [Fact]
    public void A_negotiation_the_new_policy_forbids_ends_at_once_and_one_it_allows_goes_on()
    {
        _pair.OnWire = (_, _) => null;
        _pair.Acquire(_pair.A);
        _pair.Run(1.5);
        Change();
        _pair.A.AcquiresFailed.ShouldBeEmpty();
        _pair.A.Policy.Quick = null;
        Change();
        _pair.A.AcquiresFailed.ShouldHaveSingleItem().RetryAt.ShouldBe(_pair.Now);
        var before = _pair.Wire.Count;
        _pair.Run(60);
        _pair.Wire.Count.ShouldBe(before);
    }

    [Fact]
    public void Pauses_end_with_the_policy_that_failed()
    {
        _pair.B.Policy.Main = null;
        _pair.Acquire(_pair.A);
        _pair.Run(40);
        _pair.A.AcquiresFailed.ShouldNotBeEmpty();
        (_pair.B.Policy.Main, _pair.Weather) = (_pair.A.Policy.Main, new Weather());
        Change();
        _pair.Acquire(_pair.A);
        _pair.Run(1);
        _pair.Sendable(_pair.A).ShouldBeTrue();
    }

    private void Change() => _pair.Do(_pair.A, (module, actions) => module.OnPolicyChanged(_pair.Now, actions));
}
