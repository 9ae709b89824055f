using Gatehouse.Ike.AuthIp;
using Gatehouse.Ike.Isakmp;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Ike.AuthIp;

/// <summary>The message of a real Windows host, and the messages of the derived vectors.</summary>
public sealed class AuthIpGoldenTests
{
    private static readonly string[] Clear = ["v1-message-1", "v1-message-2", "v1-message-3", "v1-message-4"];

    [Fact]
    public void The_windows_message_is_read_field_by_field()
    {
        AuthIpMessageReader.TryReadClear(IkeVectors.AuthIpMainMode1(), out var message, out var error).ShouldBeTrue(error.ToString());
        var header = message!.Header;
        (header.CookieI, header.CookieR, header.NextPayload, header.Version).ShouldBe((0x85f7330bf85f7b16ul, 0ul, PayloadType.Crypto, (byte)0x10));
        (header.ExchangeType, header.Flags, header.MessageId, header.Length).ShouldBe((ExchangeType.AuthIpMainMode, IsakmpFlags.None, 0u, 336u));
        message.Crypto!.Value.ShouldSatisfyAllConditions(
            crypto => crypto.NextPayload.ShouldBe(PayloadType.Sa), crypto => crypto.Sequence.ShouldBe(0u), crypto => crypto.Iv.Length.ShouldBe(0));
        message.Content.Payloads.Select(payload => ((int)payload.Type, payload.Offset)).ShouldBe(
            [(1, 36), (135, 124), (10, 132), (13, 184), (13, 208), (13, 228), (13, 248), (13, 268), (20, 288), (20, 312)]);

        var proposal = message.Find<SaPayload>()!.Proposals.ShouldHaveSingleItem();
        (proposal.Number, proposal.Protocol, proposal.Spi.Length).ShouldBe(((byte)1, ProtocolId.Isakmp, 0));
        proposal.Transforms.Select(transform => string.Join(' ', transform.Attributes.Select(attribute => $"{attribute.Type}={attribute.Number}"))).ShouldBe(
            ["1=7 14=128 2=2 4=0 11=1 12=28800", "1=5 2=2 4=0 11=1 12=28800"]);
        message.Find<AuthPayload>()!.Methods.ShouldBe([AuthIpMethod.Kerberos]);
        message.Find<NoncePayload>()!.Data.Length.ShouldBe(48);
        message.All<VendorIdPayload>().Select(vid => VendorIds.Identify(vid.Id.Span)).ShouldBe(
            [VendorIds.MsNt5, VendorIds.Rfc3947, VendorIds.Fragmentation, VendorIds.NegotiationDiscovery, VendorIds.InitialContact]);
        VendorIds.MsNt5.Suffix(message.All<VendorIdPayload>().First().Id.Span).ShouldBe(8u);
        message.All<NatDiscoveryPayload>().Select(payload => payload.Hash.Length).ShouldBe([20, 20]);
        AuthIpExchangeRules.Check(message, AuthIpStep.FirstRequest).ShouldBeNull();
    }

    [Fact]
    public void The_windows_message_is_written_byte_for_byte() => ShouldWriteBack(IkeVectors.AuthIpMainMode1());

    [Fact]
    public void Clear_messages_of_the_derived_vectors_are_read_and_written_byte_for_byte()
    {
        foreach (var name in Clear)
            ShouldWriteBack(IkeVectors.AuthIpDerived(name));
        Read("v1-message-2").Find<GssIdPayload>()!.Text.ShouldBe("host/b.example.com");
        Read("v1-message-3").Find<GssApiPayload>()!.ShouldSatisfyAllConditions(
            gss => gss.Status.ShouldBe(0u),
            gss => gss.Flags.ShouldBe(GssApiFlags.NewGssExchange),
            gss => gss.Token.ToArray().ShouldBe([0xc0, 0xff, 0xee, 0x01]));
        Read("v1-message-4").ShouldSatisfyAllConditions(
            message => message.Sequence.ShouldBe(1u),
            message => message.Find<GssApiPayload>()!.Flags.ShouldBe(GssApiFlags.ResponderAuthComplete));
        AuthIpExchangeRules.Check(Read("v1-message-2"), AuthIpStep.FirstAnswer).ShouldBeNull();
        AuthIpExchangeRules.Check(Read("v1-message-4"), AuthIpStep.GssAnswer).ShouldBeNull();
    }

    [Fact]
    public void The_frames_of_the_derived_vectors_are_found()
    {
        var bytes = IkeVectors.AuthIpDerived("v1-message-5");
        AuthIpMessageReader.TryReadHeader(bytes, out var header, out _).ShouldBeTrue();
        AuthIpMessageReader.TryReadFrame(bytes, header, 16, 16, out var frame, out var error).ShouldBeTrue(error.ToString());
        header.MessageId.ShouldBe(0x0a0b0c0du);
        frame.Crypto.Sequence.ShouldBe(2u);
        frame.Crypto.Iv.ToArray().ShouldBe(Enumerable.Range(0xa0, 16).Select(value => (byte)value));
        frame.Icv.Length.ShouldBe(16);
        frame.Authenticated.Length.ShouldBe(bytes.Length - 16);
        AuthIpMessageWriter.WriteFrame(header, 2, frame.Crypto.Iv, frame.Ciphertext, 16)[..^16].ShouldBe(bytes[..^16]);
    }

    [Fact]
    public void The_inner_chain_of_the_derived_message_5_is_read_and_padded()
    {
        var inner = IkeVectors.AuthIpDerived("v1-message-5-inner");
        var plain = AuthIpMessageWriter.WritePlain(BodiesOf(inner), 16);
        (plain.Length % 16).ShouldBe(0);
        plain.AsSpan(0, inner.Length).ToArray().ShouldBe(inner);
        plain[inner.Length..^2].ShouldBe(Enumerable.Range(1, plain.Length - inner.Length - 2).Select(value => (byte)value));
        plain[^1].ShouldBe((byte)PayloadType.Hash);
    }

    private static AuthIpMessage Read(string name)
    {
        AuthIpMessageReader.TryReadClear(IkeVectors.AuthIpDerived(name), out var message, out var error).ShouldBeTrue(error.ToString());
        return message!;
    }

    private static IsakmpBody[] BodiesOf(byte[] inner)
    {
        byte[] plain = [.. inner, 0, (byte)PayloadType.Hash];
        var header = IsakmpHeader.Create(1, 2, ExchangeType.AuthIpMainMode);
        AuthIpMessageReader.TryReadPlain(header, new CryptoHeader(0, 2, new byte[16]), plain, out var message, out var error).ShouldBeTrue(error.ToString());
        AuthIpExchangeRules.Check(message!, AuthIpStep.QuickModeRequest).ShouldBeNull();
        message!.All<IdentificationPayload>().Select(id => id.Address.ToString()).ShouldBe(["192.0.2.1", "192.0.2.2"]);
        message.Find<HashPayload>()!.Data.ToArray().ShouldBe(IkeVectors.AuthIpDerived("v1-auth1-payloads"));
        return [.. message.Content.Payloads.Select(payload => payload.Content)];
    }

    private static void ShouldWriteBack(byte[] bytes)
    {
        AuthIpMessageReader.TryReadClear(bytes, out var message, out var error).ShouldBeTrue(error.ToString());
        var bodies = message!.Content.Payloads.Select(payload => payload.Content).ToArray();
        AuthIpMessageWriter.WriteClear(message.Header, message.Sequence, bodies).ShouldBe(bytes);
    }
}
