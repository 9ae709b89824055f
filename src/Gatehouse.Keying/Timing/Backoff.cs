using Gatehouse.Base;

namespace Gatehouse.Keying.Timing;

/// <summary>The pause after failed negotiations with one peer: 1 second, doubling to a minute. New traffic retries when it has passed.</summary>
internal sealed class Backoff
{
    /// <summary>After the first failure.</summary>
    public static readonly TimeSpan First = TimeSpan.FromSeconds(1);

    /// <summary>A peer that comes back is noticed within a minute.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private TimeSpan _next = First;

    /// <summary>Negotiations before this time are refused.</summary>
    public Instant RetryAt { get; private set; } = Instant.Zero;

    /// <summary>Counts a failure and returns the end of its pause.</summary>
    public Instant Fail(Instant now)
    {
        RetryAt = now + _next;
        _next = _next * 2 < Longest ? _next * 2 : Longest;
        return RetryAt;
    }

    /// <summary>A negotiation succeeded.</summary>
    public void Reset()
    {
        RetryAt = Instant.Zero;
        _next = First;
    }
}
