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
        flows["protected"].Count().ShouldBe(8);
        foreach (var flow in flows["protected"])
        {
            flow.GetProperty("espPackets").GetInt64().ShouldBeGreaterThanOrEqualTo(40);
            flow.GetProperty("clearPackets").GetInt64().ShouldBe(0);
            flow.GetProperty("spis").GetArrayLength().ShouldBe(2);
            flow.GetProperty("suite").GetString().ShouldBe("AES-GCM-128");
        }

        flows["upgraded"].Count().ShouldBe(8);
        foreach (var flow in flows["upgraded"])
        {
            flow.GetProperty("clearPackets").GetInt64().ShouldBeInRange(1, 20);
            flow.GetProperty("espPacketsSinceClear").GetInt64().ShouldBeGreaterThanOrEqualTo(40);
        }

        flows["clear"].Count().ShouldBe(12);
        flows["clear"].ShouldAllBe(flow => flow.GetProperty("espPackets").GetInt64() == 0 && flow.GetProperty("clearPackets").GetInt64() > 0);
        flows["blocked"].Count().ShouldBe(10);
        flows["blocked"].ShouldAllBe(flow => !flow.GetProperty("delivered").GetBoolean() && flow.GetProperty("clearPacketsFromEnforced").GetInt64() == 0);
    }

    [Fact]
    public async Task One_connection_is_shown_from_its_clear_beginning_to_its_protected_end()
    {
        using var json = JsonDocument.Parse((await CliRun.Of("demo", "--simulate", "--format", "json")).Output);
        var kinds = json.RootElement.GetProperty("upgrade").EnumerateArray().Select(packet => packet.GetProperty("kind").GetString()).ToList();
        kinds[0].ShouldBe("clear");
        kinds[^1].ShouldBe("protected");
        kinds.LastIndexOf("clear").ShouldBeLessThan(kinds.IndexOf("protected"));
        kinds.IndexOf("keying").ShouldBeLessThan(kinds.IndexOf("protected"));
    }

    [Fact]
    public async Task The_table_says_SIMULATED_in_every_row_and_every_pair_has_its_sentence()
    {
        var run = await CliRun.Of("demo", "--simulate");
        run.ExitCode.ShouldBe(0);
        var blocks = run.Output.Split("\n\n");
        var rows = blocks.Single(block => block.StartsWith("FLOW", StringComparison.Ordinal)).Split('\n').Skip(1).ToArray();
        rows.Length.ShouldBe(38);
        rows.ShouldAllBe(row => row.StartsWith("SIMULATED ", StringComparison.Ordinal));
        blocks.Single(block => block.StartsWith("WHY", StringComparison.Ordinal)).Split('\n').Skip(1).Count().ShouldBe(19);
        run.Output.ShouldContain("All 38 flows are as the policies say.");
    }
}
