using System.Text.Json;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Cli.Checking;

public sealed class DiffCommandTests
{
    private static readonly string Transport = TestFiles.PathOf("examples", "transport-mode-psk.yaml");
    private static readonly string Discovery = TestFiles.PathOf("examples", "negotiation-discovery-psk.yaml");

    [Fact]
    public async Task Equal_policies_are_exit_0()
    {
        var run = await CliRun.Of("diff", Transport, Transport);
        run.ExitCode.ShouldBe(0);
        run.Output.ShouldContain("0 objects differ");
        run.Output.ShouldContain("every packet was compared");
    }

    [Fact]
    public async Task Other_behaviour_is_exit_1_with_an_example_for_each_kind()
    {
        var run = await CliRun.Of("diff", Transport, Discovery, "--format", "json");
        run.ExitCode.ShouldBe(1);
        using var json = JsonDocument.Parse(run.Output);
        json.RootElement.GetProperty("sameBehaviour").GetBoolean().ShouldBeFalse();
        json.RootElement.GetProperty("exhaustive").GetBoolean().ShouldBeTrue();
        var outbound = json.RootElement.GetProperty("behaviour").EnumerateArray()
            .First(change => change.GetProperty("layer").GetString() == "FWPM_LAYER_OUTBOUND_TRANSPORT_V4");
        outbound.GetProperty("before").GetProperty("verdict").GetString().ShouldBe("hold");
        outbound.GetProperty("after").GetProperty("verdict").GetString().ShouldBe("clear-and-negotiate");
        json.RootElement.GetProperty("objects").GetArrayLength().ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task The_text_shows_both_sides_of_each_flow()
    {
        var run = await CliRun.Of("diff", Transport, Discovery);
        run.ExitCode.ShouldBe(1);
        run.Output.ShouldContain("    - protect by 'OUT-1 require protection outbound, IPv4'; hold: ");
        run.Output.ShouldContain("    + discover by 'OUT-1 request protection outbound, IPv4'; clear-and-negotiate: ");
    }

    [Fact]
    public async Task A_policy_that_cannot_be_read_is_bad_input()
    {
        (await CliRun.Of("diff", Transport, "/nowhere.yaml")).ExitCode.ShouldBe(2);
        (await CliRun.Of("diff", "/nowhere.yaml", Transport)).ExitCode.ShouldBe(2);
    }
}
