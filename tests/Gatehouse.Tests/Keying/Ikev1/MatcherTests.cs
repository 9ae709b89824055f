using Gatehouse.Base;
using Gatehouse.Crypto.Agreement;
using Gatehouse.Ike.Isakmp;
using Gatehouse.Keying.Ikev1;
using Gatehouse.Keying.Isakmp;
using Gatehouse.Model.Ipsec;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Keying.Ikev1;

public sealed class MatcherTests
{
    private static readonly QuickModeOffer[] Gcm = [.. QuickModeOffer.From(TestPolicy.QuickModeOf(TestPolicy.Gcm128), DhGroupId.Ecp256)];

    [Fact]
    public void Aes_gcm_is_offered_as_transform_20_with_key_length_and_without_authentication_algorithm()
    {
        var transform = Gcm[0].ToProposal(1, new Spi(0x1234)).Transforms.Single();
        transform.Id.ShouldBe((byte)20);
        transform.Number(IpsecAttributeType.KeyLength).ShouldBe(128ul);
        transform.Number(IpsecAttributeType.EncapsulationMode).ShouldBe(2ul);
        transform.Find((ushort)IpsecAttributeType.AuthenticationAlgorithm).ShouldBeNull();
    }

    [Theory]
    [InlineData(IpsecAuthenticationAlgorithm.AesGmac128, true)]
    [InlineData(IpsecAuthenticationAlgorithm.AesGmac256, false)]
    [InlineData(IpsecAuthenticationAlgorithm.HmacSha1, false)]
    public void Beside_aes_gcm_only_gmac_of_the_same_length_is_accepted(IpsecAuthenticationAlgorithm beside, bool accepted) =>
        (Choose(attributes => [.. attributes, IpsecAttributeType.AuthenticationAlgorithm.Basic((ushort)beside)]) is not null).ShouldBe(accepted);

    [Fact]
    public void Tunnel_mode_missing_key_length_and_foreign_groups_are_refused()
    {
        Choose(attributes => attributes).ShouldNotBeNull();
        Choose(attributes => Replace(attributes, IpsecAttributeType.EncapsulationMode, 1)).ShouldBeNull();
        Choose(attributes => Replace(attributes, IpsecAttributeType.EncapsulationMode, 4)).ShouldBeNull();
        Choose(attributes => attributes.Where(attribute => attribute.Type != (ushort)IpsecAttributeType.EncapsulationMode)).ShouldBeNull();
        Choose(attributes => attributes.Where(attribute => attribute.Type != (ushort)IpsecAttributeType.KeyLength)).ShouldBeNull();
        Choose(attributes => Replace(attributes, IpsecAttributeType.KeyLength, 256)).ShouldBeNull();
        Choose(attributes => [.. attributes, IpsecAttributeType.GroupDescription.Basic(2)]).ShouldBeNull();
        Choose(attributes => [.. attributes, IpsecAttributeType.GroupDescription.Basic(19)]).ShouldBeNull();
    }

    [Fact]
    public void Unknown_attributes_do_not_matter() => Choose(attributes => [.. attributes, DataAttribute.Basic(30_000, 1)]).ShouldNotBeNull();

    [Fact]
    public void Reserved_spis_are_refused() => Choose(attributes => attributes, spi: 255).ShouldBeNull();

    [Fact]
    public void Ah_and_esp_under_one_number_are_passed_over_for_the_next_proposal()
    {
        var esp = Gcm[0].ToProposal(1, new Spi(0x1234));
        var ah = esp with { Protocol = ProtocolId.Ah };
        QuickModeMatcher.Choose(new SaPayload([ah, esp]), [.. Gcm]).ShouldBeNull();
        QuickModeMatcher.Choose(new SaPayload([ah, esp, esp with { Number = 2 }]), [.. Gcm])!.Proposal.Number.ShouldBe((byte)2);
    }

    [Fact]
    public void The_initiators_order_decides_and_the_answer_is_its_transform_unchanged()
    {
        var theirs = TestPolicy.MainModeOf(
            new MainModeProposal(IkeCipherType.Aes256, IkeIntegrityType.Sha384, IkeDhGroup.Ecp384, 1000),
            new MainModeProposal(IkeCipherType.Aes128, IkeIntegrityType.Sha1, IkeDhGroup.Group14, 2000),
            new MainModeProposal(IkeCipherType.Aes128, IkeIntegrityType.Sha256, IkeDhGroup.Ecp256, 3000));
        var ours = TestPolicy.MainModeOf(
            new MainModeProposal(IkeCipherType.Aes128, IkeIntegrityType.Sha256, IkeDhGroup.Ecp256, 500),
            new MainModeProposal(IkeCipherType.Aes128, IkeIntegrityType.Sha1, IkeDhGroup.Group14, 5000));
        var offer = MainModeMatcher.Offer(theirs)!;
        var choice = MainModeMatcher.Choose(offer, ours)!;
        choice.Suite.ToString().ShouldBe("AES-CBC-128/SHA-1/MODP-2048");
        choice.Lifetime.TotalSeconds.ShouldBe(2000);
        choice.Answer.Proposals.Single().Transforms.Single().ShouldBe(offer.Proposals[0].Transforms[1]);
    }

    [Fact]
    public void Lifetimes_follow_the_shorter_but_not_below_the_floor()
    {
        var ours = new SaLifetime(3600, 100_000, 1000);
        Lifetimes.Shorter(ours, 1800, null).ShouldBe(new SaLifetime(1800, 100_000, 1000));
        Lifetimes.Shorter(ours, 7200, 50_000).ShouldBe(new SaLifetime(3600, 50_000, 1000));
        Lifetimes.Shorter(ours, 1, 1).ShouldBe(new SaLifetime(10, 1024, 1000));
        Lifetimes.Shorter(ours, 0, 0).ShouldBe(ours);
        Lifetimes.Shorter(ours, ulong.MaxValue, ulong.MaxValue).ShouldBe(ours);
        Lifetimes.Shorter(new SaLifetime(5, 10, 1), 1, 1).ShouldBe(new SaLifetime(5, 10, 1));
    }

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(17, 500, true)]
    [InlineData(17, 4500, false)]
    [InlineData(6, 0, false)]
    public void A_main_mode_identity_is_the_address_with_the_ports_of_ike(int protocol, int port, bool accepted)
    {
        var address = IpAddr.Parse("10.0.0.1");
        Selectors.IsMainModeIdentity(IdentificationPayload.ForAddress(address, (byte)protocol, (ushort)port), address, out _).ShouldBe(accepted);
        Selectors.IsMainModeIdentity(IdentificationPayload.ForAddress(IpAddr.Parse("10.0.0.2")), address, out _).ShouldBeFalse();
    }

    private static IEnumerable<DataAttribute> Replace(IEnumerable<DataAttribute> attributes, IpsecAttributeType type, ushort value) =>
        attributes.Select(attribute => attribute.Type == (ushort)type ? type.Basic(value) : attribute);

    private static QuickModeChoice? Choose(Func<IEnumerable<DataAttribute>, IEnumerable<DataAttribute>> change, uint spi = 0x1234)
    {
        var proposal = Gcm[0].ToProposal(1, new Spi(spi));
        var transform = proposal.Transforms[0];
        return QuickModeMatcher.Choose(
            new SaPayload([proposal with { Transforms = [transform with { Attributes = [.. change(transform.Attributes)] }] }]), [.. Gcm]);
    }
}
