using System.Diagnostics;
using Gatehouse.Base;

namespace Gatehouse.Host;

/// <summary>The node's clock: nanoseconds since it was made, never set back and never jumping with the wall clock.</summary>
public sealed class MonotonicClock
{
    private readonly long _start = Stopwatch.GetTimestamp();

    /// <summary>The present moment.</summary>
    public Instant Now => Instant.Zero + Stopwatch.GetElapsedTime(_start);
}
