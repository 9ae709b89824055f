using Gatehouse.Scenarios.Reading;
using Gatehouse.Scenarios.Recipes;
using Gatehouse.Scenarios.Running;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Cli;

/// <summary>A pre-shared key appears nowhere: not when it is where it belongs, and not when somebody wrote it into the policy.</summary>
public sealed class SecretsStaySecretTests
{
    private const string Marker = "swordfish-7f3a";

    [Theory]
    [InlineData("transport-mode-psk")]
    [InlineData("negotiation-discovery-psk")]
    public async Task Off_line_commands_do_not_look_at_the_environment(string example)
    {
        Environment.SetEnvironmentVariable("GATEHOUSE_PSK", Marker);
        try
        {
            var file = TestFiles.PathOf("examples", $"{example}.yaml");
            foreach (var format in new[] { "table", "json" })
            {
                var run = await CliRun.Of("compile", file, "--format", format);
                run.ExitCode.ShouldBe(0);
                (run.Output + run.Error).ShouldNotContain(Marker);
            }

            var document = PolicyReader.Read(TestFiles.ReadText("examples", $"{example}.yaml"), file).Document!;
            $"{document} {document.Keying[0]} {document.Keying[0].PresharedKey}".ShouldNotContain(Marker);
            ScenarioCompiler.Compile(document).ToString().ShouldNotContain(Marker);
            string.Concat(RunSupport.Check(document)).ShouldNotContain(Marker);
        }
        finally
        {
            Environment.SetEnvironmentVariable("GATEHOUSE_PSK", null);
        }
    }

    [Theory]
    [InlineData("psk: MARKER")]
    [InlineData("psk: 'MARKER'")]
    [InlineData("psk: [MARKER]")]
    [InlineData("psk: { MARKER }")]
    [InlineData("psk: { key: MARKER }")]
    [InlineData("psk: { env: MARKER }")]
    [InlineData("psk: { env: { MARKER: MARKER } }")]
    [InlineData("psk: { file: [MARKER] }")]
    [InlineData("psk: { env: A, env: MARKER }")]
    [InlineData("psk: { MARKER: a, MARKER: b }")]
    [InlineData("psk: !MARKER a")]
    [InlineData("psk: &MARKER a")]
    [InlineData("psk: *MARKER")]
    [InlineData("psk: 'MARKER")]
    [InlineData("psk: { MARKER")]
    [InlineData("psk: |\n          MARKER")]
    [InlineData("psk=MARKER")]
    [InlineData("MARKER")]
    [InlineData("MARKER: { env: A }")]
    [InlineData("? [MARKER]\n        : a")]
    public async Task A_key_written_into_the_policy_is_an_error_that_does_not_repeat_it(string method)
    {
        var policy = $"gatehouse: 1\nscenario: transport-mode\nkeying:\n  ike:\n    authentication:\n      - {method.Replace("MARKER", Marker)}\n";
        var run = await CliRun.OnPolicy(policy, "compile");
        run.ExitCode.ShouldBe(2);
        run.Error.ShouldNotBeEmpty();
        (run.Output + run.Error).ShouldNotContain(Marker);
    }
}
