using Gatehouse.Base;
using Gatehouse.Ike.Isakmp;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Ike;

public sealed class IsakmpMessageTests
{
    private static readonly IsakmpHeader Clear = IsakmpHeader.Create(1, 2, ExchangeType.Informational);

    [Fact]
    public void Random_messages_of_every_payload_round_trip()
    {
        var random = new Mutator(2);
        for (var i = 0; i < 3000; i++)
        {
            var bodies = Enumerable.Range(0, random.Next(12)).Select(_ => RandomBody(random)).ToArray();
            var bytes = IsakmpMessageWriter.Write(Clear, bodies);
            IsakmpMessageReader.TryRead(bytes, out var message, out var error).ShouldBeTrue(error.ToString());
            message!.Payloads.Select(payload => payload.Type).ShouldBe(bodies.Select(body => body.Type));
            message.Payloads.Select(payload => Convert.ToHexString(payload.Body.Span)).ShouldBe(bodies.Select(body => Convert.ToHexString(body.ToBytes())));
            message.Payloads.Select(payload => payload.Content.GetType()).ShouldBe(bodies.Select(body => body.GetType()));
            IsakmpMessageWriter.Write(message.Header, [.. message.Payloads.Select(payload => payload.Content)]).ShouldBe(bytes);
        }
    }

    [Fact]
    public void Every_truncation_of_a_random_chain_is_refused_or_shorter()
    {
        var random = new Mutator(3);
        for (var i = 0; i < 100; i++)
        {
            var bodies = Enumerable.Range(0, 1 + random.Next(5)).Select(_ => RandomBody(random)).ToArray();
            var bytes = IsakmpMessageWriter.WriteChain(bodies);
            var header = Clear with { NextPayload = bodies[0].Type };
            IsakmpMessageReader.TryReadPayloads(header, bytes, false, out _, out _).ShouldBeTrue();
            for (var length = 0; length < bytes.Length; length++)
                IsakmpMessageReader.TryReadPayloads(header, bytes.AsSpan(0, length), false, out _, out _).ShouldBeFalse();
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(16)]
    public void Padding_fills_the_block_with_zeros_and_is_no_part_of_the_chain(int block)
    {
        IsakmpBody[] bodies = [new HashPayload(new byte[20]), new NoncePayload(new byte[17])];
        var bytes = IsakmpMessageWriter.Write(Clear, bodies, block);
        ((bytes.Length - IsakmpHeader.Size) % block).ShouldBe(0);
        IsakmpMessageReader.TryReadHeader(bytes, out var header, out _).ShouldBeTrue();
        header.Length.ShouldBe((uint)bytes.Length);
        IsakmpMessageReader.TryReadPayloads(header, bytes.AsSpan(IsakmpHeader.Size), true, out var message, out _).ShouldBeTrue();
        message!.Chain.ToArray().ShouldBe(IsakmpMessageWriter.WriteChain(bodies));
        message.After(message.Payloads[0]).ToArray().ShouldBe(IsakmpMessageWriter.WriteChain(bodies[1..]));
        bytes[(IsakmpHeader.Size + message.Chain.Length)..].ShouldAllBe(value => value == 0);
    }

    [Fact]
    public void Bytes_behind_the_last_payload_are_padding_only_after_decryption()
    {
        byte[] bytes = [.. IsakmpMessageWriter.WriteChain([new VendorIdPayload(new byte[] { 1 })]), 0xAA];
        var header = Clear with { NextPayload = PayloadType.VendorId };
        IsakmpMessageReader.TryReadPayloads(header, bytes, true, out _, out _).ShouldBeTrue();
        IsakmpMessageReader.TryReadPayloads(header, bytes, false, out _, out var error).ShouldBeFalse();
        error.ShouldBe(IsakmpError.LengthMismatch);
    }

    [Theory]
    [InlineData(17, 0x20, IsakmpError.InvalidMajorVersion)]
    [InlineData(17, 0x11, IsakmpError.InvalidMinorVersion)]
    [InlineData(19, 0x08, IsakmpError.InvalidFlags)]
    [InlineData(19, 0x01, IsakmpError.UnexpectedProtection)]
    [InlineData(27, 0x00, IsakmpError.LengthMismatch)]
    [InlineData(24, 0x01, IsakmpError.Truncated)]
    [InlineData(16, 0x63, IsakmpError.InvalidPayloadType)]
    [InlineData(16, 0x02, IsakmpError.InvalidPayloadType)]
    [InlineData(16, 0x03, IsakmpError.InvalidPayloadType)]
    [InlineData(29, 0x01, IsakmpError.PayloadMalformed)]
    [InlineData(31, 0x03, IsakmpError.Truncated)]
    [InlineData(35, 0x02, IsakmpError.DoiNotSupported)]
    [InlineData(39, 0x03, IsakmpError.SituationNotSupported)]
    [InlineData(40, 0x05, IsakmpError.BadProposalSyntax)]
    [InlineData(46, 0x11, IsakmpError.InvalidSpi)]
    [InlineData(47, 0x04, IsakmpError.BadProposalSyntax)]
    public void One_wrong_byte_of_the_windows_message_is_named(int offset, byte value, IsakmpError expected)
    {
        var bytes = IkeVectors.Windows10MainMode1();
        bytes[offset] = value;
        IsakmpMessageReader.TryRead(bytes, out _, out var error).ShouldBeFalse();
        error.ShouldBe(expected);
    }

    [Fact]
    public void A_zero_initiator_cookie_is_refused()
    {
        IsakmpMessageReader.TryRead(IsakmpMessageWriter.Write(Clear with { CookieI = 0 }, []), out _, out var error).ShouldBeFalse();
        error.ShouldBe(IsakmpError.InvalidCookie);
    }

    [Fact]
    public void Limits_hold_exactly()
    {
        IsakmpBody vid = new VendorIdPayload(ReadOnlyMemory<byte>.Empty);
        Reads(Enumerable.Repeat(vid, IsakmpLimits.Payloads)).ShouldBe(IsakmpError.None);
        Reads(Enumerable.Repeat(vid, IsakmpLimits.Payloads + 1)).ShouldBe(IsakmpError.TooMuch);
        Reads([Sa(IsakmpLimits.Proposals, 1, 1)]).ShouldBe(IsakmpError.None);
        Reads([Sa(IsakmpLimits.Proposals + 1, 1, 1)]).ShouldBe(IsakmpError.TooMuch);
        Reads([Sa(2, IsakmpLimits.TransformsPerProposal, 0)]).ShouldBe(IsakmpError.None);
        Reads([Sa(3, IsakmpLimits.TransformsPerProposal, 0)]).ShouldBe(IsakmpError.TooMuch);
        Reads([Sa(1, 1, IsakmpLimits.AttributesPerTransform)]).ShouldBe(IsakmpError.None);
        Reads([Sa(1, 1, IsakmpLimits.AttributesPerTransform + 1)]).ShouldBe(IsakmpError.BadProposalSyntax);
    }

    [Fact]
    public void Lifetimes_belong_to_the_type_before_them()
    {
        DataAttribute[] attributes =
        [
            IpsecAttributeType.LifeDuration.Basic(7),
            IpsecAttributeType.LifeType.Basic((ushort)LifeType.Kilobytes), IpsecAttributeType.LifeDuration.Variable(250_000),
            IpsecAttributeType.LifeType.Basic((ushort)LifeType.Seconds), IpsecAttributeType.LifeDuration.Basic(3600),
        ];
        attributes.IpsecLifetimes().ShouldBe((3600ul, 250_000ul));
    }

    [Theory]
    [InlineData("192.0.2.1", IdType.Ipv4Address)]
    [InlineData("2001:db8::1", IdType.Ipv6Address)]
    public void An_identity_can_be_one_address(string text, IdType type)
    {
        var address = IpAddr.Parse(text);
        var id = IdentificationPayload.ForAddress(address, 17, 500);
        id.IdType.ShouldBe(type);
        IdentificationPayload.TryRead(id.ToBytes(), out var read).ShouldBeTrue();
        (read!.Address, read.Protocol, read.Port).ShouldBe((address, (byte)17, (ushort)500));
    }

    [Fact]
    public void Every_refusal_has_a_notify_type()
    {
        IsakmpError.None.ToNotifyType().ShouldBe(NotifyType.None);
        foreach (var error in Enum.GetValues<IsakmpError>().Where(error => error != IsakmpError.None))
            ((int)error.ToNotifyType()).ShouldBeInRange(1, 30);
    }

    private static IsakmpError Reads(IEnumerable<IsakmpBody> bodies)
    {
        IsakmpMessageReader.TryRead(IsakmpMessageWriter.Write(Clear, [.. bodies]), out _, out var error);
        return error;
    }

    private static SaPayload Sa(int proposals, int transforms, int attributes) => new(
    [
        .. Enumerable.Range(0, proposals).Select(p => new ProposalPayload((byte)p, ProtocolId.Esp, new byte[4],
        [
            .. Enumerable.Range(0, transforms).Select(t => new TransformPayload((byte)t, 12,
                [.. Enumerable.Range(0, attributes).Select(a => DataAttribute.Basic((ushort)a, (ushort)t))])),
        ])),
    ]);

    private static IsakmpBody RandomBody(Mutator random) => random.Next(11) switch
    {
        0 => Sa(1 + random.Next(3), 1 + random.Next(4), random.Next(5)),
        1 => new KeyExchangePayload(random.Bytes(1 + random.Next(384))),
        2 => new IdentificationPayload(IdType.Fqdn, (byte)random.Next(256), (ushort)random.Next(65536), random.Bytes(random.Next(20))),
        3 => IdentificationPayload.ForAddress(IpAddr.FromBytes(random.Bytes(random.Next(2) == 0 ? 4 : 16))),
        4 => new HashPayload(random.Bytes(1 + random.Next(48))),
        5 => new NoncePayload(random.Bytes(8 + random.Next(249))),
        6 => new NotificationPayload(ProtocolId.Esp, (NotifyType)random.Next(65536), random.Bytes(random.Next(17)), random.Bytes(random.Next(32))),
        7 => new DeletePayload(1, ProtocolId.Esp, 4, [.. Enumerable.Range(0, random.Next(5)).Select(_ => (ReadOnlyMemory<byte>)random.Bytes(4))]),
        8 => new VendorIdPayload(random.Bytes(random.Next(24))),
        9 => new NatDiscoveryPayload(random.Next(2) == 0 ? PayloadType.NatDiscovery : PayloadType.NatDiscoveryDraft, random.Bytes(20)),
        _ => new UnknownPayload((PayloadType)(133 + random.Next(123)), random.Bytes(random.Next(40))),
    };
}
