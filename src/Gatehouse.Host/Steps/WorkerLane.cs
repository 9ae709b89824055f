namespace Gatehouse.Host.Steps;

/// <summary>A few threads for one kind of work that may hang, and the work that waits for them. Threads come on demand and go when idle.</summary>
internal sealed class WorkerLane(string name) : IDisposable
{
    /// <summary>More hanging at once means that nobody answers, and then waiting is all that is left to do.</summary>
    public const int MaxThreads = 8;

    /// <summary>Twice what a keying machine hands out, so that only a defect ever fills it.</summary>
    public const int MaxWaiting = 128;

    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(30);

    private readonly object _gate = new();
    private readonly Queue<Action<string?>> _waiting = new();
    private int _threads;
    private int _idle;
    private bool _closed;

    /// <summary>Adds work; it is called with null on a thread, or with the reason why no thread will take it. False when there is no room.</summary>
    public bool TryAdd(Action<string?> work)
    {
        lock (_gate)
        {
            if (_closed || _waiting.Count >= MaxWaiting)
                return false;
            _waiting.Enqueue(work);
            if (_waiting.Count > _idle && _threads < MaxThreads)
            {
                _threads++;
                new Thread(Work) { IsBackground = true, Name = name }.Start();
            }

            Monitor.Pulse(_gate);
            return true;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.PulseAll(_gate);
        }

        while (TryTakeLeft(out var left))
            left("the node is ending");
    }

    private void Work()
    {
        while (TryTake(out var work))
            work(null);
    }

    private bool TryTake(out Action<string?> work)
    {
        lock (_gate)
        {
            _idle++;
            while (!_closed && _waiting.Count == 0 && Monitor.Wait(_gate, IdleTime))
            {
            }

            _idle--;
            if (!_closed && _waiting.TryDequeue(out work!))
                return true;
            _threads--;
            work = null!;
            return false;
        }
    }

    private bool TryTakeLeft(out Action<string?> work)
    {
        lock (_gate)
            return _waiting.TryDequeue(out work!);
    }
}
