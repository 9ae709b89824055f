using Gatehouse.Base;

namespace Gatehouse.Dataplane;

/// <summary>What failed lately and when it may be tried again; bounded, the oldest is forgotten first, which only means one attempt more.</summary>
internal sealed class RetryTimes<TKey>(int capacity)
    where TKey : notnull
{
    private readonly Dictionary<TKey, Instant> _retryAt = [];
    private readonly Queue<TKey> _inOrder = new();

    /// <summary>True before the end of the pause.</summary>
    public bool IsPausing(Instant now, TKey key) => _retryAt.TryGetValue(key, out var retryAt) && now < retryAt;

    /// <summary>True from a failure to the next success, also when the pause is over.</summary>
    public bool Contains(TKey key) => _retryAt.ContainsKey(key);

    /// <summary>It failed.</summary>
    public void Set(TKey key, Instant retryAt)
    {
        if (_retryAt.TryAdd(key, retryAt))
            _inOrder.Enqueue(key);
        else
            _retryAt[key] = retryAt;
        while (_inOrder.Count > capacity)
            _retryAt.Remove(_inOrder.Dequeue());
    }

    /// <summary>It succeeded.</summary>
    public void Remove(TKey key) => _retryAt.Remove(key);

    /// <summary>All that the predicate holds for succeeded.</summary>
    public void RemoveWhere(Func<TKey, bool> predicate)
    {
        // Removing while walking is allowed; it is adding that is not.
        foreach (var key in _retryAt.Keys)
        {
            if (predicate(key))
                _retryAt.Remove(key);
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _retryAt.Clear();
        _inOrder.Clear();
    }
}
