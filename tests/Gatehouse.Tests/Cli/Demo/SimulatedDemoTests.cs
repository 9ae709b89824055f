using System.Text.Json;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Cli.Demo;

/// <summary>The demonstration without privilege, from the command line to the last byte of its JSON.</summary>
public sealed class SimulatedDemoTests
{
    [Fact]
    public async Task Every_flow_is_as_the_policy_says_and_marked_as_simulated()
    {
        var run = await CliRun.Of("demo", "--simulate", "--format", "json");
        run.ExitCode.ShouldBe(0);
        using var json = JsonDocument.Parse(run.Output);
        json.RootElement.GetProperty("ok").GetBoolean().ShouldBeTrue();
        json.RootElement.GetProperty("simulated").GetBoolean().ShouldBeTrue();
        foreach (var flow in json.RootElement.GetProperty("flows").EnumerateArray())
        {
            flow.GetProperty("ok").GetBoolean().ShouldBeTrue();
            flow.GetProperty("simulated").GetBoolean().ShouldBeTrue();
            flow.GetProperty("observed").GetString().ShouldBe(flow.GetProperty("expected").GetString());
            flow.GetProperty("family").GetInt32().ShouldBeOneOf(4, 6);
        }
    }

    [Fact]
    public async Task The_evidence_fits_the_judgement()
    {
        using var json = JsonDocument.Parse((await CliRun.Of("demo", "--simulate", "--format", "json")).Output);
        var flows = json.RootElement.GetProperty("flows").EnumerateArray().ToLookup(flow => flow.GetProperty("observed").GetString());
        flows["protected"].Count().ShouldBe(6);
        foreach (var flow in flows["protected"])
        {
            flow.GetProperty("espPackets").GetInt64().ShouldBeGreaterThanOrEqualTo(40);
            flow.GetProperty("clearPackets").GetInt64().ShouldBe(0);
            flow.GetProperty("spis").GetArrayLength().ShouldBe(2);
            flow.GetProperty("suite").GetString().ShouldBe("AES-GCM-128");
        }

        flows["clear"].Count().ShouldBe(4);
        flows["clear"].ShouldAllBe(flow => flow.GetProperty("protocol").GetString() == "icmp" && flow.GetProperty("clearPackets").GetInt64() > 0);
        flows["blocked"].Count().ShouldBe(8);
        flows["blocked"].ShouldAllBe(flow => !flow.GetProperty("delivered").GetBoolean() && flow.GetProperty("clearPacketsFromEnforced").GetInt64() == 0);
    }

    [Fact]
    public async Task The_table_says_SIMULATED_in_every_row()
    {
        var run = await CliRun.Of("demo", "--simulate");
        run.ExitCode.ShouldBe(0);
        var rows = run.Output.Split('\n').Skip(1).TakeWhile(line => line.Length > 0).ToArray();
        rows.Length.ShouldBe(18);
        rows.ShouldAllBe(row => row.StartsWith("SIMULATED ", StringComparison.Ordinal));
        run.Output.ShouldContain("All 18 flows are as the policy says.");
    }
}
