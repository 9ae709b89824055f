using System.Text.Json;
using Gatehouse.Cli.Checking;
using Gatehouse.Cli.Commands;
using Gatehouse.Cli.Policies;
using Gatehouse.Cli.Rendering;
using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;
using Gatehouse.Scenarios.Installing;

namespace Gatehouse.Cli.Windows;

/// <summary>What apply, diff --live, show and down do to a filter engine, whichever it is: output, sentences and exit codes.</summary>
internal sealed class EngineVerbs(IFilterEngine engine, TextWriter output, TextWriter error)
{
    private readonly PolicyInstaller _installer = new(engine);

    /// <summary>Brings a policy into the engine, or says what that would change.</summary>
    public int Apply(WfpObjectSet objects, InstallOptions options, OutputFormat format) => Apply(objects, options, format, null);

    /// <summary>Applies on trial: unless somebody confirms in time, the policy before is in force again, also when this command is killed.</summary>
    public int ApplyOnTrial(WfpObjectSet objects, InstallOptions options, OutputFormat format, TimeSpan trial, ITrialGuard guard)
    {
        if (Failed(_installer.Read(), out var before))
            return Explain(before.Outcome);
        if (Failed(_installer.Apply(objects, options with { DryRun = true }), out var planned))
            return Explain(planned.Outcome);
        if (planned.Value!.IsEmpty)
            return Apply(objects, options, format);
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

        var exitCode = Apply(objects, options, format, trial);
        if (exitCode != ExitCode.Done)
        {
            guard.Abandon();
            return exitCode;
        }

        guard.Applied();
        error.WriteLine("this command waits while the policy is on trial; when it ends, the policy is taken back at once");
        return End(guard.Wait(), before.Value!);
    }

    /// <summary>Compares what is in the engine with a policy; exit code 1 when anything of ours differs.</summary>
    public int Diff(ObjectSource wanted, OutputFormat format)
    {
        if (Failed(_installer.Compare(wanted.Objects, out var installed), out var changes))
            return Explain(changes.Outcome);
        foreach (var note in Notes(changes.Value!))
            error.WriteLine($"note: {note}");
        var inForce = EngineDiff.Plain(installed!);
        var report = EngineDiff.Of(inForce, wanted, changes.Value!);
        if (!report.Ok)
            return Explain(report.Outcome);
        if (format == OutputFormat.Json)
            output.WriteLine(JsonText.Write(DiffOutput.Json(report.Value, EngineDiff.InForce, wanted.Name, changes.Value!.KeyDiffers)));
        else
            DiffOutput.Write(output, report.Value, EngineDiff.InForce, wanted.Name, changes.Value!.KeyDiffers);
        return changes.Value!.IsEmpty ? ExitCode.Done : ExitCode.NotAsExpected;
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

    private int Apply(WfpObjectSet objects, InstallOptions options, OutputFormat format, TimeSpan? trial)
    {
        if (Failed(_installer.Apply(objects, options), out var changes))
            return Explain(changes.Outcome);
        var answer = ApplyOutput.Json(changes.Value!, options.DryRun, trial?.TotalSeconds, Notes(changes.Value!));
        ApplyOutput.Write(output, JsonSerializer.SerializeToElement(answer), format);
        return ExitCode.Done;
    }

    private static IEnumerable<string> Notes(PolicyChanges changes) => changes.KeysNotCompared.Select(context =>
        $"the pre-shared key of {context.Name} could not be compared; if it has changed, gatehouse down and apply again");

    private static bool Failed<T>(FwpResult<T> given, out FwpResult<T> result)
    {
        result = given;
        return !given.Ok;
    }
}
