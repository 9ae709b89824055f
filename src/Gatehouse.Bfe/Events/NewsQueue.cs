using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;

namespace Gatehouse.Bfe.Events;

/// <summary>News for one subscriber, bounded; what does not fit is dropped, and that is told.</summary>
internal class NewsQueue<T>(object gate) : IFwpmSubscription<T>
{
    public const int Max = 4096;

    private readonly Queue<T> _waiting = new();
    private bool _dropped;

    public FwpResult<T?> Take()
    {
        lock (gate)
        {
            if (_dropped)
            {
                _dropped = false;
                return new FwpResult(FwpError.NotificationDropped, $"more than {Max} pieces of news waited; the later ones are lost");
            }

            return _waiting.TryDequeue(out var news) ? news : new FwpResult<T?>(default, FwpError.None, "");
        }
    }

    public virtual void Dispose()
    {
        lock (gate)
            _waiting.Clear();
    }

    /// <summary>With the lock held.</summary>
    public void Put(T news)
    {
        if (_waiting.Count < Max)
            _waiting.Enqueue(news);
        else
            _dropped = true;
    }
}
