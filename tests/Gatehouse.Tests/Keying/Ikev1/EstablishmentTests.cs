using Gatehouse.Base;
using Gatehouse.Keying;
using Gatehouse.Keying.Ikev1;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Keying;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Keying.Ikev1;

public sealed class EstablishmentTests
{
    public static TheoryData<IkeCipherType, IkeIntegrityType, IkeDhGroup, bool> MainModeSuites()
    {
        var data = new TheoryData<IkeCipherType, IkeIntegrityType, IkeDhGroup, bool>();
        foreach (var cipher in new[] { IkeCipherType.Aes128, IkeCipherType.Aes192, IkeCipherType.Aes256 })
        {
            foreach (var integrity in new[] { IkeIntegrityType.Sha1, IkeIntegrityType.Sha256, IkeIntegrityType.Sha384 })
            {
                foreach (var group in new[] { IkeDhGroup.Group14, IkeDhGroup.Ecp256, IkeDhGroup.Ecp384 })
                {
                    data.Add(cipher, integrity, group, false);
                    data.Add(cipher, integrity, group, true);
                }
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(MainModeSuites))]
    public void Every_main_mode_suite_establishes_over_both_families(IkeCipherType cipher, IkeIntegrityType integrity, IkeDhGroup group, bool v6)
    {
        var pair = new Pair(v6: v6);
        foreach (var node in new[] { pair.A, pair.B })
            node.Policy.Main = TestPolicy.MainModeOf(new MainModeProposal(cipher, integrity, group, 28_800));
        pair.Establish().ShouldMirror();
    }

    [Theory]
    [InlineData(IpsecCipherConfig.GcmAes128, IpsecAuthType.Aes128, PfsGroup.None)]
    [InlineData(IpsecCipherConfig.GcmAes192, IpsecAuthType.Aes192, PfsGroup.None)]
    [InlineData(IpsecCipherConfig.GcmAes256, IpsecAuthType.Aes256, PfsGroup.Group14)]
    [InlineData(IpsecCipherConfig.CbcAes128, IpsecAuthType.Sha1, PfsGroup.None)]
    [InlineData(IpsecCipherConfig.CbcAes128, IpsecAuthType.Sha256, PfsGroup.Ecp256)]
    [InlineData(IpsecCipherConfig.CbcAes256, IpsecAuthType.Sha1, PfsGroup.Ecp384)]
    [InlineData(IpsecCipherConfig.CbcAes256, IpsecAuthType.Sha256, PfsGroup.MainMode)]
    public void Every_quick_mode_suite_establishes_over_both_families(IpsecCipherConfig cipher, IpsecAuthType auth, PfsGroup pfs)
    {
        foreach (var v6 in new[] { false, true })
        {
            var pair = new Pair(v6: v6);
            foreach (var node in new[] { pair.A, pair.B })
                node.Policy.Quick = TestPolicy.QuickModeOf(new SaTransform(SaTransformType.EspAuthAndCipher, auth, cipher), pfs: pfs);
            pair.Establish().ShouldMirror();
            pair.A.Pairs.Values.Single().Sa.Algorithm.ShouldBe(
                EspAlgorithm.From(new SaTransform(SaTransformType.EspAuthAndCipher, auth, cipher))!.Value);
        }
    }

    [Fact]
    public void A_clean_exchange_takes_nine_messages_and_says_so_on_both_sides()
    {
        var pair = new Pair().Establish();
        pair.Wire.Count.ShouldBe(9);
        foreach (var node in new[] { pair.A, pair.B })
        {
            node.Events.Select(news => news.Kind).ShouldBe(
                [KeyingEventKind.NegotiationStarted, KeyingEventKind.MainModeEstablished, KeyingEventKind.QuickModeEstablished]);
            var sa = node.Module.Snapshot(pair.Now).MainModes.ShouldHaveSingleItem();
            sa.Suite.ShouldBe("AES-CBC-128/SHA-256/ECP-256");
            sa.Identity.ShouldBe(pair.Other(node).Address.ToString());
            sa.Cookies.Length.ShouldBe(32);
            node.Module.Snapshot(pair.Now).QuickModes.ShouldHaveSingleItem().RekeyIn.ShouldNotBeNull();
            node.Module.Snapshot(pair.Now).Down.ShouldBeEmpty();
        }
    }

    [Fact]
    public void The_responder_installs_with_message_1_and_may_send_from_message_3_on()
    {
        var pair = new Pair();
        pair.Establish();
        var order = pair.B.AllActions.Select(action => action.GetType().Name).ToList();
        order.IndexOf(nameof(KeyingAction.InstallPair)).ShouldBeLessThan(order.IndexOf(nameof(KeyingAction.ConfirmPair)));
        pair.B.AllActions.OfType<KeyingAction.InstallPair>().Single().OutboundReady.ShouldBeFalse();
        pair.A.AllActions.OfType<KeyingAction.InstallPair>().Single().OutboundReady.ShouldBeTrue();
        pair.A.AllActions.OfType<KeyingAction.ConfirmPair>().ShouldBeEmpty();
    }

    [Fact]
    public void A_packet_under_the_new_pair_stands_in_for_message_3()
    {
        var pair = new Pair();
        // A → B: only quick mode's third message is ever lost.
        pair.OnWire = (from, data) => from == pair.A && data[18] == 32 && pair.B.Pairs.Count > 0 ? null : data;
        pair.Acquire(pair.A);
        pair.Run(0.5);
        pair.Sendable(pair.B).ShouldBeFalse();
        pair.SendPacket(pair.A);
        pair.Run(0.5);
        pair.Sendable(pair.B).ShouldBeTrue();
        pair.B.Established(ExchangeKind.QuickMode).ShouldBe(1);
    }

    [Fact]
    public void The_responder_repeats_message_2_until_message_3_arrives()
    {
        var pair = new Pair();
        var dropped = 0;
        pair.OnWire = (from, data) => from == pair.A && data[18] == 32 && pair.B.Pairs.Count > 0 && dropped++ < 3 ? null : data;
        pair.Acquire(pair.A);
        pair.Run(20);
        dropped.ShouldBeGreaterThan(3);
        pair.Sendable(pair.B).ShouldBeTrue();
        pair.ShouldMirror();
    }

    [Fact]
    public void Without_message_3_the_responder_takes_its_pair_back_and_the_initiator_is_told()
    {
        var pair = new Pair();
        pair.OnWire = (from, data) => from == pair.A && data[18] == 32 && pair.B.Pairs.Count > 0 ? null : data;
        pair.Acquire(pair.A);
        pair.Run(60);
        pair.B.Pairs.ShouldBeEmpty();
        pair.A.Pairs.ShouldBeEmpty();
        pair.B.Failures.ShouldHaveSingleItem().MessageNumber.ShouldBe(3);
    }

    [Fact]
    public void Selectors_with_protocol_and_ports_get_their_own_pair()
    {
        var pair = new Pair();
        pair.Acquire(pair.A, new TrafficSelector(17, 1701, 1702));
        pair.Run(1);
        pair.ShouldMirror();
        pair.B.Pairs.Values.Single().Sa.Selector.ShouldBe(new TrafficSelector(17, 1702, 1701));
    }

    [Fact]
    public void The_shorter_lifetime_holds_on_both_sides_whoever_has_it()
    {
        foreach (var shorterAtA in new[] { true, false })
        {
            var pair = new Pair();
            (shorterAtA ? pair.A : pair.B).Policy.Quick = TestPolicy.QuickModeOf(TestPolicy.Gcm128, seconds: 1800, kilobytes: 50_000);
            pair.Establish().ShouldMirror();
            pair.A.Pairs.Values.Single().Sa.Lifetime.Seconds.ShouldBe(1800u);
            pair.A.Pairs.Values.Single().Sa.Lifetime.Kilobytes.ShouldBe(50_000u);
        }
    }

    [Fact]
    public void The_shorter_main_mode_lifetime_reaches_the_initiator()
    {
        var pair = new Pair();
        pair.B.Policy.Main = TestPolicy.MainModeOf(new MainModeProposal(IkeCipherType.Aes128, IkeIntegrityType.Sha256, IkeDhGroup.Ecp256, 600));
        pair.Establish();
        pair.A.Module.Snapshot(pair.Now).MainModes.Single().RekeyIn!.Value.ShouldBeLessThan(TimeSpan.FromSeconds(600));
    }

    [Fact]
    public void Several_peers_are_served_at_once()
    {
        var entropy = new SeededEntropy(9);
        var hub = new TestNode(IpAddr.Parse("10.99.0.1"), entropy).Boot();
        var peers = Enumerable.Range(2, 20)
            .Select(i => new TestNode(IpAddr.Parse($"10.99.0.{i}"), new SeededEntropy((ulong)i)).Boot())
            .ToDictionary(p => p.Address);
        var queue = new Queue<KeyingAction.SendDatagram>();
        var now = Instant.FromSeconds(1);
        foreach (var peer in peers.Values)
            peer.Call(
                (module, actions) => module.Acquire(
                    now, new AddressPair(peer.Address, hub.Address), TrafficSelector.Any, guaranteeEncryption: false, actions),
                queue.Enqueue);
        while (queue.TryDequeue(out var datagram))
        {
            var to = datagram.Remote.Address == hub.Address ? hub : peers[datagram.Remote.Address];
            to.Call((module, actions) => module.OnDatagram(now, datagram.Remote, datagram.Local, datagram.Data, actions), queue.Enqueue);
        }

        hub.Pairs.Count.ShouldBe(20);
        hub.Module.Snapshot(now).MainModes.Length.ShouldBe(20);
        peers.Values.ShouldAllBe(peer => peer.Pairs.Count == 1);
    }

    [Fact]
    public void Main_mode_keys_are_exported_only_when_asked_for()
    {
        new Pair().Establish().A.AllActions.OfType<KeyingAction.ExportMainModeKey>().ShouldBeEmpty();
        var pair = new Pair(options: new Ikev1Options { ExportKeys = true }).Establish();
        var ours = pair.A.AllActions.OfType<KeyingAction.ExportMainModeKey>().ShouldHaveSingleItem();
        var theirs = pair.B.AllActions.OfType<KeyingAction.ExportMainModeKey>().ShouldHaveSingleItem();
        ours.InitiatorCookie.ShouldBe(theirs.InitiatorCookie);
        ours.Key.ContentEquals(theirs.Key).ShouldBeTrue();
        ours.Key.Length.ShouldBe(16);
    }
}
