using Gatehouse.Base;
using Gatehouse.Ike.Ikev1;
using Gatehouse.Ike.Isakmp;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Ike;

public sealed class Ikev1ExchangeRulesTests
{
    // One letter per payload: S SA, K KE, N nonce, I ID, H HASH, V VID, A NAT-D, C CERT-REQ, G SIG, T notify, D delete, P private, O NAT-OA.
    private static readonly SaPayload Sa = new([new ProposalPayload(1, ProtocolId.Isakmp, ReadOnlyMemory<byte>.Empty, [new TransformPayload(1, 1, [])])]);

    private static readonly Dictionary<char, IsakmpBody> Letters = new()
    {
        ['S'] = Sa,
        ['K'] = new KeyExchangePayload(new byte[64]),
        ['N'] = new NoncePayload(new byte[16]),
        ['I'] = IdentificationPayload.ForAddress(IpAddr.Parse("192.0.2.1")),
        ['H'] = new HashPayload(new byte[20]),
        ['V'] = new VendorIdPayload(new byte[16]),
        ['A'] = new NatDiscoveryPayload(new byte[20]),
        ['C'] = new UnknownPayload(PayloadType.CertificateRequest, new byte[1]),
        ['G'] = new UnknownPayload(PayloadType.Signature, new byte[1]),
        ['T'] = new NotificationPayload(ProtocolId.Isakmp, NotifyType.InitialContact),
        ['D'] = new DeletePayload(ProtocolId.Esp, new byte[4]),
        ['P'] = new UnknownPayload((PayloadType)200, new byte[1]),
        ['O'] = new UnknownPayload(PayloadType.NatOriginalAddress, new byte[8]),
    };

    [Theory]
    [InlineData(ExchangeType.IdentityProtection, 1, false, "SVVV", null)]
    [InlineData(ExchangeType.IdentityProtection, 1, false, "SPT", null)]
    [InlineData(ExchangeType.IdentityProtection, 1, false, "VS", IsakmpError.WrongOrder)]
    [InlineData(ExchangeType.IdentityProtection, 1, false, "VV", IsakmpError.MissingPayload)]
    [InlineData(ExchangeType.IdentityProtection, 1, false, "", IsakmpError.MissingPayload)]
    [InlineData(ExchangeType.IdentityProtection, 1, false, "SS", IsakmpError.UnexpectedPayload)]
    [InlineData(ExchangeType.IdentityProtection, 2, false, "SK", IsakmpError.UnexpectedPayload)]
    [InlineData(ExchangeType.IdentityProtection, 1, true, "S", IsakmpError.UnexpectedProtection)]
    [InlineData(ExchangeType.IdentityProtection, 3, false, "KN", null)]
    [InlineData(ExchangeType.IdentityProtection, 3, false, "NKCAAV", null)]
    [InlineData(ExchangeType.IdentityProtection, 4, false, "K", IsakmpError.MissingPayload)]
    [InlineData(ExchangeType.IdentityProtection, 4, false, "KKN", IsakmpError.UnexpectedPayload)]
    [InlineData(ExchangeType.IdentityProtection, 4, false, "KNH", IsakmpError.UnexpectedPayload)]
    [InlineData(ExchangeType.IdentityProtection, 5, true, "IHT", null)]
    [InlineData(ExchangeType.IdentityProtection, 6, true, "IHC", null)]
    [InlineData(ExchangeType.IdentityProtection, 5, false, "IH", IsakmpError.NotProtected)]
    [InlineData(ExchangeType.IdentityProtection, 5, true, "IG", IsakmpError.MissingPayload)]
    [InlineData(ExchangeType.IdentityProtection, 5, true, "IHD", IsakmpError.UnexpectedPayload)]
    [InlineData(ExchangeType.IdentityProtection, 7, true, "IH", IsakmpError.InvalidExchangeType)]
    [InlineData(ExchangeType.QuickMode, 1, true, "HSN", null)]
    [InlineData(ExchangeType.QuickMode, 1, true, "HSNKIIOOT", null)]
    [InlineData(ExchangeType.QuickMode, 1, true, "SHN", IsakmpError.WrongOrder)]
    [InlineData(ExchangeType.QuickMode, 1, true, "HNS", IsakmpError.WrongOrder)]
    [InlineData(ExchangeType.QuickMode, 1, true, "SN", IsakmpError.MissingPayload)]
    [InlineData(ExchangeType.QuickMode, 2, true, "HSNI", IsakmpError.MissingPayload)]
    [InlineData(ExchangeType.QuickMode, 2, true, "HSNIII", IsakmpError.UnexpectedPayload)]
    [InlineData(ExchangeType.QuickMode, 2, false, "HSN", IsakmpError.NotProtected)]
    [InlineData(ExchangeType.QuickMode, 3, true, "H", null)]
    [InlineData(ExchangeType.QuickMode, 3, true, "HN", IsakmpError.UnexpectedPayload)]
    [InlineData(ExchangeType.QuickMode, 4, true, "HT", null)]
    [InlineData(ExchangeType.QuickMode, 4, true, "H", IsakmpError.MissingPayload)]
    [InlineData(ExchangeType.Informational, 1, false, "T", null)]
    [InlineData(ExchangeType.Informational, 1, false, "D", IsakmpError.MissingPayload)]
    [InlineData(ExchangeType.Informational, 1, false, "TD", IsakmpError.UnexpectedPayload)]
    [InlineData(ExchangeType.Informational, 1, true, "HD", null)]
    [InlineData(ExchangeType.Informational, 1, true, "HND", null)]
    [InlineData(ExchangeType.Informational, 2, true, "HND", null)]
    [InlineData(ExchangeType.Informational, 1, true, "DH", IsakmpError.WrongOrder)]
    [InlineData(ExchangeType.Informational, 1, true, "T", IsakmpError.MissingPayload)]
    [InlineData(ExchangeType.Aggressive, 1, false, "SKNI", IsakmpError.InvalidExchangeType)]
    public void A_message_is_judged_by_its_row(ExchangeType exchange, int number, bool isProtected, string payloads, IsakmpError? expected)
    {
        var messageId = exchange == ExchangeType.IdentityProtection ? 0u : 7u;
        Ikev1ExchangeRules.Check(Message(exchange, messageId, payloads), exchange, number, isProtected).ShouldBe(expected);
    }

    [Theory]
    [InlineData(ExchangeType.IdentityProtection, 1, 7u, "S", false)]
    [InlineData(ExchangeType.QuickMode, 1, 0u, "HSN", true)]
    [InlineData(ExchangeType.Informational, 1, 0u, "HD", true)]
    public void A_message_id_belongs_to_phase_2_alone(ExchangeType exchange, int number, uint messageId, string payloads, bool isProtected) =>
        Ikev1ExchangeRules.Check(Message(exchange, messageId, payloads), exchange, number, isProtected).ShouldBe(IsakmpError.InvalidMessageId);

    [Fact]
    public void Vendor_ids_match_exactly_or_by_prefix_as_their_row_says()
    {
        VendorIds.Identify(VendorIds.MsNt5.ToPayload(8).Id.Span).ShouldBe(VendorIds.MsNt5);
        VendorIds.MsNt5.Suffix(VendorIds.MsNt5.ToPayload(9).Id.Span).ShouldBe(9u);
        VendorIds.Identify(VendorIds.Fragmentation.ToPayload(0x80000000).Id.Span).ShouldBe(VendorIds.Fragmentation);
        VendorIds.Identify(VendorIds.Rfc3947.ToPayload(0).Id.Span).ShouldBeNull();
        VendorIds.Identify(default).ShouldBeNull();
    }

    [Fact]
    public void Vendor_ids_are_the_md5_of_their_names()
    {
        foreach (var vid in new[]
        {
            VendorIds.MsNt5, VendorIds.Rfc3947, VendorIds.NatTDraft02NoLineFeed, VendorIds.Fragmentation,
            VendorIds.NegotiationDiscovery, VendorIds.InitialContact, VendorIds.NlbsPresent, VendorIds.Cga,
            VendorIds.GssApi, VendorIds.MsMamieExists,
        })
        {
            System.Security.Cryptography.MD5.HashData(System.Text.Encoding.ASCII.GetBytes(vid.Name)).ShouldBe(vid.Id.ToArray(), vid.Name);
        }

        System.Security.Cryptography.MD5.HashData("draft-ietf-ipsec-nat-t-ike-02\n"u8).ShouldBe(VendorIds.NatTDraft02.Id.ToArray());
    }

    private static IsakmpMessage Message(ExchangeType exchange, uint messageId, string payloads)
    {
        var bytes = IsakmpMessageWriter.Write(IsakmpHeader.Create(1, 2, exchange, messageId: messageId), [.. payloads.Select(letter => Letters[letter])]);
        IsakmpMessageReader.TryRead(bytes, out var message, out var error).ShouldBeTrue(error.ToString());
        return message!;
    }
}
