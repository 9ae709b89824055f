using Gatehouse.Host.Events;
using Gatehouse.Linux;

namespace Gatehouse.Cli.Running;

/// <summary>Looks every few seconds whether the rules are still there, because `iptables -F` of another program would let clear text out.</summary>
internal sealed class RulesWatch(LinuxEnforcement enforcement, EventLog log)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    /// <summary>Watches until it is cancelled; when the task has ended, nothing of it touches the rules any more.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Period);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellation))
                Check();
        }
        catch (OperationCanceledException)
        {
            // The node ends.
        }
    }

    private void Check()
    {
        if (enforcement.AreRulesInPlace())
            return;
        log.Note(enforcement.RepairRules() is { } failure
            ? $"the packet rules are gone and cannot be put back: {failure}"
            : "the packet rules were gone and are back; another program had removed them, and traffic was not enforced in between");
    }
}
