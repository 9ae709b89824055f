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
        ChangesOutput.Write(output, changes.Value, sentence, format);
        return ExitCode.Done;
    }

    /// <summary>Applies on trial: unless <paramref name="confirmed"/> says yes in time, the policy before is in force again.</summary>
    public int ApplyOnTrial(WfpObjectSet objects, string policy, InstallOptions options, OutputFormat format, TimeSpan trial, Func<TimeSpan, bool> confirmed)
    {
        if (Failed(_installer.Read(), out var before))
            return Explain(before.Outcome);
        if (Failed(_installer.Apply(objects, options with { DryRun = true }), out var planned))
            return Explain(planned.Outcome);
        if (PolicyInstaller.NeedsSecret(before.Value!, planned.Value!))
        {
            error.WriteLine("the policy in force has a pre-shared key, which Windows does not give back, so it could not be restored: "
                + "apply without --confirm-within");
            return ExitCode.Cannot;
        }

        var exitCode = Apply(objects, policy, options, format);
        if (exitCode != ExitCode.Done || planned.Value!.IsEmpty)
            return exitCode;
        error.WriteLine($"on trial: taken back in {trial.TotalSeconds:0.###} s unless you run gatehouse confirm");
        if (confirmed(trial))
        {
            error.WriteLine("confirmed");
            return ExitCode.Done;
        }

        if (Failed(_installer.Restore(before.Value!), out var restored))
            return Explain(restored.Outcome);
        error.WriteLine("not confirmed: what was in force before is in force again");
        return ExitCode.NotAsExpected;
    }

    /// <summary>Compares a policy with what is in the engine; exit code 1 when anything of ours differs.</summary>
    public int Diff(WfpObjectSet objects, string policy, OutputFormat format)
    {
        if (Failed(_installer.Compare(objects), out var changes))
            return Explain(changes.Outcome);
        var same = changes.Value!.IsEmpty;
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

    private static bool Failed<T>(FwpResult<T> given, out FwpResult<T> result)
    {
        result = given;
        return !given.Ok;
    }
}
