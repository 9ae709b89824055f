using Gatehouse.Engine;
using Gatehouse.Filtering;
using Gatehouse.Host.Secrets;
using Gatehouse.Linux;
using Gatehouse.Linux.Loop;

namespace Gatehouse.Cli.Running;

/// <summary>How enforcement ended.</summary>
/// <param name="Fault">What broke, or null. After a fault the rules stay.</param>
/// <param name="Withdrawn">Whether nothing is left behind.</param>
/// <param name="Failure">Why withdrawing failed, or null.</param>
internal sealed record EnforcementEnd(Exception? Fault, bool Withdrawn, string? Failure);

/// <summary>
/// The thread that starts enforcing, drives the node, and withdraws: one thread for all three, because rules and sockets belong to the network
/// namespace of the thread that makes them.
/// </summary>
internal sealed class EnforcementThread
{
    private readonly Node _node;
    private readonly EnforcementOptions _options;
    private readonly TaskCompletionSource<LinuxFailure?> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<EnforcementEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private LinuxEnforcement? _enforcement;
    private volatile bool _withdraw;

    private EnforcementThread(Node node, EnforcementOptions options)
    {
        _node = node;
        _options = options;
    }

    /// <summary>Enforcement; only once started.</summary>
    public LinuxEnforcement Enforcement => _enforcement ?? throw new InvalidOperationException("enforcement has not started");

    /// <summary>Completes when the thread has ended.</summary>
    public Task<EnforcementEnd> Ended => _ended.Task;

    /// <summary>Starts enforcing; the failure when that could not be done, and then nothing has changed.</summary>
    public static async Task<(EnforcementThread Thread, LinuxFailure? Failure)> StartAsync(Node node, EnforcementOptions options)
    {
        var enforcement = new EnforcementThread(node, options);
        new Thread(enforcement.Run) { IsBackground = true, Name = "node" }.Start();
        return (enforcement, await enforcement._started.Task);
    }

    /// <summary>Ends the loop after the peers were told; then withdraws, or leaves the rules in place.</summary>
    public void Stop(bool withdraw)
    {
        _withdraw = withdraw;
        Enforcement.Loop.Post(() => _node.Shutdown(MonotonicClock.Now));
        // A command of its own, so that the deletes of the first are on their way before the loop ends.
        Enforcement.Loop.Post(Enforcement.Loop.Stop);
    }

    /// <summary>Asks something of the node on its own thread; null when it has ended.</summary>
    public async Task<T?> AskAsync<T>(Func<T> question)
        where T : class
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Enforcement.Loop.Post(() => answer.TrySetResult(question()));
        return await Task.WhenAny(answer.Task, Ended) == answer.Task ? await answer.Task : null;
    }

    /// <summary>
    /// Lets other filters and secrets decide from the next packet on, and waits until they do; false when the thread has ended. Never called on
    /// the node's own thread.
    /// </summary>
    public bool Exchange(FilterSnapshot filters, LoadedPolicy policy, CurrentCredentials credentials, CurrentKeying keying)
    {
        var done = AskAsync(() =>
        {
            credentials.Current = policy.Credentials;
            keying.Follow(policy.Keying);
            _node.ApplyPolicy(MonotonicClock.Now, filters, policy.OnNoSa);
            Enforcement.RefreshRoutes();
            return this;
        });
        return done.GetAwaiter().GetResult() is not null;
    }

    private void Run()
    {
        try
        {
            _enforcement = LinuxEnforcement.Start(_options, out var failure);
            _started.SetResult(failure);
            if (failure is null)
                _ended.SetResult(Drive(_enforcement!));
        }
#pragma warning disable CA1031 // The end of the thread: whatever broke is reported by whoever waits for it.
        catch (Exception e)
        {
            if (!_started.TrySetException(e))
                _ended.TrySetResult(new EnforcementEnd(e, Withdrawn: false, null));
        }
#pragma warning restore CA1031
    }

    private EnforcementEnd Drive(LinuxEnforcement enforcement)
    {
        var end = enforcement.Loop.Run();
        if (end.Fault is not null || !_withdraw)
        {
            enforcement.Dispose();
            return new EnforcementEnd(end.Fault, Withdrawn: false, null);
        }

        var failure = enforcement.WithdrawAndDispose();
        return new EnforcementEnd(null, failure is null, failure);
    }
}
