using Gatehouse.Base;
using Gatehouse.Keying;
using Gatehouse.Keying.AuthIp;
using Gatehouse.Keying.Coexistence;
using Gatehouse.Keying.Ikev1;
using Gatehouse.Keying.Isakmp;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Keying;
using Gatehouse.Tests.Keying.AuthIp;
using Gatehouse.Tests.Keying.Ikev1;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Keying.Coexistence;

/// <summary>What belongs to a module stays with it, and policy says which modules there are.</summary>
public sealed class LifeTests
{
    [Theory]
    [InlineData(Speaks.Both, KeyingModule.AuthIp)]
    [InlineData(Speaks.Ike, KeyingModule.Ike)]
    public void Rekeys_deletes_and_further_acquires_stay_in_the_module_that_has_the_peer(Speaks b, KeyingModule owner)
    {
        var pair = CoexistingPair.New(Speaks.Both, b).Establish();
        var sent = pair.Wire.Count;
        pair.Signal(pair.A, pair.A.Pairs.Keys.Single(), SaSignal.SoftTrafficLimit);
        pair.Run(2);
        pair.A.Established(ExchangeKind.QuickMode).ShouldBe(2);
        pair.Acquire(pair.A, new TrafficSelector(6, 0, 443), guaranteeEncryption: true);
        pair.Run(2);
        pair.A.Established(ExchangeKind.QuickMode).ShouldBe(3);
        pair.Signal(pair.A, pair.A.Sender!.Sa.Inbound, SaSignal.Idle);
        pair.Run(1);
        pair.Wire.Skip(sent).ShouldAllBe(entry => CoexistingPair.IsAuthIp(entry.Data) == (owner == KeyingModule.AuthIp));
        pair.A.Pairs.Values.ShouldAllBe(held => held.Sa.Module == owner);
        pair.ShouldMirror();
    }

    [Fact]
    public void An_SPI_that_the_peer_still_uses_is_told_by_the_module_that_had_it()
    {
        foreach (var (speaks, exchange) in new[] { (Speaks.Both, 246), (Speaks.Ike, 5) })
        {
            var pair = CoexistingPair.New(speaks, Speaks.Both).Establish();
            var inbound = pair.A.Pairs.Keys.Single();
            pair.OnWire = (_, _) => null;
            pair.Signal(pair.A, inbound, SaSignal.Idle);
            pair.Run(80);
            pair.OnWire = (_, data) => data;
            var sent = pair.Wire.Count;
            pair.Do(pair.A, (module, actions) => module.OnUnknownSpi(pair.Now, pair.Addresses(pair.A), inbound, actions));
            pair.Wire.Skip(sent).ShouldHaveSingleItem().Data[18].ShouldBe((byte)exchange);
            pair.Run(1);
            pair.B.Pairs.ShouldBeEmpty();
        }
    }

    [Fact]
    public void No_module_draws_an_SPI_that_the_other_uses()
    {
        using var policy = new TestPolicy();
        var entropy = new SeededEntropy(1);
        var ike = new Ikev1Module(policy, policy, entropy, new Ikev1Options());
        var authIp = new AuthIpModule(policy, new Gatehouse.Keying.AuthIp.Gss.AnonymousMechanism(), entropy, new AuthIpOptions());
        _ = new CoexistingModules(policy, ike, authIp);
        var free = ike.Context.QuickModes.Spis.Draw();
        authIp.Context.QuickModes.Spis.UsedElsewhere(free).ShouldBeTrue();
        ike.Context.QuickModes.Spis.UsedElsewhere(free).ShouldBeFalse();
        ike.Context.QuickModes.Spis.Release(free);
        authIp.Context.QuickModes.Spis.UsedElsewhere(free).ShouldBeFalse();
        ike.Context.QuickModes.Spis.UsedElsewhere(authIp.Context.QuickModes.Spis.Draw()).ShouldBeTrue();

        // Equal seeds draw equal SPIs, unless somebody has them.
        var first = new SpiReservations(new SeededEntropy(5), _ => false).Draw();
        new SpiReservations(new SeededEntropy(5), _ => false).Draw().ShouldBe(first);
        new SpiReservations(new SeededEntropy(5), _ => false) { UsedElsewhere = spi => spi == first }.Draw().ShouldNotBe(first);
    }

    [Fact]
    public void A_policy_that_takes_AuthIP_away_is_keyed_by_IKE_and_back_again()
    {
        var pair = CoexistingPair.New(Speaks.Both, Speaks.Both).Establish();
        Apply(pair, Speaks.Ike);
        pair.A.Pairs.ShouldBeEmpty();
        pair.Establish();
        pair.A.Pairs.Values.ShouldAllBe(held => held.Sa.Module == KeyingModule.Ike);
        Apply(pair, Speaks.Both);
        pair.A.Pairs.Count.ShouldBe(1, "what the new policy allows lives on");
        Apply(pair, Speaks.AuthIp);
        pair.A.Pairs.ShouldBeEmpty();
        pair.Establish();
        pair.A.Pairs.Values.ShouldAllBe(held => held.Sa.Module == KeyingModule.AuthIp);
    }

    [Fact]
    public void A_policy_without_the_peer_ends_both_attempts_and_is_told_once()
    {
        var pair = CoexistingPair.New(Speaks.Both, Speaks.Nothing, weather: new Weather(Loss: 1));
        pair.Acquire(pair.A);
        pair.Run(1);
        pair.A.Speak(Speaks.Nothing);
        pair.Do(pair.A, (module, actions) => module.OnPolicyChanged(pair.Now, actions));
        pair.A.AcquiresFailed.Count.ShouldBe(1);
        var sent = pair.Wire.Count;
        pair.Run(100);
        pair.Wire.Count.ShouldBe(sent);
        ((CoexistingModules)pair.A.Module).Remembered.ShouldBe(0);
    }

    [Fact]
    public void Shutdown_tells_the_peer_in_the_module_that_has_it_and_leaves_no_timer()
    {
        var pair = CoexistingPair.New(Speaks.Both, Speaks.Both).Establish();
        pair.Shutdown(pair.A);
        pair.A.Pairs.ShouldBeEmpty();
        pair.A.Module.NextDeadline.ShouldBeNull();
        pair.Run(1);
        pair.B.Pairs.ShouldBeEmpty();
    }

    [Fact]
    public void A_peer_that_forgot_everything_is_asked_by_both_again()
    {
        var pair = CoexistingPair.New(Speaks.Both, Speaks.Ike).Establish();
        pair.Run(15);
        pair.B.Boot();
        pair.B.Speak(Speaks.Both);
        pair.Acquire(pair.A, new TrafficSelector(6, 0, 443), guaranteeEncryption: true);
        pair.Run(60);
        pair.A.AcquiresFailed.ShouldBeEmpty();
        pair.MainModes(pair.A).ShouldContain(KeyingModule.AuthIp, "the peer speaks it now, and leaves IKE to it");
        pair.A.Pairs.Values.ShouldContain(held => held.Sa.Module == KeyingModule.AuthIp && pair.B.Pairs.ContainsKey(held.Sa.Outbound));
    }

    [Fact]
    public void Pauses_of_any_number_of_silent_peers_are_remembered_within_a_bound()
    {
        var pair = CoexistingPair.New(Speaks.Both, Speaks.Nothing);
        pair.A.Policy.MainOf[KeyingModule.AuthIp] = AuthIpPair.MainModeOf([AuthenticationMethodType.NtlmV2]);
        pair.A.Policy.Key = null;
        for (var i = 0; i < Rivalries.Most + 100; i++)
        {
            var peer = new AddressPair(pair.A.Address, IpAddr.Parse($"10.{100 + (i / 65536)}.{i / 256 % 256}.{i % 256}"));
            pair.Do(pair.A, (module, actions) => module.Acquire(pair.Now, peer, TrafficSelector.Any, false, actions));
        }

        pair.A.AcquiresFailed.Count.ShouldBe(Rivalries.Most + 100);
        ((CoexistingModules)pair.A.Module).Remembered.ShouldBeInRange(1000, Rivalries.Most);
    }

    private static void Apply(Pair pair, Speaks speaks)
    {
        foreach (var node in new[] { pair.A, pair.B })
        {
            node.Speak(speaks);
            pair.Do(node, (module, actions) => module.OnPolicyChanged(pair.Now, actions));
        }

        pair.Run(1);
    }
}
