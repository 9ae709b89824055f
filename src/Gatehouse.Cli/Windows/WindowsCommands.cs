using System.CommandLine;
using Gatehouse.Analysis.Explain;
using Gatehouse.Cli.Commands;
using Gatehouse.Cli.Policies;
using Gatehouse.Scenarios.Installing;

namespace Gatehouse.Cli.Windows;

/// <summary>The verbs that act on a running system, on Windows: there the Base Filtering Engine is what runs.</summary>
internal static class WindowsCommands
{
    /// <summary>apply, confirm, diff, show, status, monitor and down; and the one that apply runs beside itself.</summary>
    public static IEnumerable<Command> Create() => [Apply(), Confirm(), GuardTrial(), Diff(), ShowCommand.Create(_ => new EngineInForce()), Status(), Monitor(), Down()];

    private static Command Apply()
    {
        var (policy, format) = (PolicyArgument.Create(), FormatOption.Create());
        var dryRun = new Option<bool>("--dry-run") { Description = "Only say what would change." };
        var persistent = new Option<bool>("--persistent") { Description = "Keep the policy across restarts of Windows." };
        var confirm = DurationOption.Create("--confirm-within", "Go back to the policy before unless gatehouse confirm follows in time, such as 60s.");
        const string About = "Put a policy into the Windows Filtering Platform, in one transaction.";
        var command = new Command("apply", About) { policy, dryRun, persistent, confirm, format };
        command.SetAction(parsed =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            var options = new InstallOptions(parsed.GetValue(persistent), parsed.GetValue(dryRun));
            if (!options.DryRun && Confirmation.IsAwaited())
            {
                error.WriteLine("a policy is on trial; gatehouse confirm keeps it, waiting takes it back");
                return ExitCode.Failed;
            }

            return WindowsMachine.Run(parsed.GetRequiredValue(policy), true, output, error, (verbs, _, objects) =>
            {
                if (options.DryRun || parsed.GetValue(confirm) is not { } trial)
                    return verbs.Apply(objects, options, parsed.GetValue(format));
                using var guard = new GuardProcess();
                return verbs.ApplyOnTrial(objects, options, parsed.GetValue(format), trial, guard);
            });
        });
        return command;
    }

    private static Command Confirm()
    {
        var command = new Command("confirm", "Keep the policy that apply --confirm-within has put in force on trial.");
        command.SetAction(parsed =>
        {
            if (Confirmation.Give())
                return ExitCode.Done;
            parsed.InvocationConfiguration.Error.WriteLine("no policy is on trial on this machine");
            return ExitCode.Failed;
        });
        return command;
    }

    /// <summary>Run by apply --confirm-within, for no one else: see <see cref="TrialWatch"/>.</summary>
    private static Command GuardTrial()
    {
        var trial = DurationOption.Create(GuardProcess.Within, "How long the trial lasts.");
        var command = new Command(GuardProcess.Command, "Take a policy on trial back.") { trial };
        command.Hidden = true;
        command.SetAction(parsed => WindowsMachine.Run(parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Output, (engine, _) =>
        {
            // Keys that end the command in the foreground are not meant for this one.
            Console.CancelKeyPress += (_, pressed) => pressed.Cancel = true;
            using var confirmed = Confirmation.Begin();
            if (confirmed is null)
            {
                parsed.InvocationConfiguration.Output.WriteLine("a policy is on trial already");
                return ExitCode.Failed;
            }

            return new TrialWatch(engine, Console.In, parsed.InvocationConfiguration.Output).Run(parsed.GetValue(trial) ?? TimeSpan.FromMinutes(1), confirmed);
        }));
        return command;
    }

    private static Command Diff() => DiffCommand.Create(_ => (parsed, policy, format) => Task.FromResult(WindowsMachine.Run(
        policy,
        false,
        parsed.InvocationConfiguration.Output,
        parsed.InvocationConfiguration.Error,
        (verbs, document, objects) => verbs.Diff(new ObjectSource(InputFile.NameOf(policy), objects, document.OnNoSa.ToBehavior()), format))));

    private static Command Down()
    {
        var format = FormatOption.Create();
        var dryRun = new Option<bool>("--dry-run") { Description = "Only say what would be removed." };
        var command = new Command("down", "Remove everything of Gatehouse from the Windows Filtering Platform.") { dryRun, format };
        command.SetAction(parsed => WindowsMachine.Run(
            parsed.InvocationConfiguration.Output,
            parsed.InvocationConfiguration.Error,
            (_, verbs) => verbs.Down(parsed.GetValue(dryRun), parsed.GetValue(format))));
        return command;
    }

    private static Command Status()
    {
        var format = FormatOption.Create();
        var command = new Command("status", "Show our policy, the security associations and the counters of IPsec.") { format };
        command.SetAction(parsed =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            return WindowsMachine.Run(output, error, (engine, verbs) =>
                EngineStatus.Write(engine, output, parsed.GetValue(format)) is { Ok: false } failure ? verbs.Explain(failure) : ExitCode.Done);
        });
        return command;
    }

    private static Command Monitor()
    {
        var format = FormatOption.Create();
        var once = new Option<bool>("--once") { Description = "Write the events there are, and end." };
        var duration = DurationOption.Create("--for", "End after this time, such as 30s or 5m.");
        var command = new Command("monitor", "Show dropped packets and failed negotiations as they happen.") { format, once, duration };
        command.SetAction((parsed, cancellation) =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            var asJson = parsed.GetValue(format) == OutputFormat.Json;
            return Task.FromResult(WindowsMachine.Run(output, error, (engine, verbs) =>
            {
                var outcome = parsed.GetValue(once)
                    ? EngineMonitor.WriteOnce(engine, output, asJson)
                    : EngineMonitor.WatchAsync(engine, output, asJson, parsed.GetValue(duration), cancellation).GetAwaiter().GetResult();
                return outcome.Ok ? ExitCode.Done : verbs.Explain(outcome);
            }));
        });
        return command;
    }
}
