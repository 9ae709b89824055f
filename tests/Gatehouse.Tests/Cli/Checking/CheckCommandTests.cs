using System.Text.Json;
using Gatehouse.Cli.Commands;
using Gatehouse.Scenarios.Reading;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Cli.Checking;

public sealed class CheckCommandTests
{
    private const string Head = "gatehouse: 1\nscenario: transport-mode\nkeying: { ike: { authentication: [{ psk: { env: X } }] } }\n";

    [Theory]
    [InlineData("transport-mode-psk.yaml")]
    [InlineData("negotiation-discovery-psk.yaml")]
    [InlineData("negotiation-discovery-boundary-psk.yaml")]
    [InlineData("mixed-fleet.yaml")]
    [InlineData("negotiation-discovery.yaml")]
    public async Task A_shipped_example_passes(string example)
    {
        var run = await CliRun.Of("check", TestFiles.PathOf("examples", example), "--strict");
        run.ExitCode.ShouldBe(0, run.Output);
        run.Output.ShouldContain("passed: 0 errors, 0 warnings");
    }

    [Theory]
    [InlineData("{ direction: out, local: 10.0.0.1, remote: 10.0.0.2, protocol: icmp, expect: permit }", false)]
    [InlineData("{ direction: out, local: 10.0.0.1, remote: 10.0.0.2, protocol: icmp, sa: established, expect: protect }", true)]
    [InlineData("{ direction: in, local: 10.0.0.1, remote: 10.0.0.2, protocol: icmp, arrives: esp, expect: permit }", true)]
    public void Where_there_is_no_libcrypto_a_policy_that_tests_packets_with_an_SA_is_refused(string test, bool refused)
    {
        var read = PolicyReader.Read($"{Head}tests:\n  - {test}\n", "policy.yaml");
        var document = read.Document.ShouldNotBeNull(string.Join('\n', read.ErrorLines()));
        (CheckCommand.Refusal(document, hasLibCrypto: false)?.StartsWith("tests[0] asks", StringComparison.Ordinal) ?? false).ShouldBe(refused);
        CheckCommand.Refusal(document, hasLibCrypto: true).ShouldBeNull();
    }

    [Fact]
    public async Task A_finding_has_line_column_and_path_and_fails()
    {
        var run = await CliRun.OnPolicy(Head + "exemptions:\n  - icmp\n  - { protocol: udp, remotePort: 53 }\n", "check");
        run.ExitCode.ShouldBe(1);
        run.Output.ShouldContain(".yaml:6:5: error: exemptions[1]: exemption udp remote port 53 names the peer's port and no peer");
        run.Output.ShouldContain("failed: 1 error, 0 warnings, no tests, 22 filters");
    }

    [Fact]
    public async Task A_warning_fails_only_when_strict()
    {
        const string Policy = Head + "traffic: { families: [ipv4] }\n";
        (await CliRun.OnPolicy(Policy, "check")).ExitCode.ShouldBe(0);
        (await CliRun.OnPolicy(Policy, "check", "--strict")).ExitCode.ShouldBe(1);
    }

    [Fact]
    public async Task An_error_of_the_reader_is_a_finding_too()
    {
        var run = await CliRun.OnPolicy("gatehouse: 1\nscenario: tunnel\n", "check", "--format", "json");
        run.ExitCode.ShouldBe(1);
        using var json = JsonDocument.Parse(run.Output);
        json.RootElement.GetProperty("passed").GetBoolean().ShouldBeFalse();
        var finding = json.RootElement.GetProperty("findings").EnumerateArray().Single(one => one.GetProperty("path").GetString() == "scenario");
        finding.GetProperty("kind").GetString().ShouldBe("validation");
        finding.GetProperty("line").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task The_json_counts_tests()
    {
        const string Tests = "tests:\n"
            + "  - { direction: out, local: 10.0.0.1:1, remote: 10.0.0.2:2, expect: hold }\n"
            + "  - { direction: out, local: 10.0.0.1:1, remote: 10.0.0.2:2, expect: permit }\n";
        var run = await CliRun.OnPolicy(Head + Tests, "check", "--format", "json");
        run.ExitCode.ShouldBe(1);
        using var json = JsonDocument.Parse(run.Output);
        json.RootElement.GetProperty("tests").GetProperty("passed").GetInt32().ShouldBe(1);
        json.RootElement.GetProperty("tests").GetProperty("failed").GetInt32().ShouldBe(1);
        json.RootElement.GetProperty("findings")[0].GetProperty("line").GetInt32().ShouldBe(6);
        json.RootElement.GetProperty("findings")[0].GetProperty("example").GetString().ShouldBe("out tcp 10.0.0.1:1 -> 10.0.0.2:2");
    }

    [Theory]
    [InlineData("tests: [{ direction: out, local: 10.0.0.1:1, remote: 'fd00::1', expect: hold }]\n", "tests[0].remote: local and remote")]
    [InlineData("tests: [{ direction: in, local: 10.0.0.1:1, remote: 10.0.0.2:2, expect: hold }]\n", "tests[0].expect: an inbound packet never")]
    [InlineData("tests: [{ direction: out, arrives: esp, local: 10.0.0.1:1, remote: 10.0.0.2:2, expect: hold }]\n", "tests[0].arrives: a packet")]
    [InlineData("tests: [{ direction: out, protocol: 47, local: 10.0.0.1:1, remote: 10.0.0.2, expect: hold }]\n", "tests[0]: the protocol of the test has no")]
    [InlineData("tests: [{ direction: out, icmp: 8, local: 10.0.0.1:1, remote: 10.0.0.2:2, expect: hold }]\n", "tests[0].icmp: icmp belongs to")]
    [InlineData("tests: [{ direction: out, local: nowhere, remote: 10.0.0.2:2, expect: hold }]\n", "tests[0].local: ")]
    [InlineData("tests: [{ direction: out, local: 10.0.0.1:1, remote: 10.0.0.2:2 }]\n", "tests[0].expect: expect is missing")]
    [InlineData("tests: [{ direction: out, local: 10.0.0.1:1, remote: 10.0.0.2:2, expect: pass }]\n", "tests[0].expect: ")]
    public async Task A_test_that_asks_nothing_sensible_is_an_error_with_its_place(string tests, string expected)
    {
        var run = await CliRun.OnPolicy(Head + tests, "check");
        run.ExitCode.ShouldBe(1);
        run.Output.ShouldContain($"error: {expected}");
        run.Output.ShouldContain(".yaml:4:");
    }

    [Fact]
    public async Task A_missing_file_is_bad_input()
    {
        var run = await CliRun.Of("check", "/nowhere/policy.yaml");
        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("there is no such file");
    }

    [Fact]
    public async Task A_kdc_that_is_no_address_is_refused()
    {
        var run = await CliRun.OnPolicy(Head, "check", "--kdc", "dc.example");
        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("--kdc takes an IP address, and 'dc.example' is none");
    }
}
