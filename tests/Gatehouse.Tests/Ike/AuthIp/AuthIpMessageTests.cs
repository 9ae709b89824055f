using Gatehouse.Base;
using Gatehouse.Ike.AuthIp;
using Gatehouse.Ike.Isakmp;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Ike.AuthIp;

public sealed class AuthIpMessageTests
{
    private static readonly IsakmpHeader Header = IsakmpHeader.Create(1, 2, ExchangeType.AuthIpNotify, messageId: 9);

    [Fact]
    public void Random_messages_of_every_payload_round_trip_clear_and_inside()
    {
        var random = new Mutator(11);
        for (var i = 0; i < 3000; i++)
        {
            var bodies = Enumerable.Range(0, random.Next(12)).Select(_ => RandomBody(random)).ToArray();
            var withIv = random.Next(2) == 0;
            var bytes = AuthIpMessageWriter.WriteClear(Header, (uint)i, bodies, withIv);
            AuthIpMessageReader.TryReadClear(bytes, out var message, out var error).ShouldBeTrue(error.ToString());
            ShouldHold(message!, bodies);
            (message!.Sequence, message.Crypto!.Value.Iv.Length).ShouldBe(((uint)i, withIv ? 8 : 0));

            var block = random.Next(2) == 0 ? 8 : 16;
            var plain = AuthIpMessageWriter.WritePlain(bodies, block);
            (plain.Length % block).ShouldBe(0);
            AuthIpMessageReader.TryReadPlain(Header, new CryptoHeader(0, 7, new byte[block]), plain, out var inner, out error).ShouldBeTrue(error.ToString());
            ShouldHold(inner!, bodies);
        }
    }

    [Fact]
    public void Every_truncation_of_a_message_is_refused()
    {
        var random = new Mutator(12);
        for (var i = 0; i < 60; i++)
        {
            var bodies = Enumerable.Range(0, 1 + random.Next(5)).Select(_ => RandomBody(random)).ToArray();
            var bytes = AuthIpMessageWriter.WriteClear(Header, 1, bodies, i % 2 == 0);
            for (var length = 0; length < bytes.Length; length++)
            {
                var cut = bytes[..length];
                AuthIpMessageReader.TryReadClear(cut, out _, out _).ShouldBeFalse();
                if (length >= IsakmpHeader.Size)
                    AuthIpMessageReader.TryReadClear(FixLength(cut), out _, out _).ShouldBeFalse();
            }
        }
    }

    [Fact]
    public void Every_truncation_of_the_windows_message_is_refused()
    {
        var bytes = IkeVectors.AuthIpMainMode1();
        for (var length = 0; length < bytes.Length; length++)
        {
            var cut = bytes[..length];
            AuthIpMessageReader.TryReadClear(length < IsakmpHeader.Size ? cut : FixLength(cut), out _, out _).ShouldBeFalse();
        }
    }

    [Fact]
    public void Every_truncation_of_a_frame_is_refused_or_whole_blocks()
    {
        var bytes = IkeVectors.AuthIpDerived("v1-message-5");
        for (var length = 0; length < bytes.Length; length++)
        {
            var cut = length < IsakmpHeader.Size ? bytes[..length] : FixLength(bytes[..length]);
            if (!AuthIpMessageReader.TryReadHeader(cut, out var header, out _))
                continue;
            if (AuthIpMessageReader.TryReadFrame(cut, header, 16, 16, out var frame, out _))
                (frame.Ciphertext.Length % 16).ShouldBe(0);
        }
    }

    [Fact]
    public void Forty_thousand_mutations_never_throw_and_what_reads_writes_back_identically()
    {
        var random = new Mutator(13);
        byte[][] seeds =
        [
            IkeVectors.AuthIpMainMode1(), IkeVectors.AuthIpDerived("v1-message-2"), IkeVectors.AuthIpDerived("v1-message-3"),
            AuthIpMessageWriter.WriteClear(Header, 3, [.. Enumerable.Range(0, 10).Select(kind => BodyOf(kind, random))]),
            AuthIpMessageWriter.WriteDosCookie(Header, 0x1122334455667788),
        ];
        var accepted = 0;
        for (var i = 0; i < 40_000; i++)
        {
            var mutated = random.Mutate(seeds[i % seeds.Length]);
            if (mutated.Length >= IsakmpHeader.Size && i % 4 != 0)
                mutated = FixLength(mutated);
            if (!AuthIpMessageReader.TryReadClear(mutated, out var message, out _))
                continue;
            accepted++;
            foreach (var step in Enum.GetValues<AuthIpStep>())
                AuthIpExchangeRules.Check(message, step);
            foreach (var id in message.All<GssIdPayload>())
                _ = id.Text;
            var bodies = message.Content.Payloads.Select(payload => payload.Content).ToArray();
            var written = message.Crypto is { } crypto
                ? AuthIpMessageWriter.WriteClear(message.Header, crypto.Sequence, bodies, crypto.Iv.Length > 0)
                : IsakmpMessageWriter.Write(message.Header, bodies);
            if (message.Crypto is { Iv: { Length: > 0 } iv })
                iv.CopyTo(written.AsMemory(IsakmpHeader.Size + CryptoHeader.MinSize));
            written.ShouldBe(mutated);
        }

        accepted.ShouldBeInRange(2000, 39_000);
    }

    [Fact]
    public void Forty_thousand_mutations_of_decrypted_bytes_never_throw()
    {
        var random = new Mutator(14);
        byte[] seed = [.. IkeVectors.AuthIpDerived("v1-message-5-inner"), 1, 2, 2, (byte)PayloadType.Hash];
        var crypto = new CryptoHeader(0, 2, new byte[16]);
        var accepted = 0;
        for (var i = 0; i < 40_000; i++)
        {
            var mutated = random.Mutate(seed);
            if (!AuthIpMessageReader.TryReadPlain(Header, crypto, mutated, out var message, out _))
                continue;
            accepted++;
            mutated.AsSpan().StartsWith(message.Content.Chain.Span).ShouldBeTrue();
            IsakmpMessageWriter.WriteChain([.. message.Content.Payloads.Select(payload => payload.Content)]).ShouldBe(message.Content.Chain.ToArray());
        }

        accepted.ShouldBeInRange(500, 39_000);
    }

    [Theory]
    [InlineData(16, 0x0B, IsakmpError.PayloadMalformed)] // without CRYPTO only the DoS cookie
    [InlineData(16, 0x01, IsakmpError.UnexpectedPayload)]
    [InlineData(17, 0x0F, IsakmpError.InvalidMajorVersion)]
    [InlineData(18, 0x02, IsakmpError.InvalidExchangeType)]
    [InlineData(18, 0xF7, IsakmpError.InvalidExchangeType)]
    [InlineData(19, 0x02, IsakmpError.InvalidFlags)]
    [InlineData(27, 0x00, IsakmpError.LengthMismatch)]
    [InlineData(29, 0x01, IsakmpError.PayloadMalformed)]
    [InlineData(31, 0x07, IsakmpError.PayloadMalformed)]
    [InlineData(31, 0x0C, IsakmpError.PayloadMalformed)]
    [InlineData(28, 0x85, IsakmpError.UnexpectedPayload)] // a second CRYPTO payload
    [InlineData(28, 0x06, IsakmpError.InvalidPayloadType)] // there are no certificates
    [InlineData(28, 0x0C, IsakmpError.InvalidPayloadType)] // and no deletes
    [InlineData(131, 0x01, IsakmpError.PayloadMalformed)] // flags of a method
    public void One_wrong_byte_of_the_windows_message_is_named(int offset, byte value, IsakmpError expected)
    {
        var bytes = IkeVectors.AuthIpMainMode1();
        bytes[offset] = value;
        AuthIpMessageReader.TryReadClear(bytes, out _, out var error).ShouldBeFalse();
        error.ShouldBe(expected);
    }

    [Fact]
    public void Any_minor_version_is_accepted_and_the_responder_may_ignore_the_flag_of_encryption()
    {
        var bytes = IkeVectors.AuthIpMainMode1();
        bytes[17] = 0x17;
        bytes[19] = 0x01;
        AuthIpMessageReader.TryReadClear(bytes, out var message, out _).ShouldBeTrue();
        message!.Header.IsEncrypted.ShouldBeTrue();
    }

    [Fact]
    public void A_dos_cookie_travels_alone_and_without_crypto()
    {
        var bytes = AuthIpMessageWriter.WriteDosCookie(Header, 0x1122334455667788);
        Convert.ToHexString(bytes[28..]).ShouldBe("00000014000000010100" + "9C55" + "1122334455667788");
        AuthIpMessageReader.TryReadClear(bytes, out var message, out _).ShouldBeTrue();
        message!.Crypto.ShouldBeNull();

        var status = IsakmpMessageWriter.Write(Header, [AuthIpNotifies.Status(NotifySubject.MainMode, WindowsError.NoPolicy, reliable: true)]);
        AuthIpMessageReader.TryReadClear(status, out _, out var error).ShouldBeFalse();
        error.ShouldBe(IsakmpError.UnexpectedPayload);
    }

    [Fact]
    public void A_frame_needs_the_flag_whole_blocks_and_the_right_vector()
    {
        var bytes = IkeVectors.AuthIpDerived("v1-message-5");
        AuthIpMessageReader.TryReadHeader(bytes, out var header, out _).ShouldBeTrue();
        Frame(bytes, header with { Flags = IsakmpFlags.None }, 16, 16).ShouldBe(IsakmpError.NotProtected);
        Frame(bytes, header, 8, 16).ShouldBe(IsakmpError.PayloadMalformed);
        Frame(bytes, header, 16, 12).ShouldBe(IsakmpError.PayloadMalformed);
        Frame(bytes[..(28 + 24 + 16)], header, 16, 16).ShouldBe(IsakmpError.Truncated);
        bytes[28] = (byte)PayloadType.Hash;
        Frame(bytes, header, 16, 16).ShouldBe(IsakmpError.PayloadMalformed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("08")]
    [InlineData("0108")]
    public void Padding_longer_than_the_message_is_refused(string hex) =>
        AuthIpMessageReader.TryReadPlain(Header, default, Convert.FromHexString(hex), out _, out _).ShouldBeFalse();

    internal static byte[] FixLength(byte[] bytes)
    {
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(24), (uint)bytes.Length);
        return bytes;
    }

    private static IsakmpError Frame(byte[] bytes, IsakmpHeader header, int block, int icv)
    {
        AuthIpMessageReader.TryReadFrame(bytes, header, block, icv, out _, out var error).ShouldBeFalse();
        return error;
    }

    private static void ShouldHold(AuthIpMessage message, IsakmpBody[] bodies)
    {
        message.Content.Payloads.Select(payload => payload.Type).ShouldBe(bodies.Select(body => body.Type));
        message.Content.Payloads.Select(payload => payload.Content.GetType()).ShouldBe(bodies.Select(body => body.GetType()));
        message.Content.Chain.ToArray().ShouldBe(IsakmpMessageWriter.WriteChain(bodies));
        IsakmpMessageWriter.WriteChain([.. message.Content.Payloads.Select(payload => payload.Content)]).ShouldBe(message.Content.Chain.ToArray());
    }

    private static IsakmpBody RandomBody(Mutator random) => BodyOf(random.Next(16), random);

    private static IsakmpBody BodyOf(int kind, Mutator random) => kind switch
    {
        0 => new GssApiPayload((uint)random.Next(20_000), (GssApiFlags)random.Next(32), random.Bytes(random.Next(300))),
        1 => GssIdPayload.Of("host/" + new string('a', 1 + random.Next(40)), random.Next(2) == 0),
        2 => new AuthPayload([.. Enumerable.Range(0, 1 + random.Next(4)).Select(_ => (AuthIpMethod)(2 + random.Next(4)))]),
        3 => AuthIpNotifies.Status(NotifySubject.QuickMode, (WindowsError)random.Next(70_000), random.Next(2) == 0),
        4 => AuthIpNotifies.Ack(NotifySubject.MainMode, (uint)random.Next(9)),
        5 => AuthIpNotifies.Synchronize(),
        6 => AuthIpNotifies.Acquire(EncapsulationMode.Transport, 2),
        7 => new KeyDictationWeightPayload((uint)random.Next(99)),
        8 => new KeyDictationPayload(random.Bytes(KeyDictationPayload.MinLength + random.Next(64))),
        9 => new HashPayload(random.Bytes(20 + random.Next(30))),
        10 => new NoncePayload(random.Bytes(8 + random.Next(249))),
        11 => IdentificationPayload.ForAddress(IpAddr.FromBytes(random.Bytes(4)), 6, 80),
        12 => new VendorIdPayload(random.Bytes(random.Next(24))),
        13 => new NatDiscoveryPayload(random.Bytes(20)),
        14 => new KeyExchangePayload(random.Bytes(64)),
        _ => new UnknownPayload((PayloadType)(138 + random.Next(118)), random.Bytes(random.Next(40))),
    };
}
