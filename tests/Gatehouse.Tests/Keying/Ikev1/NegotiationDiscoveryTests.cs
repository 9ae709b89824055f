using Gatehouse.Keying;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Keying;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Keying.Ikev1;

/// <summary>What the two ends tell each other about negotiation discovery ([MS-IKEE] 3.7), and that telling changes nothing else.</summary>
public sealed class NegotiationDiscoveryTests
{
    [Fact]
    public void Both_ends_know_that_the_other_is_capable()
    {
        var pair = new Pair().Establish();
        pair.A.Module.Snapshot(pair.Now).MainModes.ShouldHaveSingleItem().NegotiationDiscovery.ShouldBeTrue();
        pair.B.Module.Snapshot(pair.Now).MainModes.ShouldHaveSingleItem().NegotiationDiscovery.ShouldBeTrue();
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Each_end_learns_whether_the_others_rule_is_boundary_also_at_a_rekey(bool aIsBoundary, bool bIsBoundary)
    {
        var pair = new Pair();
        Boundary(pair.A, aIsBoundary);
        Boundary(pair.B, bIsBoundary);
        pair.Establish();
        for (var round = 0; round < 2; round++)
        {
            Newest(pair.A).PeerIsBoundary.ShouldBe(bIsBoundary);
            Newest(pair.B).PeerIsBoundary.ShouldBe(aIsBoundary);
            pair.Signal(pair.B, pair.B.Sender!.Sa.Inbound, SaSignal.SoftTrafficLimit);
            pair.Run(1);
            pair.B.Established(ExchangeKind.QuickMode).ShouldBe(round + 2);
        }
    }

    [Fact]
    public void Guaranteed_encryption_has_a_pair_of_its_own_under_the_same_main_mode()
    {
        var pair = new Pair().Establish();
        Encrypted(pair);
        pair.Run(1);
        pair.A.Established(ExchangeKind.MainMode).ShouldBe(1);
        pair.A.Pairs.Values.Select(held => held.Sa.GuaranteedEncryption).Order().ShouldBe([false, true]);
        pair.B.Pairs.Values.Select(held => held.Sa.GuaranteedEncryption).Order().ShouldBe([false, true]);
        pair.ShouldMirror();

        // Neither replaces the other, and each is renewed as what it is.
        pair.Run(70);
        pair.A.Pairs.Count.ShouldBe(2);
        Encrypted(pair);
        pair.Run(1);
        pair.A.Pairs.Count.ShouldBe(2);
        pair.Signal(pair.A, pair.A.Pairs.Values.Single(held => held.Sa.GuaranteedEncryption).Sa.Inbound, SaSignal.SoftTrafficLimit);
        pair.Run(1);
        pair.A.Pairs.Values.Count(held => held.Sa.GuaranteedEncryption).ShouldBe(2);
        pair.B.Pairs.Values.Count(held => held.Sa.GuaranteedEncryption).ShouldBe(2);
        pair.B.Pairs.Values.Count(held => !held.Sa.GuaranteedEncryption).ShouldBe(1);
    }

    [Fact]
    public void A_peer_that_did_not_announce_the_capability_is_not_told_and_not_believed()
    {
        // B's vendor id does not reach A; A's reaches B, which therefore says that it is boundary.
        var pair = new Pair();
        Boundary(pair.A, true);
        Boundary(pair.B, true);
        var id = Convert.FromHexString("FB1DE3CDF341B7EA16B7E5BE0855F120");
        pair.OnWire = (from, data) =>
        {
            if (from == pair.B && data.AsSpan().IndexOf(id) is var at and >= 0)
                data[at] ^= 1;
            return data;
        };
        pair.Establish();
        Newest(pair.A).PeerIsBoundary.ShouldBeFalse();
        Newest(pair.B).PeerIsBoundary.ShouldBeFalse();
        pair.A.Module.Snapshot(pair.Now).MainModes.ShouldHaveSingleItem().NegotiationDiscovery.ShouldBeFalse();
    }

    [Fact]
    public void At_a_fifth_of_loss_connections_still_come_up()
    {
        for (ulong seed = 1; seed <= 100; seed++)
        {
            var pair = new Pair(seed, weather: new Weather(Loss: 0.2));
            pair.TrafficUntil(pair.Now + TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(1), fromB: false);
            pair.Sendable(pair.A).ShouldBeTrue($"seed {seed}");
        }
    }

    private static void Boundary(TestNode node, bool boundary) =>
        node.Policy.Quick = TestPolicy.QuickModeOf(TestPolicy.Gcm128) with { Flags = boundary ? IpsecPolicyFlags.NdBoundary : IpsecPolicyFlags.NdSecure };

    private static SaPair Newest(TestNode node) => node.Sender!.Sa;

    private static void Encrypted(Pair pair) => pair.Acquire(pair.A, guaranteeEncryption: true);
}
