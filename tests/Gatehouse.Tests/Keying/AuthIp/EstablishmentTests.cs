using Gatehouse.Base;
using Gatehouse.Crypto.Hashing;
using Gatehouse.Ike.AuthIp;
using Gatehouse.Ike.Isakmp;
using Gatehouse.Keying;
using Gatehouse.Keying.AuthIp;
using Gatehouse.Model.AuthIp;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Keying;
using Gatehouse.Tests.Ike;
using Gatehouse.Tests.Keying.Ikev1;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Keying.AuthIp;

public sealed class EstablishmentTests
{
    [Fact]
    public void Anonymous_main_mode_with_fast_quick_mode_takes_three_round_trips()
    {
        // #1 SA, Auth, Ni, VID, NAT-D, KE →    ← #2 SA, Auth, Nr, Nr(qm), VID, NAT-D, KE
        // #3 GSS-API →                         ← #4 GSS-API
        // #5* HAuth1, ID, ID, SA, Ni(qm) →     ← #6* HAuth2, ID, ID, SA
        var pair = AuthIpPair.New().Establish();
        pair.Flow().ShouldBe(["A243", "B243", "A243", "B243", "A243*", "B243*"]);
        pair.Wire.Select(entry => AuthIpPair.Sequence(entry.Data)).ShouldBe([0u, 0u, 1u, 1u, 2u, 2u]);
        pair.Wire.Take(4).ShouldAllBe(entry => AuthIpPair.MessageId(entry.Data) == 0);
        AuthIpPair.MessageId(pair.Wire[4].Data).ShouldNotBe(0u);
        AuthIpPair.MessageId(pair.Wire[5].Data).ShouldBe(AuthIpPair.MessageId(pair.Wire[4].Data));
        pair.ShouldMirror();
        pair.A.Events.Count(news => news.Kind == KeyingEventKind.MainModeEstablished).ShouldBe(1);
        pair.A.Events.First(news => news.Kind == KeyingEventKind.MainModeEstablished).Text.ShouldContain("nobody is authenticated");
    }

    [Fact]
    public void Normal_quick_mode_adds_a_round_trip_of_its_own_exchange_type()
    {
        // #7* N(QM_SYNCHRONIZE) →              ← #8* N(QM_SYNCHRONIZE)
        var pair = AuthIpPair.New(options: new AuthIpOptions { FastQuickMode = false }).Establish();
        pair.Flow().ShouldBe(["A243", "B243", "A243", "B243", "A243*", "B243*", "A244*", "B244*"]);
        pair.Wire.Skip(6).Select(entry => AuthIpPair.Sequence(entry.Data)).ShouldBe([0u, 0u]);
        pair.Wire.Skip(4).Select(entry => AuthIpPair.MessageId(entry.Data)).Distinct().Count().ShouldBe(1);
        pair.ShouldMirror();
    }

    [Fact]
    public void Several_proposals_or_perfect_forward_secrecy_need_the_normal_form()
    {
        QuickModePolicy Pfs(PfsGroup group) => TestPolicy.QuickModeOf(TestPolicy.Gcm128, pfs: group);
        foreach (var quick in new[] { TwoProposals(), Pfs(PfsGroup.Ecp256), Pfs(PfsGroup.MainMode) })
        {
            var pair = AuthIpPair.New();
            pair.A.Policy.Quick = pair.B.Policy.Quick = quick;
            pair.Establish();
            pair.Flow().Length.ShouldBe(8);
            pair.ShouldMirror();
        }
    }

    [Fact]
    public void Initiator_receives_from_message_6_and_sends_from_8()
    {
        var pair = AuthIpPair.New();
        pair.A.Policy.Quick = pair.B.Policy.Quick = TwoProposals();
        pair.Establish();
        var actions = pair.A.AllActions.Where(action => action is not KeyingAction.Notify).Select(action => action.GetType().Name).ToArray();
        actions.ShouldBe(["SendDatagram", "SendDatagram", "SendDatagram", "InstallPair", "SendDatagram", "ConfirmPair"]);
        pair.A.AllActions.OfType<KeyingAction.InstallPair>().ShouldHaveSingleItem().OutboundReady.ShouldBeFalse();
        pair.B.AllActions.Where(action => action is not KeyingAction.Notify).Select(action => action.GetType().Name)
            .ShouldBe(["SendDatagram", "SendDatagram", "InstallPair", "SendDatagram", "ConfirmPair", "SendDatagram"]);
    }

    [Theory]
    [InlineData(IkeCipherType.Aes128, IkeIntegrityType.Sha1, IkeDhGroup.Group14)]
    [InlineData(IkeCipherType.Aes256, IkeIntegrityType.Sha256, IkeDhGroup.Ecp384)]
    [InlineData(IkeCipherType.Aes192, IkeIntegrityType.Sha256, IkeDhGroup.Ecp256)]
    [InlineData(IkeCipherType.TripleDes, IkeIntegrityType.Sha1, IkeDhGroup.Ecp256)]
    [InlineData(IkeCipherType.TripleDes, IkeIntegrityType.Sha256, IkeDhGroup.Ecp256)]
    public void Every_suite_works(IkeCipherType cipher, IkeIntegrityType hash, IkeDhGroup group)
    {
        foreach (var v6 in new[] { false, true })
        {
            var pair = AuthIpPair.New(v6: v6);
            pair.A.Policy.Main = pair.B.Policy.Main = AuthIpPair.Anonymous(new MainModeProposal(cipher, hash, group, 28_800));
            pair.Establish().ShouldMirror();
            AuthIpPair.ReadClear(pair.Wire[0].Data).All<NatDiscoveryPayload>().Count().ShouldBe(v6 ? 0 : 2);
        }
    }

    [Theory]
    [InlineData("cbc-sha1")]
    [InlineData("cbc-sha256")]
    [InlineData("gcm-256")]
    public void Every_quick_mode_suite_works(string name)
    {
        var pair = AuthIpPair.New();
        pair.A.Policy.Quick = pair.B.Policy.Quick = TestPolicy.QuickModeOf(
            name switch { "cbc-sha1" => TestPolicy.Cbc128Sha1, "cbc-sha256" => TestPolicy.Cbc256Sha256, _ => TestPolicy.Gcm256 });
        pair.Establish().ShouldMirror();
    }

    [Fact]
    public void The_responder_chooses_by_its_own_order()
    {
        var sha1 = new MainModeProposal(IkeCipherType.Aes128, IkeIntegrityType.Sha1, IkeDhGroup.Ecp256, 28_800);
        var sha256 = new MainModeProposal(IkeCipherType.Aes256, IkeIntegrityType.Sha256, IkeDhGroup.Ecp256, 28_800);
        var pair = AuthIpPair.New();
        pair.A.Policy.Main = AuthIpPair.Anonymous(sha1, sha256);
        pair.B.Policy.Main = AuthIpPair.Anonymous(sha256, sha1);
        pair.Establish();
        pair.A.Events.First(news => news.Kind == KeyingEventKind.MainModeEstablished).Suite.ShouldBe("AES-CBC-256/SHA-256/ECP-256");
    }

    [Fact]
    public void Only_proposals_of_one_group_are_offered_because_its_value_is_in_the_first_message()
    {
        var pair = AuthIpPair.New();
        pair.A.Policy.Main = AuthIpPair.Anonymous(
            new MainModeProposal(IkeCipherType.Aes128, IkeIntegrityType.Sha1, IkeDhGroup.None, 28_800),
            new MainModeProposal(IkeCipherType.Aes128, IkeIntegrityType.Sha256, IkeDhGroup.Ecp256, 28_800),
            new MainModeProposal(IkeCipherType.Aes128, IkeIntegrityType.Sha1, IkeDhGroup.Group14, 28_800),
            new MainModeProposal(IkeCipherType.Aes128, IkeIntegrityType.Sha1, IkeDhGroup.Ecp256, 28_800));
        pair.Establish();
        var offer = AuthIpPair.ReadClear(pair.Wire[0].Data);
        offer.Find<SaPayload>()!.Proposals[0].Transforms.Select(transform => transform.Number(OakleyAttributeType.GroupDescription)).ShouldBe([19ul, 19ul]);
        offer.Find<KeyExchangePayload>()!.Data.Length.ShouldBe(64);
        offer.Find<SaPayload>()!.Proposals[0].Transforms.ShouldAllBe(transform => transform.Number(OakleyAttributeType.AuthenticationMethod) == null);
    }

    [Fact]
    public void Our_first_message_is_that_of_windows_when_cookie_nonce_and_nat_d_are()
    {
        var golden = AuthIpPair.ReadClear(IkeVectors.AuthIpMainMode1());
        var profile = AuthIpWireProfile.Windows2008R2;
        var policy = AuthIpPair.MainModeOf(
            [AuthenticationMethodType.Kerberos],
            new MainModeProposal(IkeCipherType.Aes128, IkeIntegrityType.Sha1, IkeDhGroup.None, 28_800),
            new MainModeProposal(IkeCipherType.TripleDes, IkeIntegrityType.Sha1, IkeDhGroup.None, 28_800));
        var offer = MainModeMatcher.Offer(policy, MainModeMatcher.Methods(policy, new FakeGss()))!;

        // That host can do fragments, which this build cannot, so it would not announce them.
        var features = PeerFeatures.From(golden);
        features.ShouldBe(PeerFeatures.Own(profile.Version, IpFamily.V4, initialContact: true) with { Fragmentation = true });
        NatDetection.FirstHash(profile, offer.Hashes).ShouldBe(PrfAlgorithm.Sha1);
        var payloads = FirstMessages.Request(
            offer, golden.Find<NoncePayload>()!.Data.ToArray(), features, golden.All<NatDiscoveryPayload>(), token: null, publicValue: null);
        var header = IsakmpHeader.Create(golden.Header.CookieI, 0, ExchangeType.AuthIpMainMode);
        AuthIpMessageWriter.WriteClear(header, 0, payloads).ShouldBe(IkeVectors.AuthIpMainMode1());
        MainModeMessages.NonceLength.ShouldBe(48);
    }

    [Fact]
    public void The_module_sends_such_a_first_message_but_for_the_fragments_it_cannot_do()
    {
        var pair = AuthIpPair.New(mechanisms: new FakeGss(), methods: AuthenticationMethodType.Kerberos);
        pair.A.Policy.Main = AuthIpPair.MainModeOf(
            [AuthenticationMethodType.Kerberos],
            new MainModeProposal(IkeCipherType.Aes128, IkeIntegrityType.Sha1, IkeDhGroup.None, 28_800),
            new MainModeProposal(IkeCipherType.TripleDes, IkeIntegrityType.Sha1, IkeDhGroup.None, 28_800));
        pair.Acquire(pair.A);
        var golden = AuthIpPair.ReadClear(IkeVectors.AuthIpMainMode1()).Content.Payloads
            .Where(payload => !VendorIds.Fragmentation.Matches(payload.Body.Span)).ToArray();
        var own = AuthIpPair.ReadClear(pair.Wire[0].Data).Content.Payloads;
        own.Select(payload => (payload.Type, payload.Body.Length)).ShouldBe(golden.Select(payload => (payload.Type, payload.Body.Length)));
        foreach (var (mine, theirs) in own.Zip(golden).Where(both => both.First.Type is not (PayloadType.Nonce or PayloadType.NatDiscovery)))
            mine.Body.ToArray().ShouldBe(theirs.Body.ToArray());
    }

    [Fact]
    public void First_nat_d_is_the_derived_one()
    {
        var hash = NatDetection.Hash(PrfAlgorithm.Sha256, 0x1111111111111111, 0, new Endpoint(IpAddr.Parse("192.0.2.2"), 500));
        hash.ShouldBe(AuthIpInputs.Derived("v4-natd"));
        NatDetection.FirstHash(AuthIpWireProfile.Windows2008R2, [PrfAlgorithm.Sha1, PrfAlgorithm.Sha256]).ShouldBe(PrfAlgorithm.Sha256);
        var md5 = AuthIpWireProfile.Windows2008R2 with { NatDiscoveryHash = NatDiscoveryHash.Md5 };
        NatDetection.FirstHash(md5, [PrfAlgorithm.Sha1]).ShouldBe(PrfAlgorithm.Md5);
    }

    [Fact]
    public void Selectors_and_guaranteed_encryption_have_pairs_of_their_own_under_one_main_mode()
    {
        var pair = AuthIpPair.New().Establish();
        pair.Acquire(pair.A, new TrafficSelector(6, 0, 80));
        pair.Run(1);
        pair.A.Pairs.Count.ShouldBe(1, "the pair for everything serves it");

        pair = AuthIpPair.New();
        pair.Acquire(pair.A, new TrafficSelector(6, 0, 80));
        pair.Acquire(pair.A, new TrafficSelector(17, 53, 0));
        pair.Run(2);
        pair.A.Pairs.Count.ShouldBe(2);
        pair.ShouldMirror();
        pair.Flow().Count(step => step == "A244*").ShouldBe(1, "the second is a later quick mode");
        pair.A.Events.Count(news => news.Kind == KeyingEventKind.MainModeEstablished).ShouldBe(1);
    }

    [Fact]
    public void Exchange_info_tells_boundary_and_guaranteed_encryption()
    {
        var pair = AuthIpPair.New();
        pair.B.Policy.Quick = pair.B.Policy.Quick! with { Flags = IpsecPolicyFlags.NdBoundary };
        pair.Acquire(pair.A, guaranteeEncryption: true);
        pair.Run(1);
        var (mine, theirs) = (pair.A.Pairs.Values.ShouldHaveSingleItem().Sa, pair.B.Pairs.Values.ShouldHaveSingleItem().Sa);
        (mine.GuaranteedEncryption, mine.PeerIsBoundary).ShouldBe((true, true));
        (theirs.GuaranteedEncryption, theirs.PeerIsBoundary).ShouldBe((true, false));
    }

    private static QuickModePolicy TwoProposals()
    {
        var one = TestPolicy.QuickModeOf(TestPolicy.Gcm128);
        return one with { Proposals = [.. one.Proposals, .. TestPolicy.QuickModeOf(TestPolicy.Cbc128Sha1).Proposals] };
    }
}
