using System.CommandLine;
using System.Text.Json.Nodes;
using Gatehouse.Cli.Rendering;
using Gatehouse.Host.Control;
using Gatehouse.Host.Status;

namespace Gatehouse.Cli.Commands;

/// <summary>gatehouse status: the SAs, failing peers and counters of a running node.</summary>
internal static class StatusCommand
{
    public static Command Create()
    {
        var format = FormatOption.Create();
        var command = new Command("status", "Show the security associations, failing peers and drops of a running node.") { format };
        var options = new NodeAddressOptions(command);
        command.SetAction(async (parsed, _) =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            var (result, exitCode) = await NodeClient.QueryAsync(options.Read(parsed), ControlCommands.Status, error);
            if (result is not { } report)
                return exitCode;
            if (parsed.GetValue(format) == OutputFormat.Json)
                await output.WriteLineAsync(JsonText.Write(JsonObject.Create(report)!));
            else
                StatusText.Write(output, StatusReport.FromJson(report));
            return ExitCode.Done;
        });
        return command;
    }
}
