using System.CommandLine;
using Gatehouse.Cli.Policies;
using Gatehouse.Cli.Rendering;
using Gatehouse.Cli.Running;
using Gatehouse.Filtering;
using Gatehouse.Host.Control;
using Gatehouse.Scenarios.Document;
using Gatehouse.Scenarios.Recipes;

namespace Gatehouse.Cli.Commands;

/// <summary>gatehouse apply POLICY: exchanges the policy of a running node in one transaction, for good or on trial.</summary>
internal static class ApplyCommand
{
    /// <summary>A commit of a hundred thousand filters takes seconds.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static Command Create()
    {
        var policy = PolicyArgument.Create();
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what would change, and whether it could be; change nothing." };
        var confirm = DurationOption.Create("--confirm-within", "Go back to the policy before unless gatehouse confirm follows in time, such as 60s.");
        var force = new Option<bool>("--force") { Description = "Apply even if this blocks the SSH connection you are using." };
        var format = FormatOption.Create();
        var command = new Command("apply", "Put another policy in force in a running node: whole or not at all.") { policy, dryRun, confirm, force, format };
        var address = new NodeAddressOptions(command);
        command.SetAction(async (parsed, _) =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            if (PolicyFile.Source(parsed.GetRequiredValue(policy), error) is not var (text, document))
                return ExitCode.BadInput;
            if (!parsed.GetValue(force) && !parsed.GetValue(dryRun) && WouldLockOut(document) is { } sentence)
            {
                await error.WriteLineAsync($"gatehouse apply: {sentence}");
                return ExitCode.Cannot;
            }

            var request = new ApplyRequest(text.Text, text.Path, parsed.GetValue(dryRun), parsed.GetValue(confirm)?.TotalSeconds);
            var (result, exitCode) = await NodeClient.QueryAsync(address.Read(parsed), ControlCommands.Apply, error, request.ToJson(), Patience);
            if (result is not { } answer)
                return exitCode;
            ApplyOutput.Write(output, answer, parsed.GetValue(format));
            return ExitCode.Done;
        });
        return command;
    }

    private static string? WouldLockOut(PolicyDocument document) =>
        SshGuard.Check(FilterSnapshot.Compile(ScenarioCompiler.Compile(document)), SshConnection.Current());
}
