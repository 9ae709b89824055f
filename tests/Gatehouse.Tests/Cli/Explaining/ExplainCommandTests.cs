using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Analysis.Explain;
using Gatehouse.Base;
using Gatehouse.Cli.Commands;
using Gatehouse.Cli.Explaining;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Cli.Explaining;

public sealed class ExplainCommandTests
{
    private static readonly string Policy = TestFiles.PathOf("examples", "negotiation-discovery-psk.yaml");

    [Fact]
    public async Task The_json_has_verdict_reason_and_layers()
    {
        var run = await CliRun.Of(
            "explain", Policy, "--direction", "in", "--protocol", "tcp", "--local", "10.0.0.1:80", "--remote", "10.0.0.2:40000", "--format", "json");
        run.ExitCode.ShouldBe(0, run.Error);
        using var json = JsonDocument.Parse(run.Output);
        json.RootElement.GetProperty("verdict").GetString().ShouldBe("drop");
        json.RootElement.GetProperty("reason").GetString().ShouldBe("ConnectionNotSecured");
        json.RootElement.GetProperty("layers").EnumerateArray().Select(layer => layer.GetProperty("layer").GetString())
            .ShouldBe(["FWPM_LAYER_INBOUND_TRANSPORT_V4", "FWPM_LAYER_ALE_AUTH_RECV_ACCEPT_V4"]);
    }

    [Fact]
    public async Task The_text_names_the_deciding_filter_and_the_condition_that_fails_in_the_others()
    {
        var run = await CliRun.Of("explain", Policy, "--local", "[fd00::1]:40000", "--remote", "[fd00::2]:80");
        run.ExitCode.ShouldBe(0, run.Error);
        run.Output.ShouldStartWith("CLEAR-AND-NEGOTIATE  ");
        run.Output.ShouldContain("=> OUT-1 request protection outbound, IPv6: matches");
        run.Output.ShouldContain("no match, IP_PROTOCOL=IPPROTO_ICMPV6 does not hold");
    }

    [Theory]
    [InlineData("permit", "--protocol", "icmp", "--local", "10.0.0.1", "--remote", "10.0.0.2")]
    [InlineData("protect", "--sa", "established", "--local", "10.0.0.1:1", "--remote", "10.0.0.2:2")]
    [InlineData("permit", "--direction", "in", "--sa", "established", "--local", "10.0.0.1:1", "--remote", "10.0.0.2:2")]
    [InlineData("drop", "--direction", "in", "--sa", "established", "--arrives", "clear", "--local", "10.0.0.1:1", "--remote", "10.0.0.2:2")]
    [InlineData("permit", "--direction", "in", "--flow", "clear", "--local", "10.0.0.1:1", "--remote", "10.0.0.2:2")]
    [InlineData("hold", "--flow", "secured", "--local", "10.0.0.1:1", "--remote", "10.0.0.2:2")]
    public async Task A_situation_is_told_by_options(string verdict, params string[] options)
    {
        var run = await CliRun.Of(["explain", Policy, "--format", "json", .. options]);
        run.ExitCode.ShouldBe(0, run.Error);
        using var json = JsonDocument.Parse(run.Output);
        json.RootElement.GetProperty("verdict").GetString().ShouldBe(verdict, json.RootElement.GetProperty("sentence").GetString());
    }

    [Theory]
    [InlineData(false, false, false)]
    [InlineData(true, false, true)]
    [InlineData(false, true, true)]
    public void Where_there_is_no_libcrypto_only_a_packet_with_an_SA_is_refused(bool hasSa, bool arrivesProtected, bool refused)
    {
        var question = new Question
        {
            Direction = PacketDirection.Inbound,
            Protocol = 6,
            Local = new Endpoint(IpAddr.Parse("10.0.0.1"), 1),
            Remote = new Endpoint(IpAddr.Parse("10.0.0.2"), 2),
            HasSa = hasSa,
            ArrivesProtected = arrivesProtected,
        };
        (ExplainCommand.Refusal(question, hasLibCrypto: false)?.Contains("libcrypto", StringComparison.Ordinal) ?? false).ShouldBe(refused);
        ExplainCommand.Refusal(question, hasLibCrypto: true).ShouldBeNull();
    }

    [Theory]
    [InlineData("--local: 'nowhere' is not", "--local", "nowhere", "--remote", "10.0.0.2:80")]
    [InlineData("--remote: '10.0.0.2:99999' is not", "--local", "10.0.0.1:1", "--remote", "10.0.0.2:99999")]
    [InlineData("both addresses are of one family", "--local", "10.0.0.1:1", "--remote", "[fd00::2]:1")]
    [InlineData("--protocol: 'carrier-pigeon' is not", "--protocol", "carrier-pigeon", "--local", "10.0.0.1", "--remote", "10.0.0.2")]
    [InlineData("has no ports", "--protocol", "47", "--local", "10.0.0.1:1", "--remote", "10.0.0.2")]
    [InlineData("--icmp belongs to --protocol icmp", "--icmp", "8", "--local", "10.0.0.1:1", "--remote", "10.0.0.2")]
    [InlineData("is not TYPE or TYPE:CODE", "--protocol", "icmp", "--icmp", "300", "--local", "10.0.0.1", "--remote", "10.0.0.2")]
    [InlineData("--arrives takes clear or esp", "--arrives", "late", "--local", "10.0.0.1:1", "--remote", "10.0.0.2:2")]
    public async Task A_wrong_option_is_named_with_what_it_takes(string expected, params string[] options)
    {
        var run = await CliRun.Of(["explain", Policy, .. options]);
        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain(expected);
        run.Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_policy_and_without_live_it_says_what_it_takes()
    {
        var run = await CliRun.Of("explain", "--local", "10.0.0.1:1", "--remote", "10.0.0.2:2");
        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("explain takes a POLICY, --import FILE.xml, or --live");
    }

    [Fact]
    public void A_question_survives_the_way_to_a_node()
    {
        var question = new Question
        {
            Direction = PacketDirection.Inbound,
            Protocol = 6,
            Local = new Endpoint(IpAddr.Parse("fd00::1"), 80),
            Remote = new Endpoint(IpAddr.Parse("fd00::2"), 4000),
            HasSa = true,
            ArrivesProtected = true,
            Flow = FlowHistory.Secured,
            BegunByPeer = true,
        };
        QuestionJson.Read(JsonSerializer.SerializeToElement(QuestionJson.Of(question))).ShouldBe(question);
    }

    [Theory]
    [InlineData("direction", "\"out\"", true)]
    [InlineData("protocol", "6000", false)]
    [InlineData("protocol", "\"tcp\"", false)]
    [InlineData("remote", "\"[::1]:2\"", false)]
    [InlineData("local", "7", false)]
    [InlineData("flow", "\"9\"", false)]
    [InlineData("begunByPeer", "null", false)]
    public void What_is_no_question_is_refused(string property, string value, bool accepted)
    {
        var json = QuestionJson.Of(new Question
        {
            Direction = PacketDirection.Outbound,
            Protocol = 6,
            Local = new Endpoint(IpAddr.Parse("10.0.0.1"), 1),
            Remote = new Endpoint(IpAddr.Parse("10.0.0.2"), 2),
        });
        json[property] = JsonNode.Parse(value);
        (QuestionJson.Read(JsonSerializer.SerializeToElement(json)) is not null).ShouldBe(accepted);
        json.Remove(property);
        QuestionJson.Read(JsonSerializer.SerializeToElement(json)).ShouldBeNull();
        QuestionJson.Read(null).ShouldBeNull();
    }
}
