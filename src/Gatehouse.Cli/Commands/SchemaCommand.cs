using System.CommandLine;
using Gatehouse.Scenarios.Shapes;

namespace Gatehouse.Cli.Commands;

/// <summary>gatehouse schema: the JSON Schema of the policy document.</summary>
internal static class SchemaCommand
{
    public static Command Create()
    {
        var command = new Command("schema", "Print the JSON Schema of the policy document.");
        command.SetAction(parsed =>
        {
            parsed.InvocationConfiguration.Output.Write(PolicySchema.ToJson());
            return ExitCode.Done;
        });
        return command;
    }
}
