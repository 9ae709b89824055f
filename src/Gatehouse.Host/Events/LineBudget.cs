using Gatehouse.Base;

namespace Gatehouse.Host.Events;

/// <summary>Bounds how many lines strangers can make this host write: a burst, then so many a second; the rest is counted.</summary>
internal sealed class LineBudget(int perSecond, int burst)
{
    private double _tokens = burst;
    private Instant _last = Instant.Zero;

    /// <summary>Lines kept back since the last one that was let through.</summary>
    public long Suppressed { get; private set; }

    /// <summary>Whether a line may be written now; <paramref name="suppressed"/> tells how many were kept back before it.</summary>
    public bool TryTake(Instant now, out long suppressed)
    {
        _tokens = Math.Min(burst, _tokens + ((now - _last).TotalSeconds * perSecond));
        _last = now;
        suppressed = 0;
        if (_tokens < 1)
        {
            Suppressed++;
            return false;
        }

        _tokens--;
        suppressed = Suppressed;
        Suppressed = 0;
        return true;
    }
}
