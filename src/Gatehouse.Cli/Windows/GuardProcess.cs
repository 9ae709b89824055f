using System.Diagnostics;
using System.Globalization;

namespace Gatehouse.Cli.Windows;

/// <summary>The guard of a trial as a second process of this program, without the console of the first: closing that one does not end it.</summary>
internal sealed class GuardProcess : ITrialGuard
{
    /// <summary>The hidden command it runs.</summary>
    public const string Command = "guard-trial";

    /// <summary>Its option.</summary>
    public const string Within = "--within";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private Process? _process;

    public string? Begin(TimeSpan trial)
    {
        var start = SelfProgram.With(Command, Within, string.Create(CultureInfo.InvariantCulture, $"{trial.TotalMilliseconds:0}ms"));
        start.CreateNoWindow = true;
        try
        {
            _process = Process.Start(start);
        }
        catch (Exception refused) when (refused is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            return $"the process that would take the policy back could not be started: {refused.Message}";
        }

        var first = _process!.StandardOutput.ReadLineAsync();
        if (first.Wait(Patience) && first.Result == TrialWatch.Ready)
            return null;
        return first.IsCompleted && first.Result is { Length: > 0 } why ? why : "the process that would take the policy back does not answer";
    }

    public void Applied() => Tell(TrialWatch.Applied);

    public void Abandon() => Tell(TrialWatch.Abandoned);

    public TrialEnd Wait()
    {
        _process!.WaitForExit();
        return _process.ExitCode switch
        {
            ExitCode.Done => TrialEnd.Confirmed,
            ExitCode.NotAsExpected => TrialEnd.TakenBack,
            _ => TrialEnd.Lost,
        };
    }

    public void Dispose()
    {
        // Should this process end early, the end of the pipe is what the guard hears.
        _process?.Dispose();
    }

    private void Tell(string word)
    {
        try
        {
            _process!.StandardInput.WriteLine(word);
            _process.StandardInput.Flush();
        }
        catch (IOException)
        {
            // It is gone; Wait tells.
        }
    }
}
