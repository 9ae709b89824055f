using System.CommandLine;
using System.Text.Json.Nodes;
using Gatehouse.Cli.Rendering;
using Gatehouse.Host.Control;

namespace Gatehouse.Cli.Commands;

/// <summary>gatehouse show filters: what decides in a running node, keying exemptions included.</summary>
internal static class ShowCommand
{
    public static Command Create() => new("show", "Show the objects of a running node.") { Filters() };

    private static Command Filters()
    {
        var format = FormatOption.Create();
        var command = new Command("filters", "List every filter in force, by layer and descending weight.") { format };
        var options = new NodeAddressOptions(command);
        command.SetAction(async (parsed, _) =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            var (result, exitCode) = await NodeClient.QueryAsync(options.Read(parsed), ControlCommands.Filters, error);
            if (result is not { } answer)
                return exitCode;
            if (parsed.GetValue(format) == OutputFormat.Json)
                await output.WriteLineAsync(JsonText.Write(JsonObject.Create(answer)!));
            else
                TextTable.Write(output, ActiveFilter.Header, [.. answer.GetProperty("filters").EnumerateArray().Select(ActiveFilter.Row)]);
            return ExitCode.Done;
        });
        return command;
    }
}
