using System.Text.Json;
using Gatehouse.Tests.Scenarios;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Cli;

public sealed class CompileCommandTests
{
    [Theory]
    [InlineData("transport-mode")]
    [InlineData("negotiation-discovery")]
    [InlineData("transport-mode-psk")]
    [InlineData("negotiation-discovery-psk")]
    [InlineData("negotiation-discovery-boundary-psk")]
    [InlineData("mixed-fleet")]
    public async Task Examples_compile_to_the_committed_json(string example)
    {
        var run = await CliRun.Of("compile", TestFiles.PathOf("examples", $"{example}.yaml"), "--format", "json");
        run.Error.ShouldBe("");
        run.ExitCode.ShouldBe(0);
        run.Output.ShouldBe(TestFiles.ReadText("tests", "vectors", "compile", $"{example}.json"));
    }

    [Theory]
    [InlineData("negotiation-discovery")]
    [InlineData("mixed-fleet")]
    public async Task The_table_is_the_committed_one(string example)
    {
        var run = await CliRun.Of("compile", TestFiles.PathOf("examples", $"{example}.yaml"));
        run.ExitCode.ShouldBe(0);
        run.Output.ShouldBe(TestFiles.ReadText("tests", "vectors", "compile", $"{example}.txt"));
    }

    [Fact]
    public async Task Two_policies_share_no_key()
    {
        var one = await Keys(PolicyTexts.Minimal + "\nname: one");
        var two = await Keys(PolicyTexts.Minimal + "\nname: two");
        one.ShouldBeUnique();
        one.Intersect(two).ShouldBeEmpty();
        (await Keys(PolicyTexts.Minimal + "\nname: one")).ShouldBe(one);
    }

    [Fact]
    public async Task An_exemption_becomes_a_permit_filter_each_way_and_only_for_its_family()
    {
        var run = await CliRun.OnPolicy(
            PolicyTexts.Minimal
            + "\nexemptions: [{ protocol: tcp, localPort: 22, remote: [192.0.2.1, 198.51.100.0/24] }, { protocol: udp, remotePort: 53-54 }]",
            "compile",
            "--format",
            "json");
        using var json = JsonDocument.Parse(run.Output);
        var permits = json.RootElement.GetProperty("filters").EnumerateArray()
            .Where(filter => filter.GetProperty("weight").GetString() == "FWPM_WEIGHT_RANGE_IKE_EXEMPTIONS")
            .Select(filter => $"{filter.GetProperty("layer").GetString()![11..]}: {Conditions(filter)}");
        permits.ShouldBe(
        [
            "INBOUND_TRANSPORT_V4: NlatUnicast:UINT8 IPPROTO_TCP:UINT8 22:UINT16 192.0.2.1:UINT32 198.51.100.0/24:V4_ADDR_MASK",
            "INBOUND_TRANSPORT_V4: NlatUnicast:UINT8 IPPROTO_UDP:UINT8 53-54:RANGE_TYPE",
            "INBOUND_TRANSPORT_V6: NlatUnicast:UINT8 IPPROTO_UDP:UINT8 53-54:RANGE_TYPE",
            "OUTBOUND_TRANSPORT_V4: NlatUnicast:UINT8 IPPROTO_TCP:UINT8 22:UINT16 192.0.2.1:UINT32 198.51.100.0/24:V4_ADDR_MASK",
            "OUTBOUND_TRANSPORT_V4: NlatUnicast:UINT8 IPPROTO_UDP:UINT8 53-54:RANGE_TYPE",
            "OUTBOUND_TRANSPORT_V6: NlatUnicast:UINT8 IPPROTO_UDP:UINT8 53-54:RANGE_TYPE",
        ]);
    }

    [Fact]
    public async Task A_bad_policy_is_exit_2_with_every_error_on_stderr()
    {
        var file = TestFiles.PathOf("tests", "vectors", "policy", "many-errors.yaml");
        var run = await CliRun.Of("compile", file);
        run.ExitCode.ShouldBe(2);
        run.Output.ShouldBe("");
        run.Error.Replace(file, "many.yaml").ShouldBe(TestFiles.ReadText("tests", "vectors", "policy", "many-errors.txt"));
    }

    [Fact]
    public async Task A_missing_file_is_exit_2_and_named()
    {
        var run = await CliRun.Of("compile", "/nonexistent/policy.yaml");
        run.ExitCode.ShouldBe(2);
        run.Error.ShouldBe("/nonexistent/policy.yaml: there is no such file\n");
    }

    [Fact]
    public async Task A_directory_is_no_policy()
    {
        var run = await CliRun.Of("compile", Path.GetTempPath());
        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("cannot be read");
    }

    private static string Conditions(JsonElement filter) =>
        string.Join(' ', filter.GetProperty("conditions").EnumerateArray().Select(Condition));

    private static string Condition(JsonElement condition) =>
        $"{condition.GetProperty("value").GetString()}:{condition.GetProperty("type").GetString()![4..]}";

    private static async Task<string[]> Keys(string policy)
    {
        var run = await CliRun.OnPolicy(policy, "compile", "--format", "json");
        using var json = JsonDocument.Parse(run.Output);
        return
        [
            .. json.RootElement.GetProperty("providerContexts").EnumerateArray().Concat(json.RootElement.GetProperty("filters").EnumerateArray())
                .Select(item => item.GetProperty("key").GetString()!),
        ];
    }
}
