using Gatehouse.Cli.Commands;
using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;
using Gatehouse.Scenarios.Installing;

namespace Gatehouse.Cli.Windows;

/// <summary>What apply, diff --live, show and down do to a filter engine, whichever it is: output, sentences and exit codes.</summary>
internal sealed class EngineVerbs(IFilterEngine engine, TextWriter output, TextWriter error)
{
    private readonly PolicyInstaller _installer = new(engine);

    /// <summary>Brings a policy into the engine, or says what that would change.</summary>
    public int Apply(WfpObjectSet objects, string policy, InstallOptions options, OutputFormat format)
    {
        if (Failed(_installer.Apply(objects, options), out var changes))
            return Explain(changes.Outcome);
        var sentence = changes.Value!.IsEmpty ? $"{policy} is in force already: nothing changed"
            : options.DryRun ? $"{policy} would change this; nothing was applied"
            : $"{policy} is in force";
        NoteKeys(changes.Value);
        ChangesOutput.Write(output, changes.Value, sentence, format);
        return ExitCode.Done;
    }

    /// <summary>Applies on trial: unless somebody confirms in time, the policy before is in force again, also when this command is killed.</summary>
    public int ApplyOnTrial(WfpObjectSet objects, string policy, InstallOptions options, OutputFormat format, TimeSpan trial, ITrialGuard guard)
    {
        if (Failed(_installer.Read(), out var before))
            return Explain(before.Outcome);
        if (Failed(_installer.Apply(objects, options with { DryRun = true }), out var planned))
            return Explain(planned.Outcome);
        if (planned.Value!.IsEmpty)
            return Apply(objects, policy, options, format);
        if (PolicyInstaller.WhyNotRestorable(before.Value!, planned.Value) is { } why)
        {
            error.WriteLine($"{why}, so what is in force could not be restored: apply without --confirm-within");
            return ExitCode.Cannot;
        }

        if (guard.Begin(trial) is { } refused)
        {
            error.WriteLine($"nothing was applied: {refused}");
            return ExitCode.Failed;
        }

        var exitCode = Apply(objects, policy, options, format);
        if (exitCode != ExitCode.Done)
        {
            guard.Abandon();
            return exitCode;
        }

        guard.Applied();
        error.WriteLine($"on trial: taken back in {trial.TotalSeconds:0.###} s, or at once when this command ends, unless you run gatehouse confirm");
        return End(guard.Wait(), before.Value!);
    }

    /// <summary>Compares a policy with what is in the engine; exit code 1 when anything of ours differs.</summary>
    public int Diff(WfpObjectSet objects, string policy, OutputFormat format)
    {
        if (Failed(_installer.Compare(objects), out var changes))
            return Explain(changes.Outcome);
        var same = changes.Value!.IsEmpty;
        NoteKeys(changes.Value);
        ChangesOutput.Write(output, changes.Value, same ? $"{policy} is in force, without any difference" : $"applying {policy} would change this", format);
        return same ? ExitCode.Done : ExitCode.NotAsExpected;
    }

    /// <summary>Removes everything of ours.</summary>
    public int Down(bool dryRun, OutputFormat format)
    {
        if (Failed(_installer.Remove(dryRun), out var changes))
            return Explain(changes.Outcome);
        var sentence = changes.Value!.IsEmpty ? "nothing of Gatehouse is there" : dryRun ? "this would be removed" : "nothing of Gatehouse is left";
        ChangesOutput.Write(output, changes.Value, sentence, format);
        return ExitCode.Done;
    }

    /// <summary>Says a failure; a machine that cannot is told from a call that went wrong.</summary>
    public int Explain(FwpResult failure)
    {
        error.WriteLine($"{failure}");
        return failure.Error is FwpError.AccessDenied or FwpError.NotSupported or FwpError.RpcServerUnavailable or FwpError.EptNotRegistered
            or FwpError.RpcUnknownInterface or FwpError.RpcCannotSupport
            ? ExitCode.Cannot
            : ExitCode.Failed;
    }

    private int End(TrialEnd end, InstalledPolicy before)
    {
        if (end == TrialEnd.Confirmed)
        {
            error.WriteLine("confirmed");
            return ExitCode.Done;
        }

        // Without its guard this command does it itself; where the guard could not, it may be possible now, or the reason is told.
        if (end == TrialEnd.Lost && Failed(_installer.Restore(before), out var restored))
            return Explain(restored.Outcome);
        error.WriteLine("not confirmed: what was in force before is in force again");
        return ExitCode.NotAsExpected;
    }

    private void NoteKeys(PolicyChanges changes)
    {
        foreach (var context in changes.KeysNotCompared)
            error.WriteLine($"note: the pre-shared key of {context.Name} could not be compared; if it has changed, gatehouse down and apply again");
    }

    private static bool Failed<T>(FwpResult<T> given, out FwpResult<T> result)
    {
        result = given;
        return !given.Ok;
    }
}
