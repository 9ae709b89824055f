namespace Gatehouse.Keying.Timing;

/// <summary>How often a datagram is sent, and how long to wait after each time.</summary>
/// <param name="Transmissions">In all, the first included.</param>
/// <param name="First">The first wait; each following is twice as long.</param>
/// <param name="Longest">No wait is longer.</param>
internal readonly record struct RetransmitPlan(int Transmissions, TimeSpan First, TimeSpan Longest)
{
    /// <summary>At most 8 times, with waits of 1, 2, 4, then 4 seconds each. Windows behaves alike ([MS-IKEE] note 16).</summary>
    public static readonly RetransmitPlan Ikev1 = new(8, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4));

    /// <summary>The wait after a transmission, counted from 1.</summary>
    public TimeSpan WaitAfter(int transmission)
    {
        var wait = First;
        for (var i = 1; i < transmission && wait < Longest; i++)
            wait *= 2;
        return wait < Longest ? wait : Longest;
    }
}
