using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;

namespace Gatehouse.Windows.Sessions;

/// <summary>News that Windows tells on a thread of its own, until somebody takes them. What does not fit is dropped and said.</summary>
internal sealed class BoundedNews<T>
{
    private const int Limit = 4096;

    private readonly Queue<T> _queue = new();
    private bool _dropped;

    public void Put(T news)
    {
        lock (_queue)
        {
            if (_queue.Count < Limit)
                _queue.Enqueue(news);
            else
                _dropped = true;
        }
    }

    public bool TryTake(out T? news, out FwpResult failure)
    {
        lock (_queue)
        {
            failure = FwpResult.Success;
            if (_queue.TryDequeue(out news))
                return true;
            if (_dropped)
                failure = new FwpResult(FwpError.NotificationDropped, $"more than {Limit} pieces of news waited; the newest were dropped.");
            _dropped = false;
            return false;
        }
    }
}
