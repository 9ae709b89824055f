using System.Diagnostics;
using Gatehouse.Base;

namespace Gatehouse.Linux.Loop;

/// <summary>CLOCK_MONOTONIC as the node's clock.</summary>
public static class MonotonicClock
{
    private static readonly long NanosecondsPerTick = Math.Max(1_000_000_000 / Stopwatch.Frequency, 1);

    /// <summary>The present time.</summary>
    public static Instant Now => new(Stopwatch.GetTimestamp() * NanosecondsPerTick);
}
