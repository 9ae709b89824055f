using System.CommandLine;
using Gatehouse.Host.Control;

namespace Gatehouse.Cli.Commands;

/// <summary>gatehouse confirm: keeps the policy that was applied with --confirm-within.</summary>
internal static class ConfirmCommand
{
    public static Command Create()
    {
        var command = new Command("confirm", "Keep the policy that gatehouse apply --confirm-within put on trial.");
        var address = new NodeAddressOptions(command);
        command.SetAction(async (parsed, _) =>
        {
            var (result, exitCode) = await NodeClient.QueryAsync(address.Read(parsed), ControlCommands.Confirm, parsed.InvocationConfiguration.Error);
            if (result is not { } answer)
                return exitCode;
            await parsed.InvocationConfiguration.Output.WriteLineAsync($"confirmed: policy {answer.GetProperty("policy").GetString()}");
            return ExitCode.Done;
        });
        return command;
    }
}
