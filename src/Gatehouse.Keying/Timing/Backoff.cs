using Gatehouse.Base;

namespace Gatehouse.Keying.Timing;

/// <summary>
/// The pause after failed negotiations with one peer: 1 second, doubling to a minute; after many failures 5 minutes, with shorter attempts. New
/// traffic retries when it has passed. So a peer that was away for a moment is noticed at once and one that was away for an hour within 6 minutes,
/// while a peer that never answers costs at most 39 datagrams an hour: 13 attempts of 3.
/// </summary>
internal sealed class Backoff
{
    /// <summary>After the first failure.</summary>
    public static readonly TimeSpan First = TimeSpan.FromSeconds(1);

    /// <summary>A peer that comes back is noticed within a minute.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <summary>A peer that has not been heard for a quarter of an hour is asked this seldom.</summary>
    public static readonly TimeSpan Persistent = TimeSpan.FromMinutes(5);

    /// <summary>Failures in a row after which a peer counts as one that does not speak IKE: 16 minutes of trying.</summary>
    public const int ManyFailures = 16;

    /// <summary>Transmissions of a first message to such a peer: two losses are survived, and the next attempt is 5 minutes away.</summary>
    public const int FewTransmissions = 3;

    private TimeSpan _next = First;
    private int _failures;

    /// <summary>Negotiations before this time are refused.</summary>
    public Instant RetryAt { get; private set; } = Instant.Zero;

    /// <summary>How often a first message is sent before the peer counts as silent.</summary>
    public int Transmissions => _failures < ManyFailures ? RetransmitPlan.Ikev1.Transmissions : FewTransmissions;

    /// <summary>Counts a failure and returns the end of its pause.</summary>
    public Instant Fail(Instant now)
    {
        _failures++;
        RetryAt = now + (_failures < ManyFailures ? _next : Persistent);
        _next = _next * 2 < Longest ? _next * 2 : Longest;
        return RetryAt;
    }

    /// <summary>A negotiation succeeded.</summary>
    public void Reset()
    {
        RetryAt = Instant.Zero;
        _next = First;
        _failures = 0;
    }
}
