using Gatehouse.Cli.Decode;
using Gatehouse.Ike.AuthIp;
using Gatehouse.Ike.Isakmp;
using Gatehouse.Tests.Ike;
using Gatehouse.Tests.Ike.AuthIp;
using Gatehouse.Tests.Keying.AuthIp;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Cli.Decode;

/// <summary>Malformed input is shown up to the fault, and the fault is the reader's.</summary>
public sealed class DecodeFaultTests
{
    [Theory]
    [InlineData(17, 0x20, 17, "InvalidMajorVersion")]
    [InlineData(19, 0x08, 19, "InvalidFlags")]
    [InlineData(27, 0x00, 24, "LengthMismatch")]
    [InlineData(24, 0x01, 24, "Truncated")]
    [InlineData(16, 0x63, 28, "InvalidPayloadType")]
    [InlineData(29, 0x01, 29, "PayloadMalformed")]
    [InlineData(31, 0x03, 30, "Truncated")]
    [InlineData(40, 0x05, 40, "BadProposalSyntax")]
    [InlineData(47, 0x04, 168, "BadProposalSyntax")]
    public void A_wrong_byte_of_the_windows_ikev1_message_is_found(int offset, byte value, int where, string what)
    {
        var bytes = IkeVectors.Windows10MainMode1();
        bytes[offset] = value;
        var fault = Decode(bytes).Fault.ShouldNotBeNull();
        fault.Reason.ShouldStartWith(what);
        fault.Offset.ShouldBe(where);
    }

    [Fact]
    public void Every_truncation_is_shown_up_to_its_fault()
    {
        foreach (var message in new[] { IkeVectors.AuthIpMainMode1(), IkeVectors.Windows10MainMode1() })
        {
            for (var length = 0; length < message.Length; length++)
            {
                var decoded = Decode(message[..length]);
                decoded.Fault.ShouldNotBeNull();
                decoded.Fields.ShouldNotBeEmpty();
                decoded.Fields.ShouldAllBe(field => field.Offset >= 0 && field.Offset + field.Length <= length);
                if (length < IsakmpHeader.Size)
                    continue;
                Decode(AuthIpMessageTests.FixLength(message[..length])).Fault.ShouldNotBeNull();
            }
        }
    }

    [Fact]
    public void A_fault_is_found_exactly_where_the_readers_refuse()
    {
        var random = new Mutator(31);
        byte[][] seeds =
        [
            IkeVectors.AuthIpMainMode1(), IkeVectors.Windows10MainMode1(), AuthIpInputs.Derived("v1-message-2"), AuthIpInputs.Derived("v1-message-3"),
            IsakmpMessageWriter.Write(
                IsakmpHeader.Create(1, 2, ExchangeType.Informational),
                [
                    new DeletePayload(ProtocolId.Esp, new byte[4]),
                    new NotificationPayload(ProtocolId.Esp, NotifyType.ResponderLifetime, new byte[4], new byte[12]),
                    new IdentificationPayload(IdType.Fqdn, 0, 0, "a.example"u8.ToArray()),
                ]),
            AuthIpMessageWriter.WriteClear(
                IsakmpHeader.Create(1, 2, ExchangeType.AuthIpNotify, messageId: 5), 1,
                [
                    AuthIpNotifies.Status(NotifySubject.MainMode, WindowsError.AuthFail, true), AuthIpNotifies.Acquire(EncapsulationMode.Transport, 2),
                    AuthIpNotifies.Ack(NotifySubject.QuickMode, 3), new KeyDictationWeightPayload(7),
                ]),
            AuthIpMessageWriter.WriteDosCookie(IsakmpHeader.Create(1, 2, ExchangeType.AuthIpNotify), 5),
        ];
        var (good, bad) = (0, 0);
        for (var i = 0; i < 30_000; i++)
        {
            var message = random.Mutate(seeds[i % seeds.Length]);
            if (message.Length >= IsakmpHeader.Size && i % 4 != 0)
                AuthIpMessageTests.FixLength(message);
            // The decoder leaves encrypted messages without keys alone.
            if (message.Length >= IsakmpHeader.Size && (message[19] & 1) != 0)
                continue;
            var accepted = Reads(message);
            var decoded = Decode(message);
            (decoded.Fault is null).ShouldBe(accepted, $"{decoded.Fault} {Convert.ToHexString(message)}");
            _ = accepted ? good++ : bad++;
        }

        good.ShouldBeGreaterThan(3000);
        bad.ShouldBeGreaterThan(3000);
    }

    [Fact]
    public async Task The_command_names_the_fault_and_ends_with_1()
    {
        var bytes = IkeVectors.AuthIpMainMode1();
        var run = await CliRun.Of("decode", "--hex", Convert.ToHexString(AuthIpMessageTests.FixLength(bytes[..200])));
        run.ExitCode.ShouldBe(1);
        run.Output.ShouldContain("Nonce Data");
        run.Output.ShouldContain("fault at byte 186: Truncated: Vendor ID of 24 bytes, where 16 are left");
    }

    private static bool Reads(byte[] message)
    {
        if (!IsakmpHeader.TryRead(message, out var header))
            return false;
        return AuthIpMessageReader.IsAuthIp(header.ExchangeType)
            ? AuthIpMessageReader.TryReadClear(message, out _, out _)
            : IsakmpMessageReader.TryRead(message, out _, out _);
    }

    private static DecodedMessage Decode(byte[] message) => new MessageDecoder(null).Decode(message, new MessageOrigin(1));
}
