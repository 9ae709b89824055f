using System.Runtime.InteropServices;

namespace Gatehouse.Cli.Running;

/// <summary>Why a node is to end.</summary>
/// <param name="Why">For the log.</param>
/// <param name="Withdraw">Whether nothing may be left behind, whatever --on-exit says.</param>
internal sealed record StopRequest(string Why, bool Withdraw);

/// <summary>Collects every way to end a running command: signals, a duration, a client. The first one counts.</summary>
internal sealed class StopSwitch : IDisposable
{
    private readonly TaskCompletionSource<StopRequest> _requested = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PosixSignalRegistration[] _signals;
    private readonly CancellationTokenRegistration _cancellation;
    private Timer? _timer;

    public StopSwitch(CancellationToken cancellation)
    {
        _signals =
        [
            .. new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGHUP }.Select(signal => PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                Request(new StopRequest(signal.ToString(), Withdraw: false));
            })),
        ];
        _cancellation = cancellation.Register(() => Request(new StopRequest("cancelled", Withdraw: false)));
    }

    /// <summary>Completes with the first request.</summary>
    public Task<StopRequest> Requested => _requested.Task;

    /// <summary>Asks to end.</summary>
    public void Request(StopRequest request) => _requested.TrySetResult(request);

    /// <summary>Asks to end after a while, counted from now.</summary>
    public void RequestAfter(TimeSpan duration) =>
        _timer = new Timer(_ => Request(new StopRequest("the time given with --for is over", Withdraw: true)), null, duration, Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        foreach (var signal in _signals)
            signal.Dispose();
        _cancellation.Dispose();
        _timer?.Dispose();
    }
}
