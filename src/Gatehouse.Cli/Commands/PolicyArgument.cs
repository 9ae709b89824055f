using System.CommandLine;

namespace Gatehouse.Cli.Commands;

/// <summary>The argument POLICY, the same in every command that reads one.</summary>
internal static class PolicyArgument
{
    public static Argument<string> Create() => new("POLICY") { Description = "Policy file, YAML or JSON; - reads standard input." };
}
