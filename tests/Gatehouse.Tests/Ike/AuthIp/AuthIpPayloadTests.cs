using Gatehouse.Base;
using Gatehouse.Ike.AuthIp;
using Gatehouse.Ike.Isakmp;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Ike.AuthIp;

public sealed class AuthIpPayloadTests
{
    [Fact]
    public void Bodies_have_the_documented_bytes()
    {
        Hex(new GssApiPayload(13801, GssApiFlags.NewGssExchange | GssApiFlags.RetryCurrentAuthentication, new byte[] { 0xAA })).ShouldBe("000035E905AA");
        Hex(new AuthPayload([AuthIpMethod.Kerberos, AuthIpMethod.Tls])).ShouldBe("0002000000040000");
        Hex(GssIdPayload.Of("a/b", bigEndian: false)).ShouldBe("61002F006200");
        Hex(GssIdPayload.Of("a/b", bigEndian: true)).ShouldBe("0061002F0062");
        Hex(AuthIpNotifies.Status(NotifySubject.MainMode, WindowsError.AuthFail, reliable: true)).ShouldBe("0000000101019C54000035E9");
        Hex(AuthIpNotifies.Ack(NotifySubject.QuickMode, 7)).ShouldBe("0000000102009C5600000007");
        Hex(AuthIpNotifies.Synchronize()).ShouldBe("0000000102009C57");
        Hex(AuthIpNotifies.Acquire(EncapsulationMode.Transport, 2)).ShouldBe("0000000102019C580000000200000002");
        Hex(new KeyDictationWeightPayload(5)).ShouldBe("00000005");
    }

    [Fact]
    public void Every_truncation_of_a_body_of_fixed_layout_is_refused()
    {
        Refuses(new GssApiPayload(0, 0, default), body => GssApiPayload.TryRead(body, out _));
        Refuses(AuthIpNotifies.Status(NotifySubject.MainMode, WindowsError.AuthFail, false), body => AuthIpNotifyPayload.TryRead(body, out _));
        Refuses(AuthIpNotifies.Ack(NotifySubject.MainMode, 1), body => AuthIpNotifyPayload.TryRead(body, out _));
        Refuses(AuthIpNotifies.Acquire(EncapsulationMode.Transport, 0), body => AuthIpNotifyPayload.TryRead(body, out _));
        Refuses(new KeyDictationWeightPayload(1), body => KeyDictationWeightPayload.TryRead(body, out _));
        Refuses(new KeyDictationPayload(new byte[KeyDictationPayload.MinLength]), body => KeyDictationPayload.TryRead(body, out _));
        Refuses(new AuthPayload([AuthIpMethod.Kerberos]), body => AuthPayload.TryRead(body, out _));
    }

    [Theory]
    [InlineData("0000000201009C57")] // another DOI
    [InlineData("0000000103009C57")] // neither main nor quick mode
    [InlineData("0000000102009C5700")] // data where there is none
    [InlineData("0000000102009C540000")]
    [InlineData("0000000101009C5511223344556677")]
    [InlineData("0000000101009C450000000100")]
    public void A_notify_that_breaks_its_layout_is_refused(string hex) =>
        AuthIpNotifyPayload.TryRead(Convert.FromHexString(hex), out _).ShouldBeFalse();

    [Fact]
    public void A_notify_of_rfc_2408_has_any_data_and_unknown_flags_mean_nothing()
    {
        AuthIpNotifyPayload.TryRead(Convert.FromHexString("000000010281000EAABB"), out var notify).ShouldBeTrue();
        (notify!.NotifyType, notify.IsReliable, notify.Data.Length, notify.Value).ShouldBe((NotifyType.NoProposalChosen, true, 2, 0u));
    }

    [Theory]
    [InlineData("610062", null)] // half a character
    [InlineData("410000D8", null)] // half a surrogate pair
    [InlineData("0A006100", null)] // a control character
    [InlineData("61006200", "ab")]
    [InlineData("00610062", "ab")]
    public void A_name_is_text_in_either_byte_order_or_nothing(string hex, string? expected)
    {
        GssIdPayload.TryRead(Convert.FromHexString(hex), out var payload).ShouldBeTrue();
        payload!.Text.ShouldBe(expected);
    }

    [Fact]
    public void Limits_hold_exactly()
    {
        GssIdPayload.TryRead(new byte[GssIdPayload.MaxLength], out _).ShouldBeTrue();
        GssIdPayload.TryRead(new byte[GssIdPayload.MaxLength + 1], out _).ShouldBeFalse();
        GssIdPayload.TryRead([], out _).ShouldBeFalse();
        AuthPayload.TryRead(new byte[4 * AuthPayload.MaxMethods], out _).ShouldBeTrue();
        AuthPayload.TryRead(new byte[4 * (AuthPayload.MaxMethods + 1)], out _).ShouldBeFalse();
        AuthPayload.TryRead([], out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("NII", null)]
    [InlineData("VNII", null)]
    [InlineData("IIN", IsakmpError.MissingPayload)]
    [InlineData("NI", IsakmpError.MissingPayload)]
    [InlineData("NVII", IsakmpError.MissingPayload)]
    [InlineData("N", IsakmpError.MissingPayload)]
    public void An_acquire_is_followed_directly_by_two_identities(string letters, IsakmpError? expected)
    {
        IsakmpBody Body(char letter) => letter switch
        {
            'N' => AuthIpNotifies.Acquire(EncapsulationMode.Transport, 0),
            'I' => IdentificationPayload.ForAddress(IpAddr.Parse("192.0.2.1")),
            _ => new VendorIdPayload(new byte[4]),
        };
        Check(AuthIpStep.Notify, [.. letters.Select(Body)]).ShouldBe(expected);
    }

    [Theory]
    [InlineData(AuthIpStep.FirstRequest, "SAN", null)]
    [InlineData(AuthIpStep.FirstRequest, "SANNV", IsakmpError.UnexpectedPayload)]
    [InlineData(AuthIpStep.FirstRequest, "SN", IsakmpError.MissingPayload)]
    [InlineData(AuthIpStep.FirstRequest, "SANG", null)]
    [InlineData(AuthIpStep.FirstRequest, "SANH", IsakmpError.UnexpectedPayload)]
    [InlineData(AuthIpStep.FirstRequest, "SANM", IsakmpError.UnexpectedPayload)]
    [InlineData(AuthIpStep.FirstAnswer, "SANNM", null)]
    [InlineData(AuthIpStep.FirstAnswer, "SAN", IsakmpError.MissingPayload)]
    [InlineData(AuthIpStep.GssRequest, "G", null)]
    [InlineData(AuthIpStep.GssRequest, "GG", IsakmpError.UnexpectedPayload)]
    [InlineData(AuthIpStep.QuickModeRequest, "HIISN", null)]
    [InlineData(AuthIpStep.QuickModeRequest, "IISN", IsakmpError.MissingPayload)]
    [InlineData(AuthIpStep.QuickModeRequest, "HISN", IsakmpError.MissingPayload)]
    [InlineData(AuthIpStep.QuickModeRequest, "HIISNW", null)]
    [InlineData(AuthIpStep.QuickModeRequest, "HIISNDD", IsakmpError.UnexpectedPayload)]
    [InlineData(AuthIpStep.QuickModeAnswer, "HIISDD", null)]
    [InlineData(AuthIpStep.QuickModeAnswer, "HIISD", IsakmpError.MissingPayload)]
    [InlineData(AuthIpStep.QuickModeAnswer, "HIISN", IsakmpError.UnexpectedPayload)]
    [InlineData(AuthIpStep.LaterQuickModeRequest, "IISN", null)]
    [InlineData(AuthIpStep.LaterQuickModeAnswer, "HIISN", null)]
    [InlineData(AuthIpStep.LaterQuickModeAnswer, "IIS", null)]
    [InlineData(AuthIpStep.SynchronizeRequest, "Y", null)]
    [InlineData(AuthIpStep.SynchronizeRequest, "T", IsakmpError.MissingPayload)]
    [InlineData(AuthIpStep.SynchronizeAnswer, "YDD", IsakmpError.UnexpectedPayload)]
    [InlineData(AuthIpStep.Notify, "T", null)]
    [InlineData(AuthIpStep.Notify, "I", IsakmpError.MissingPayload)]
    public void A_message_is_judged_by_its_row(AuthIpStep step, string letters, IsakmpError? expected) =>
        Check(step, [.. letters.Select(letter => Letters[letter])]).ShouldBe(expected);

    private static readonly Dictionary<char, IsakmpBody> Letters = new()
    {
        ['S'] = new SaPayload([new ProposalPayload(1, ProtocolId.Isakmp, default, [new TransformPayload(1, 1, [])])]),
        ['A'] = new AuthPayload([AuthIpMethod.Anonymous]),
        ['N'] = new NoncePayload(new byte[32]),
        ['G'] = new GssApiPayload(0, 0, default),
        ['M'] = GssIdPayload.Of("host/a", false),
        ['H'] = new HashPayload(new byte[20]),
        ['I'] = IdentificationPayload.ForAddress(IpAddr.Parse("192.0.2.1")),
        ['V'] = new VendorIdPayload(new byte[16]),
        ['W'] = new KeyDictationWeightPayload(1),
        ['D'] = new KeyDictationPayload(new byte[64]),
        ['Y'] = AuthIpNotifies.Synchronize(),
        ['T'] = AuthIpNotifies.Status(NotifySubject.MainMode, WindowsError.AuthFail, true),
    };

    private static IsakmpError? Check(AuthIpStep step, IsakmpBody[] bodies)
    {
        var header = IsakmpHeader.Create(1, 2, ExchangeType.AuthIpNotify, messageId: 1);
        AuthIpMessageReader.TryReadClear(AuthIpMessageWriter.WriteClear(header, 0, bodies), out var message, out var error).ShouldBeTrue(error.ToString());
        return AuthIpExchangeRules.Check(message!, step);
    }

    private static void Refuses(IsakmpBody body, Func<byte[], bool> read)
    {
        var bytes = body.ToBytes();
        read(bytes).ShouldBeTrue();
        for (var length = 0; length < bytes.Length; length++)
            read(bytes[..length]).ShouldBeFalse($"{body.GetType().Name} of {length} bytes");
    }

    private static string Hex(IsakmpBody body) => Convert.ToHexString(body.ToBytes());
}
