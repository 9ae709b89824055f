using Gatehouse.Model.Wfp.Management;
using Gatehouse.Scenarios.Installing;

namespace Gatehouse.Cli.Windows;

/// <summary>
/// The guard's side of a trial. It reads what is in force, says so, and hears by its input that the policy was applied, that it was not, or that the
/// command which applied it has died (the end of the input). Unless somebody confirms in time, what was in force before is again.
/// </summary>
internal sealed class TrialWatch(IFilterEngine engine, TextReader input, TextWriter output)
{
    /// <summary>The guard's first line: it watches.</summary>
    public const string Ready = "ready";

    /// <summary>The policy is in force.</summary>
    public const string Applied = "applied";

    /// <summary>Nothing was applied.</summary>
    public const string Abandoned = "abandoned";

    /// <summary>The longest wait Windows has; nobody tries a policy for weeks.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(int.MaxValue);

    private readonly PolicyInstaller _installer = new(engine);
    private readonly TaskCompletionSource<string?> _first = new();
    private readonly TaskCompletionSource _ended = new();

    /// <summary>Watches until the trial is over; exit codes as of apply.</summary>
    public int Run(TimeSpan trial, WaitHandle confirmed)
    {
        var before = _installer.Read();
        if (!before.Ok)
            return Say($"{before.Outcome}", ExitCode.Failed);
        Say(Ready, ExitCode.Done);
        new Thread(Listen) { IsBackground = true }.Start();
        var first = _first.Task.Result;
        if (first == Abandoned)
            return ExitCode.Done;

        // Killed before it could say: then perhaps nothing was applied, and going back changes nothing.
        var gone = ((IAsyncResult)_ended.Task).AsyncWaitHandle;
        if (first == Applied && WaitHandle.WaitAny([confirmed, gone], trial < Longest ? trial : Longest) == 0)
            return Say("confirmed", ExitCode.Done);
        var restored = _installer.Restore(before.Value);
        return restored.Ok
            ? Say("not confirmed: what was in force before is in force again", ExitCode.NotAsExpected)
            : Say($"the policy on trial could not be taken back: {restored.Outcome}", ExitCode.Failed);
    }

    // It may outlive the watch, so it holds nothing that is disposed.
    private void Listen()
    {
        try
        {
            var first = input.ReadLine();
            _first.SetResult(first);
            if (first is not null)
                _ = input.ReadLine();
        }
        catch (IOException)
        {
            // A broken pipe is an end as well.
        }
        finally
        {
            _first.TrySetResult(null);
            _ended.SetResult();
        }
    }

    // Nobody listens when the command has been killed.
    private int Say(string line, int exitCode)
    {
        try
        {
            output.WriteLine(line);
            output.Flush();
        }
        catch (IOException)
        {
            // The exit code goes on all the same.
        }

        return exitCode;
    }
}
