using Gatehouse.Ike.Ikev1;
using Gatehouse.Ike.Isakmp;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Ike;

public sealed class GoldenMainModeTests
{
    private static IsakmpMessage Windows()
    {
        IsakmpMessageReader.TryRead(IkeVectors.Windows10MainMode1(), out var message, out var error).ShouldBeTrue(error.ToString());
        return message!;
    }

    [Fact]
    public void The_header_of_the_windows_message_reads_as_captured() =>
        Windows().Header.ShouldBe(new IsakmpHeader(
            0x080fd6f205d3879d, 0, PayloadType.Sa, 0x10, ExchangeType.IdentityProtection, IsakmpFlags.None, 0, 408));

    [Fact]
    public void The_windows_offer_is_one_proposal_of_five_transforms()
    {
        var proposal = Windows().Find<SaPayload>()!.Proposals.ShouldHaveSingleItem();
        proposal.Number.ShouldBe((byte)1);
        proposal.Protocol.ShouldBe(ProtocolId.Isakmp);
        proposal.Spi.Length.ShouldBe(0);
        proposal.Transforms.Select(transform => ((int)transform.Number, (int)transform.Id)).ShouldBe([(1, 1), (2, 1), (3, 1), (4, 1), (5, 1)]);
        proposal.Transforms.Select(transform => (
                transform.Number(OakleyAttributeType.EncryptionAlgorithm),
                transform.Number(OakleyAttributeType.KeyLength),
                transform.Number(OakleyAttributeType.GroupDescription)))
            .ShouldBe([(7ul, 256ul, 20ul), (7ul, 128ul, 19ul), (7ul, 256ul, 14ul), (5ul, null, 14ul), (5ul, null, 2ul)]);
        foreach (var transform in proposal.Transforms)
        {
            transform.Number(OakleyAttributeType.HashAlgorithm).ShouldBe((ulong)OakleyHash.Sha1);
            transform.Number(OakleyAttributeType.AuthenticationMethod).ShouldBe((ulong)OakleyAuthenticationMethod.PreSharedKey);
            transform.Number(OakleyAttributeType.LifeType).ShouldBe((ulong)LifeType.Seconds);
            transform.Attributes.OakleyLifetimes().ShouldBe((28800ul, null));
            transform.Find((ushort)OakleyAttributeType.LifeDuration)!.Value.IsBasic.ShouldBeFalse();
        }
    }

    [Fact]
    public void The_windows_vendor_ids_come_in_the_known_order()
    {
        var received = Windows().All<VendorIdPayload>().ToArray();
        received.Select(vid => VendorIds.Identify(vid.Id.Span)).ShouldBe(
        [
            VendorIds.KeyMods, VendorIds.MsNt5, VendorIds.Rfc3947, VendorIds.NatTDraft02, VendorIds.Fragmentation,
            VendorIds.NegotiationDiscovery, VendorIds.InitialContact, VendorIds.Cga,
        ]);
        VendorIds.KeyMods.Suffix(received[0].Id.Span).ShouldBe(1u);
        VendorIds.MsNt5.Suffix(received[1].Id.Span).ShouldBe(9u);
    }

    [Fact]
    public void The_raw_bodies_are_the_captured_bytes()
    {
        var bytes = IkeVectors.Windows10MainMode1();
        var message = Windows();
        message.Payloads.Length.ShouldBe(9);
        message.Find(PayloadType.Sa)!.Body.ToArray().ShouldBe(bytes[32..240]);
        foreach (var payload in message.Payloads)
        {
            payload.Body.ToArray().ShouldBe(bytes[(payload.Offset + 4)..payload.End]);
            payload.Content.ToBytes().ShouldBe(payload.Body.ToArray());
            message.After(payload).ToArray().ShouldBe(bytes[payload.End..]);
        }
    }

    [Fact]
    public void Writing_the_windows_message_again_gives_the_same_bytes()
    {
        var message = Windows();
        IsakmpMessageWriter.Write(message.Header, [.. message.Payloads.Select(payload => payload.Content)])
            .ShouldBe(IkeVectors.Windows10MainMode1());
    }

    [Fact]
    public void The_windows_message_is_legal_as_first_message_of_main_mode_and_nowhere_else()
    {
        Ikev1ExchangeRules.Check(Windows(), ExchangeType.IdentityProtection, 1, false).ShouldBeNull();
        Ikev1ExchangeRules.Check(Windows(), ExchangeType.IdentityProtection, 3, false).ShouldBe(IsakmpError.MissingPayload);
        Ikev1ExchangeRules.Check(Windows(), ExchangeType.IdentityProtection, 5, false).ShouldBe(IsakmpError.NotProtected);
    }

    [Fact]
    public void Every_truncation_of_the_windows_message_is_refused()
    {
        var bytes = IkeVectors.Windows10MainMode1();
        for (var length = 0; length < bytes.Length; length++)
        {
            IsakmpMessageReader.TryRead(bytes.AsSpan(0, length), out var message, out var error).ShouldBeFalse();
            error.ShouldBe(IsakmpError.Truncated);
            message.ShouldBeNull();
        }
    }

    [Fact]
    public void Every_truncation_with_a_matching_header_length_is_refused()
    {
        var bytes = IkeVectors.Windows10MainMode1();
        for (var length = IsakmpHeader.Size; length < bytes.Length; length++)
        {
            var cut = bytes[..length];
            cut[26] = (byte)(length >> 8);
            cut[27] = (byte)length;
            IsakmpMessageReader.TryRead(cut, out _, out var error).ShouldBeFalse();
            error.ToNotifyType().ShouldBe(NotifyType.UnequalPayloadLengths);
        }
    }

    [Fact]
    public void The_authip_message_reads_as_an_unknown_exchange_with_its_chain()
    {
        var bytes = IkeVectors.AuthIpMainMode1();
        IsakmpMessageReader.TryRead(bytes, out var message, out var error).ShouldBeTrue(error.ToString());
        message!.Header.CookieI.ShouldBe(0x85f7330bf85f7b16ul);
        ((int)message.Header.ExchangeType).ShouldBe(243);
        message.Payloads.Select(payload => ((int)payload.Type, payload.Offset)).ShouldBe(
        [
            (133, 28), (1, 36), (135, 124), (10, 132), (13, 184), (13, 208), (13, 228), (13, 248), (13, 268), (20, 288), (20, 312),
        ]);
        message.Find<NoncePayload>()!.Data.Length.ShouldBe(48);
        IsakmpMessageWriter.Write(message.Header, [.. message.Payloads.Select(payload => payload.Content)]).ShouldBe(bytes);
        Ikev1ExchangeRules.Check(message, message.Header.ExchangeType, 1, false).ShouldBe(IsakmpError.InvalidExchangeType);
    }

    [Fact]
    public void Twenty_thousand_mutations_never_throw_and_what_reads_writes_back_identically()
    {
        var bytes = IkeVectors.Windows10MainMode1();
        var mutator = new Mutator(1);
        var accepted = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var mutated = mutator.Mutate(bytes);
            if (!IsakmpMessageReader.TryRead(mutated, out var message, out _))
                continue;
            accepted++;
            IsakmpMessageWriter.Write(message.Header, [.. message.Payloads.Select(payload => payload.Content)]).ShouldBe(mutated);
        }

        accepted.ShouldBeInRange(500, 19_000);
    }
}
