using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Cli.Running;

/// <summary>What run refuses before it touches the machine, each with its exit code.</summary>
public sealed class RunRefusalTests
{
    private const string Head = """
        gatehouse: 1
        name: p
        exemptions: [icmp]
        traffic: { unicast: all, families: [ipv4, ipv6] }

        """;

    [Fact]
    public async Task A_policy_with_errors_lists_all_of_them_and_is_bad_input()
    {
        var run = await CliRun.OnPolicy(Head + "scenario: transport\nkeying: { ike: { authentication: [pks] } }\n", "run");
        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("scenario");
        run.Error.ShouldContain("keying.ike.authentication[0]");
        run.Output.ShouldBe("");
    }

    [Fact]
    public async Task A_missing_policy_is_bad_input()
    {
        var run = await CliRun.Of("run", "/nonexistent/policy.yaml");
        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("there is no such file");
    }

    [Fact]
    public async Task A_missing_secret_is_bad_input_and_named()
    {
        var run = await CliRun.OnPolicy(Head + "scenario: transport-mode\nkeying: { ike: { authentication: [ psk: { env: GATEHOUSE_NOT_SET } ] } }\n", "run");
        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("GATEHOUSE_NOT_SET");
    }

    [Fact]
    public async Task A_secret_file_that_is_not_there_is_bad_input_and_named()
    {
        var run = await CliRun.OnPolicy(Head + "scenario: transport-mode\nkeying: { ike: { authentication: [ psk: { file: /nonexistent/psk } ] } }\n", "run");
        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("/nonexistent/psk");
    }

    [Fact]
    public async Task What_AuthIP_lacks_is_refused_by_name()
    {
        const string Keying = "keying: { authip: { authentication: [ anonymous ], quickMode: { proposals: [ { ah: sha-1 } ] } } }";
        // Should it ever run, on this very host, it ends soon.
        var run = await CliRun.OnPolicy($"{Head}scenario: transport-mode\n{Keying}\n", "run", "--for", "1s");
        run.ExitCode.ShouldBe(3);
        run.Error.ShouldContain("no quick-mode proposal under keying.authip is in this build");
    }

    [Fact]
    public async Task IKE_without_psk_is_refused_by_name()
    {
        var run = await CliRun.OnPolicy(Head + "scenario: transport-mode\nkeying: { ike: { authentication: [ kerberos ] } }\n", "run", "--for", "1s");
        run.ExitCode.ShouldBe(3);
        run.Error.ShouldContain("kerberos is not in this build");
    }

    [Theory]
    [InlineData("--name", "a/b")]
    [InlineData("--for", "5")]
    [InlineData("--for", "0s")]
    [InlineData("--for", "5 minutes")]
    [InlineData("--for", "99999999999999999999s")]
    [InlineData("--on-exit", "stay")]
    [InlineData("--log", "xml")]
    public async Task A_wrong_option_is_bad_input_and_named(string option, string value)
    {
        var run = await CliRun.Of("run", "p.yaml", option, value);
        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain(option);
    }

    [Theory]
    [InlineData("status")]
    [InlineData("show", "filters")]
    public async Task A_client_of_a_node_that_does_not_run_says_so(params string[] command)
    {
        var run = await CliRun.Of([.. command, "--name", "gatehouse-test-nobody", "--control", "/tmp/gatehouse-test-nobody.sock"]);
        run.ExitCode.ShouldBe(3);
        run.Error.ShouldContain("no node gatehouse-test-nobody is running");
        run.Error.ShouldContain("gatehouse down");
    }
}
