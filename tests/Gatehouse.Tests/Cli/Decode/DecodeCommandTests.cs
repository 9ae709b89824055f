using System.Text;
using System.Text.Json;
using Gatehouse.Tests.Ike;
using Gatehouse.Tests.Keying.AuthIp;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Cli.Decode;

public sealed class DecodeCommandTests
{
    [Fact]
    public async Task The_windows_message_is_shown_field_by_field()
    {
        var fields = await Fields(IkeVectors.AuthIpMainMode1());
        fields.ShouldContain("0+8 Initiator Cookie = 85f7330bf85f7b16 [RFC 2408 3.1]");
        fields.ShouldContain("18+1 Exchange Type = 243 AuthIpMainMode [RFC 2408 3.1]");
        fields.ShouldContain("32+4 Sequence Number = 0 [[MS-AIPS] 2.2.3.2]");
        fields.ShouldContain("64+4 EncryptionAlgorithm = 7 AesCbc [RFC 2408 3.3]");
        fields.ShouldContain("100+4 EncryptionAlgorithm = 5 TripleDesCbc [RFC 2408 3.3]");
        fields.ShouldContain("116+8 LifeDuration = 28800 [RFC 2408 3.3]");
        fields.ShouldContain("128+2 Method = 2 Kerberos [[MS-AIPS] 2.2.3.4]");
        fields.ShouldContain("188+20 Vendor ID = MS NT5 ISAKMPOAKLEY 8 (1e2b516905991c7d7c96fcbfb587e46100000008) [RFC 2408 3.16]");
        fields.ShouldContain("316+20 Hash = ab545a74418b87535b3180f5e2e6daed9756dd5f [RFC 3947 3.2]");
        fields.Length.ShouldBe(99);
    }

    [Fact]
    public async Task Every_byte_of_a_clear_message_is_in_exactly_one_innermost_field()
    {
        foreach (var message in new[] { IkeVectors.AuthIpMainMode1(), IkeVectors.Windows10MainMode1(), AuthIpInputs.Derived("v1-message-2") })
        {
            using var json = await Json("--hex", Convert.ToHexString(message));
            var all = json.RootElement.GetProperty("messages")[0].GetProperty("fields").EnumerateArray()
                .Select(field => (Start: field.GetProperty("offset").GetInt32(), Length: field.GetProperty("length").GetInt32()))
                .Select(field => (field.Start, End: field.Start + field.Length)).Distinct().ToArray();
            var inner = all.Where(field => !all.Any(other => other != field && other.Start >= field.Start && other.End <= field.End)).ToArray();
            var covered = new int[message.Length];
            foreach (var (start, end) in inner)
            {
                for (var i = start; i < end; i++)
                    covered[i]++;
            }

            covered.ShouldAllBe(count => count == 1);
        }
    }

    [Fact]
    public async Task A_table_is_for_people_and_cuts_long_bytes()
    {
        using var files = new Sessions();
        var run = await CliRun.Of("decode", files.Write("message", IkeVectors.AuthIpMainMode1()));
        (run.ExitCode, run.Error).ShouldBe((0, ""));
        run.Output.ShouldStartWith("message 1: AuthIP\nOFFSET  LENGTH  FIELD");
        run.Output.ShouldContain("…");
        run.Output.Split('\n').ShouldAllBe(line => line.Length < 160);
    }

    [Fact]
    public async Task Tokens_names_and_statuses_read()
    {
        (await Fields(AuthIpInputs.Derived("v1-message-2"))).ShouldContain(
            "200+36 Principal Name = host/b.example.com (68006f00730074002f0062002e006500780061006d0070006c0065002e0063006f006d00) [[MS-AIPS] 2.2.3.3]");
        var gss = await Fields(AuthIpInputs.Derived("v1-message-4"));
        gss.ShouldContain("44+1 Flags = 0x10 ResponderAuthComplete [[MS-AIPS] 2.2.3.1]");
        gss.ShouldContain("45+4 Token = c0ffee02 [[MS-AIPS] 2.2.3.1]");
        const string Status =
            "1111111111111111" + "0000000000000000" + "8510F600" + "0000000700000034" + "0B00000800000000" + "000000100000000101019C54000035E9";
        (await Fields(Convert.FromHexString(Status))).ShouldContain("48+4 Error = 13801 AuthFail [[MS-AIPS] 2.2.3.5]");
    }

    [Fact]
    public async Task The_derived_message_5_opens_with_its_key_and_not_without()
    {
        using var files = new Sessions();
        var message = files.Write("five", AuthIpInputs.Derived("v1-message-5"));
        var keys = files.Write("keys", Encoding.ASCII.GetBytes($"1111111111111111,{Convert.ToHexString(AuthIpInputs.Derived("v1-skeyid-e")[..16])}\n"));
        using var open = await Json(message, "--keys", keys);
        var fields = Texts(open.RootElement.GetProperty("messages")[0]);
        fields.ShouldContain($"56+32 Hash Data = {Convert.ToHexStringLower(AuthIpInputs.Derived("v1-auth1-payloads"))} [RFC 2408 3.11]");
        fields.ShouldContain(field => field.Contains("192.0.2.2", StringComparison.Ordinal));
        fields.ShouldContain(field => field.Contains("Integrity Checksum", StringComparison.Ordinal));

        using var closed = await Json(message);
        closed.RootElement.GetProperty("messages")[0].GetProperty("note").GetString()!.ShouldContain("--keys");
        Texts(closed.RootElement.GetProperty("messages")[0]).ShouldNotContain(field => field.Contains("192.0.2.2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_wrong_key_is_named()
    {
        using var files = new Sessions();
        var keys = files.Write("keys", Encoding.ASCII.GetBytes($"1111111111111111,{new string('a', 32)}\n"));
        var run = await CliRun.Of("decode", "--hex", Convert.ToHexString(AuthIpInputs.Derived("v1-message-5")), "--keys", keys);
        run.ExitCode.ShouldBe(1);
        run.Output.ShouldContain("the key does not fit");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_captured_negotiation_is_decrypted_from_end_to_end(bool authIp)
    {
        using var files = new Sessions();
        var pair = authIp ? Sessions.AuthIp() : Sessions.Ikev1();
        var capture = files.WriteCapture("all.pcapng", pair);
        using var json = await Json(capture, "--keys", files.WriteKeys("keys", pair));
        var messages = json.RootElement.GetProperty("messages").EnumerateArray().ToArray();
        messages.Length.ShouldBe(pair.Wire.Count);
        messages.ShouldAllBe(message => message.GetProperty("note").ValueKind == JsonValueKind.Null);
        messages.ShouldAllBe(message => message.GetProperty("protocol").GetString() == (authIp ? "AuthIP" : "IKEv1"));
        var all = messages.SelectMany(Texts).ToArray();
        string[] expected = authIp
            ? ["Notify Message Type = 40023 AuthIpQmSynchronize", "Error = 13891 ShuttingDown", "Acknowledged Sequence Number"]
            : ["SPI =", "Hash Data =", "Identification Data = 10.99.0.12"];
        foreach (var text in expected)
            all.ShouldContain(field => field.Contains(text, StringComparison.Ordinal), text);
        messages[0].GetProperty("source").GetString().ShouldBe("10.99.0.11:500");
        messages[0].GetProperty("packet").GetInt32().ShouldBe(1);

        // Without keys nothing is wrong; it is only not shown.
        var closed = await CliRun.Of("decode", capture);
        closed.ExitCode.ShouldBe(0);
        closed.Output.ShouldContain("note: encrypted; --keys decrypts it");
    }

    [Fact]
    public async Task A_message_in_the_middle_of_an_ikev1_session_has_no_vector()
    {
        using var files = new Sessions();
        var pair = Sessions.Ikev1();
        var message = pair.Wire.Last(entry => (entry.Data[19] & 1) != 0).Data;
        var run = await CliRun.Of("decode", "--hex", Convert.ToHexString(message), "--keys", files.WriteKeys("keys", pair));
        run.ExitCode.ShouldBe(0);
        run.Output.ShouldContain("its vector depends on earlier messages");
    }

    [Theory]
    [InlineData(new[] { "decode" }, "either a FILE or --hex")]
    [InlineData(new[] { "decode", "--hex", "xyz" }, "pairs of hexadecimal digits")]
    [InlineData(new[] { "decode", "--hex", "abc" }, "pairs of hexadecimal digits")]
    [InlineData(new[] { "decode", "no-such-file" }, "cannot read no-such-file")]
    [InlineData(new[] { "decode", "no-such-file", "--hex", "00" }, "either a FILE or --hex")]
    [InlineData(new[] { "decode", "--hex", "00", "--keys", "no-such-file" }, "cannot read no-such-file")]
    [InlineData(new[] { "decode", "--hex", "00", "--format", "xml" }, "--format takes table or json")]
    public async Task Usage_mistakes_are_told(string[] arguments, string expected)
    {
        var run = await CliRun.Of(arguments);
        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain(expected);
    }

    [Theory]
    [InlineData("1234", "line 2 is not COOKIE,KEY")]
    [InlineData("xx,00112233445566778899aabbccddeeff", "line 2 is not COOKIE,KEY")]
    [InlineData("11,0011", "a key of 2 bytes")]
    [InlineData("11,001", "line 2 is not COOKIE,KEY")]
    public async Task A_key_table_that_is_none_is_told_without_its_keys(string line, string expected)
    {
        using var files = new Sessions();
        var keys = files.Write("keys", Encoding.ASCII.GetBytes($"# first\n{line}\n"));
        var run = await CliRun.Of("decode", "--hex", "00", "--keys", keys);
        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain(expected);
        run.Error.ShouldNotContain("ccddeeff");
    }

    private static async Task<string[]> Fields(byte[] message)
    {
        using var json = await Json("--hex", Convert.ToHexString(message));
        return Texts(json.RootElement.GetProperty("messages")[0]);
    }

    private static async Task<JsonDocument> Json(params string[] arguments)
    {
        var run = await CliRun.Of(["decode", .. arguments, "--format", "json"]);
        run.ExitCode.ShouldBe(0, run.Error + run.Output);
        return JsonDocument.Parse(run.Output);
    }

    private static string[] Texts(JsonElement message) =>
    [
        .. message.GetProperty("fields").EnumerateArray().Select(field =>
            $"{field.GetProperty("offset")}+{field.GetProperty("length")} {field.GetProperty("name")}"
            + $" = {field.GetProperty("value")} [{field.GetProperty("section")}]"),
    ];
}
