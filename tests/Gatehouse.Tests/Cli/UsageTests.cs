using Gatehouse.Scenarios.Shapes;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Cli;

public sealed class UsageTests
{
    [Theory]
    [InlineData("compile")]
    [InlineData("compile a b")]
    [InlineData("compile a --bogus")]
    [InlineData("compile a --format xml")]
    [InlineData("compile a --format")]
    [InlineData("bogus")]
    [InlineData("")]
    public async Task Wrong_usage_is_exit_2_and_explained_on_stderr(string line)
    {
        var run = await CliRun.Of(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        run.ExitCode.ShouldBe(2);
        run.Output.ShouldBe("");
        run.Error.ShouldContain("--help");
    }

    [Theory]
    [InlineData("--help", "compile")]
    [InlineData("compile --help", "--format")]
    [InlineData("--version", "0.")]
    public async Task Help_and_version_are_results(string line, string expected)
    {
        var run = await CliRun.Of(line.Split(' '));
        run.ExitCode.ShouldBe(0);
        run.Output.ShouldContain(expected);
        run.Error.ShouldBe("");
    }

    [Fact]
    public async Task Schema_prints_the_schema()
    {
        var run = await CliRun.Of("schema");
        run.ExitCode.ShouldBe(0);
        run.Output.ShouldBe(PolicySchema.ToJson());
    }
}
