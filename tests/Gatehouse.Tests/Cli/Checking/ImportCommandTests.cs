using System.Text.Json;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Cli.Checking;

/// <summary>A file from Windows stands in for a policy in every command that works off line.</summary>
public sealed class ImportCommandTests
{
    private static readonly string State = TestFiles.PathOf("tests", "vectors", "netsh", "state.xml");
    private static readonly string Discovery = TestFiles.PathOf("examples", "negotiation-discovery-psk.yaml");

    [Fact]
    public async Task Explain_says_why_that_windows_drops_a_flow()
    {
        var run = await CliRun.Of(
            "explain", "--import", State, "--direction", "in", "--local", "10.0.0.1:22", "--remote", "10.9.0.1:5000", "--sa", "established",
            "--format", "json");
        run.ExitCode.ShouldBe(0, run.Error);
        run.Error.ShouldContain("notice: <firewallState>");
        using var json = JsonDocument.Parse(run.Output);
        json.RootElement.GetProperty("verdict").GetString().ShouldBe("drop");
        json.RootElement.GetProperty("sentence").GetString().ShouldNotBeNull().ShouldContain("Firewall: default inbound");
        var votes = json.RootElement.GetProperty("layers")[1].GetProperty("sublayers").EnumerateArray()
            .Select(one => $"{one.GetProperty("sublayer").GetString()} {one.GetProperty("vote").GetString()}");
        votes.ShouldBe(["FWPM_SUBLAYER_UNIVERSAL PermitProtected", "FWPM_SUBLAYER_MPSSVC_WF block"]);
    }

    [Fact]
    public async Task Check_and_diff_take_it()
    {
        var check = await CliRun.Of("check", "--import", State);
        check.ExitCode.ShouldBe(0, check.Output);
        check.Output.ShouldContain("state.xml: passed: 0 errors");
        var diff = await CliRun.Of("diff", Discovery, "--import", State, "--format", "json");
        diff.ExitCode.ShouldBe(1);
        using var json = JsonDocument.Parse(diff.Output);
        var layers = json.RootElement.GetProperty("behaviour").EnumerateArray().Select(change => change.GetProperty("layer").GetString()).Distinct().ToList();

        // The documented scenario is the same; what the policies negotiate is not in the file, and the firewall is there only.
        layers.ShouldContain("FWPM_LAYER_ALE_AUTH_RECV_ACCEPT_V4");
        layers.ShouldContain("FWPM_LAYER_IPSEC_V4");
        layers.ShouldNotContain("FWPM_LAYER_OUTBOUND_TRANSPORT_V4");
        layers.ShouldNotContain("FWPM_LAYER_ALE_AUTH_RECV_ACCEPT_V6");
    }

    [Theory]
    [InlineData("filters", "Firewall: default inbound")]
    [InlineData("contexts", "Main mode   IKE_MM_CONTEXT")]
    [InlineData("callouts", "IPSEC_INBOUND_TRANSPORT_V4")]
    [InlineData("sublayers", "MPSSVC_WF")]
    [InlineData("layers", "ALE_AUTH_RECV_ACCEPT_V4")]
    public async Task Show_lists_its_objects(string what, string expected)
    {
        var run = await CliRun.Of("show", what, "--import", State);
        run.ExitCode.ShouldBe(0, run.Error);
        run.Output.ShouldContain(expected);
        var json = await CliRun.Of("show", what, "--import", State, "--format", "json");
        using var parsed = JsonDocument.Parse(json.Output);
        parsed.RootElement.EnumerateObject().Single().Value.GetArrayLength().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Show_lists_the_objects_of_a_policy_and_of_this_build()
    {
        (await CliRun.Of("show", "filters", Discovery)).Output.ShouldContain("OUT-1 request protection outbound, IPv6");
        (await CliRun.Of("show", "contexts", Discovery)).Output.ShouldContain("IKE main mode policy");
        (await CliRun.Of("show", "sublayers")).Output.ShouldContain("UNIVERSAL");
        (await CliRun.Of("show", "callouts", Discovery)).ExitCode.ShouldBe(0);
    }

    [Theory]
    [InlineData("show", "contexts")]
    [InlineData("check")]
    [InlineData("diff", "--import", "a")]
    [InlineData("explain", "--local", "10.0.0.1:1", "--remote", "10.0.0.2:2")]
    public async Task Without_a_source_it_says_what_it_takes(params string[] arguments)
    {
        var run = await CliRun.Of(arguments);
        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain(" takes ");
        run.Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_error_names_file_line_and_element_and_nothing_is_printed()
    {
        var file = Path.Combine(Path.GetTempPath(), $"gatehouse-{Guid.NewGuid():N}.xml");
        await File.WriteAllTextAsync(file, "<wfpdiag>\n<filters>\n<item/></filters></wfpdiag>", TestContext.Current.CancellationToken);
        try
        {
            var run = await CliRun.Of("check", "--import", file);
            run.ExitCode.ShouldBe(2);
            run.Error.ShouldContain($"{file}:3:2: error: <wfpdiag/filters/item>: the filter has no key (expected <filterKey> with a GUID)");
            run.Output.ShouldBeEmpty();
        }
        finally
        {
            File.Delete(file);
        }
    }
}
