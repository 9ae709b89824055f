using Gatehouse.Base;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Keying;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Keying.Ikev1;

public sealed class FailureTests
{
    [Fact]
    public void A_wrong_key_is_a_typed_failure_on_both_sides_within_seconds()
    {
        var pair = new Pair();
        pair.B.Policy.Key = "something else";
        pair.Acquire(pair.A);
        pair.Run(10);
        var theirs = pair.B.Failures.ShouldHaveSingleItem();
        theirs.Error.ShouldBe(KeyingError.AuthenticationFailed);
        theirs.FailurePoint.ShouldBe(FailurePoint.Me);
        theirs.MessageNumber.ShouldBe(5);
        theirs.Text.ShouldContain("same pre-shared key");
        var ours = pair.A.Failures.ShouldHaveSingleItem();
        ours.Error.ShouldBe(KeyingError.AuthenticationFailed);
        ours.FailurePoint.ShouldBe(FailurePoint.Peer);
        ours.PeerNotify.ShouldBe((ushort)24);
        ours.Text.ShouldContain("same pre-shared key");
        pair.A.AcquiresFailed.ShouldHaveSingleItem();
        foreach (var node in new[] { pair.A, pair.B })
        {
            node.Pairs.ShouldBeEmpty();
            node.Module.Snapshot(pair.Now).MainModes.ShouldBeEmpty();
            node.Module.Snapshot(pair.Now).Down.ShouldHaveSingleItem();
        }
    }

    [Fact]
    public void A_wrong_key_is_named_even_when_the_peer_stays_silent()
    {
        var pair = new Pair();
        pair.B.Policy.Key = "something else";
        // A → B passes; of what B sends, notifies are lost.
        pair.OnWire = (_, data) => data[18] == 5 ? null : data;
        pair.Acquire(pair.A);
        pair.Run(30);
        var failure = pair.A.Failures.ShouldHaveSingleItem();
        failure.Error.ShouldBe(KeyingError.AuthenticationFailed);
        failure.FailurePoint.ShouldBe(FailurePoint.None);
    }

    [Fact]
    public void A_wrong_key_that_is_corrected_leads_to_protected_traffic()
    {
        var pair = new Pair();
        pair.B.Policy.Key = "something else";
        pair.TrafficUntil(pair.Now + TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(1));
        pair.Delivered.ShouldBeEmpty();
        pair.B.Policy.Key = "correct horse battery staple";
        pair.TrafficUntil(pair.Now + TimeSpan.FromSeconds(70), TimeSpan.FromSeconds(1));
        pair.Sendable(pair.A).ShouldBeTrue();
        pair.Sendable(pair.B).ShouldBeTrue();
        pair.A.Module.Snapshot(pair.Now).Down.ShouldBeEmpty();
    }

    [Fact]
    public void No_main_mode_proposal_in_common_is_named_on_both_sides()
    {
        var pair = new Pair();
        pair.B.Policy.Main = TestPolicy.MainModeOf(new MainModeProposal(IkeCipherType.Aes256, IkeIntegrityType.Sha384, IkeDhGroup.Ecp384, 28_800));
        pair.Acquire(pair.A);
        pair.Run(10);
        var theirs = pair.B.Failures.ShouldHaveSingleItem();
        (theirs.Error, theirs.FailurePoint, theirs.MessageNumber).ShouldBe((KeyingError.NoProposalChosen, FailurePoint.Me, 1));
        var ours = pair.A.Failures.ShouldHaveSingleItem();
        (ours.Error, ours.FailurePoint, ours.PeerNotify).ShouldBe((KeyingError.NoProposalChosen, FailurePoint.Peer, (ushort)14));
    }

    [Fact]
    public void No_quick_mode_proposal_in_common_is_named_and_the_main_mode_stays()
    {
        var pair = new Pair();
        pair.B.Policy.Quick = TestPolicy.QuickModeOf(TestPolicy.Cbc256Sha256);
        pair.Acquire(pair.A);
        pair.Run(2);
        var theirs = pair.B.Failures.ShouldHaveSingleItem();
        (theirs.Exchange, theirs.Error, theirs.FailurePoint, theirs.MessageNumber)
            .ShouldBe((ExchangeKind.QuickMode, KeyingError.NoProposalChosen, FailurePoint.Me, 1));
        var ours = pair.A.Failures.ShouldHaveSingleItem();
        (ours.Exchange, ours.Error, ours.FailurePoint, ours.PeerNotify)
            .ShouldBe((ExchangeKind.QuickMode, KeyingError.NoProposalChosen, FailurePoint.Peer, (ushort)14));
        pair.A.AcquiresFailed.ShouldHaveSingleItem();
        pair.A.Module.Snapshot(pair.Now).MainModes.ShouldHaveSingleItem();
    }

    [Fact]
    public void Differing_forward_secrecy_is_no_proposal_in_common()
    {
        var pair = new Pair();
        pair.B.Policy.Quick = TestPolicy.QuickModeOf(TestPolicy.Gcm128, pfs: PfsGroup.Ecp256);
        pair.Acquire(pair.A);
        pair.Run(2);
        pair.A.Failures.ShouldHaveSingleItem().Error.ShouldBe(KeyingError.NoProposalChosen);
    }

    [Fact]
    public void Traffic_the_peer_does_not_protect_is_an_identity_failure()
    {
        var pair = new Pair();
        pair.B.Policy.Quick = null;
        pair.Acquire(pair.A);
        pair.Run(2);
        pair.B.Failures.Single().Error.ShouldBe(KeyingError.InvalidIdentity);
        pair.A.Failures.Single().PeerNotify.ShouldBe((ushort)18);
        pair.A.Failures.Single().Error.ShouldBe(KeyingError.InvalidIdentity);
    }

    /// <summary>One rule the two ends do not share must not stop the traffic of all others with that peer.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_selector_that_is_refused_backs_off_alone(bool byPeer)
    {
        var web = new TrafficSelector(6, 0, 80);
        var mail = new TrafficSelector(6, 0, 25);
        var names = new TrafficSelector(17, 0, 53);
        var pair = new Pair();
        if (byPeer)
            pair.B.Policy.NotCovered = new TrafficSelector(6, 80, 0);
        else
            pair.A.Policy.NotCovered = web;
        foreach (var selector in new[] { mail, web, names })
            pair.Acquire(pair.A, selector);
        pair.Run(0.9);
        var failed = pair.A.AcquiresFailed.ShouldHaveSingleItem();
        (failed.Selector, failed.GuaranteedEncryption).ShouldBe((web, false));
        pair.A.Pairs.Values.Select(held => held.Sa.Selector).ShouldBe([mail, names], ignoreOrder: true);
    }

    [Fact]
    public void What_waits_for_a_wider_SA_is_asked_for_itself_when_that_is_refused()
    {
        var web = new TrafficSelector(6, 0, 80);
        var pair = new Pair();
        pair.A.Policy.NotCovered = TrafficSelector.Any;
        pair.Acquire(pair.A, TrafficSelector.Any);
        pair.Acquire(pair.A, web);
        pair.Run(0.9);
        pair.A.AcquiresFailed.ShouldHaveSingleItem().Selector.ShouldBe(TrafficSelector.Any);
        pair.A.Pairs.Values.ShouldHaveSingleItem().Sa.Selector.ShouldBe(web);
    }

    [Fact]
    public void A_refused_selector_is_asked_for_again_after_its_pause_and_heals()
    {
        var web = new TrafficSelector(6, 0, 80);
        var pair = new Pair();
        pair.B.Policy.NotCovered = new TrafficSelector(6, 80, 0);
        pair.Acquire(pair.A, web);
        pair.Run(0.5);
        var retryAt = pair.A.AcquiresFailed.ShouldHaveSingleItem().RetryAt;
        pair.A.Module.Snapshot(pair.Now).Down.ShouldHaveSingleItem().RetryIn.ShouldBe(retryAt - pair.Now);
        var sent = pair.Wire.Count;
        pair.Acquire(pair.A, web);
        pair.A.AcquiresFailed[^1].ShouldBe(pair.A.AcquiresFailed[0]);
        pair.Wire.Count.ShouldBe(sent);

        pair.B.Policy.NotCovered = null;
        pair.RunUntil(retryAt);
        pair.Acquire(pair.A, web);
        pair.Run(1);
        pair.A.Pairs.Values.ShouldHaveSingleItem().Sa.Selector.ShouldBe(web);
        pair.A.Module.Snapshot(pair.Now).Down.ShouldBeEmpty();
    }

    [Fact]
    public void A_peer_without_policy_or_key_is_told_and_the_reason_differs_at_home()
    {
        var pair = new Pair();
        pair.B.Policy.Main = null;
        pair.Acquire(pair.A);
        pair.Run(10);
        pair.B.Failures.Single().Error.ShouldBe(KeyingError.NoPolicy);
        pair.A.Failures.Single().PeerNotify.ShouldBe((ushort)14);

        pair = new Pair();
        pair.A.Policy.Key = null;
        pair.Acquire(pair.A);
        pair.Wire.ShouldBeEmpty();
        pair.A.Failures.Single().Error.ShouldBe(KeyingError.NoCredential);
        pair.A.AcquiresFailed.ShouldHaveSingleItem();
    }

    [Fact]
    public void Unsupported_proposals_are_passed_over_and_a_policy_of_nothing_else_is_named()
    {
        var pair = new Pair();
        pair.A.Policy.Main = TestPolicy.MainModeOf(
            new MainModeProposal(IkeCipherType.TripleDes, IkeIntegrityType.Sha1, IkeDhGroup.Group2, 28_800),
            new MainModeProposal(IkeCipherType.Aes128, IkeIntegrityType.Sha256, IkeDhGroup.Ecp256, 28_800));
        pair.Establish();

        pair = new Pair();
        pair.A.Policy.Main = TestPolicy.MainModeOf(new MainModeProposal(IkeCipherType.TripleDes, IkeIntegrityType.Sha1, IkeDhGroup.Group2, 28_800));
        pair.Acquire(pair.A);
        pair.A.Failures.Single().Error.ShouldBe(KeyingError.NoProposalChosen);
        pair.A.AcquiresFailed.ShouldHaveSingleItem();
    }

    [Fact]
    public void A_nat_is_a_typed_failure_on_both_sides()
    {
        var pair = new Pair { SourcePort = (_, _) => 500 };
        // A → B: A's packets come from another port, as behind a NAT.
        pair.SourcePort = (node, port) => node == pair.A ? (ushort)61_234 : port;
        pair.Acquire(pair.A);
        pair.Run(5);
        foreach (var node in new[] { pair.A, pair.B })
        {
            var failure = node.Failures.ShouldHaveSingleItem();
            failure.Error.ShouldBe(KeyingError.NatDetected);
            failure.Text.ShouldContain("NAT traversal is not in this build");
            node.Pairs.ShouldBeEmpty();
        }
    }

    [Fact]
    public void A_failure_ends_the_wait_of_held_packets_with_the_time_of_the_next_try()
    {
        var pair = new Pair();
        pair.B.Policy.Key = "something else";
        pair.Acquire(pair.A);
        pair.Run(10);
        var failed = pair.A.AcquiresFailed.ShouldHaveSingleItem();
        failed.Addresses.ShouldBe(pair.Addresses(pair.A));
        failed.RetryAt.ShouldBeGreaterThan(Instant.FromSeconds(1000));
    }
}
