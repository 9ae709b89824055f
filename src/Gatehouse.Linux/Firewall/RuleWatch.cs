namespace Gatehouse.Linux.Firewall;

/// <summary>
/// Looks every few seconds whether the rules are still there: a flush by another program would let clear text out. It has a thread of its own,
/// because asking forks a tool and the loop must not wait for that; the thread inherits its maker's network namespace.
/// </summary>
internal sealed class RuleWatch : IDisposable
{
    /// <summary>A flush goes unseen for this long at most; looking costs some milliseconds of a processor.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    private readonly Func<bool> _areInPlace;
    private readonly Func<string?> _repair;
    private readonly Action<string> _report;
    private readonly ManualResetEventSlim _ending = new();
    private readonly Thread _thread;
    private bool _failed;

    public RuleWatch(Func<bool> areInPlace, Func<string?> repair, Action<string> report)
    {
        _areInPlace = areInPlace;
        _repair = repair;
        _report = report;
        _thread = new Thread(Run) { IsBackground = true, Name = "rule watch" };
        _thread.Start();
    }

    /// <summary>Ends the watch; when this returns, it touches nothing any more.</summary>
    public void Dispose()
    {
        _ending.Set();
        _thread.Join();
    }

    /// <summary>Looks once. A repair that keeps failing is reported once.</summary>
    internal void Check()
    {
        if (_areInPlace())
        {
            _failed = false;
            return;
        }

        var failure = _repair();
        if (failure is null)
        {
            _report("The packet rules were gone or preceded and have been put back: another program changed them, and traffic may have passed in clear.");
        }
        else if (!_failed)
        {
            _report($"The packet rules are gone and cannot be put back: {failure}");
        }

        _failed = failure is not null;
    }

    private void Run()
    {
        while (!_ending.Wait(Period))
            Check();
    }
}
