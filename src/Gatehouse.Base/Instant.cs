namespace Gatehouse.Base;

/// <summary>
/// A point on the node's monotonic clock, in nanoseconds since an arbitrary start. Cores receive it as a parameter and never read a clock.
/// </summary>
public readonly record struct Instant(long Nanoseconds) : IComparable<Instant>
{
    /// <summary>The start of the clock.</summary>
    public static readonly Instant Zero;

    /// <summary>Later than every deadline.</summary>
    public static readonly Instant Never = new(long.MaxValue);

    /// <summary>A point that many seconds after the start.</summary>
    public static Instant FromSeconds(double seconds) => new((long)(seconds * 1e9));

    /// <summary>Seconds since the start.</summary>
    public double Seconds => Nanoseconds / 1e9;

    /// <inheritdoc/>
    public int CompareTo(Instant other) => Nanoseconds.CompareTo(other.Nanoseconds);

    /// <summary>The earlier of two points.</summary>
    public static Instant Min(Instant left, Instant right) => left <= right ? left : right;

    /// <summary>The later one.</summary>
    public static Instant Max(Instant left, Instant right) => left >= right ? left : right;

    /// <summary>The earlier of two deadlines, where null is none.</summary>
    public static Instant? Earliest(Instant? left, Instant? right) => left is { } l && right is { } r ? Min(l, r) : left ?? right;

    /// <summary>A later point.</summary>
    public static Instant operator +(Instant left, TimeSpan right) => new(left.Nanoseconds + (right.Ticks * 100));

    /// <summary>An earlier point.</summary>
    public static Instant operator -(Instant left, TimeSpan right) => new(left.Nanoseconds - (right.Ticks * 100));

    /// <summary>The time between two points.</summary>
    public static TimeSpan operator -(Instant left, Instant right) => TimeSpan.FromTicks((left.Nanoseconds - right.Nanoseconds) / 100);

    /// <summary>Order in time.</summary>
    public static bool operator <(Instant left, Instant right) => left.Nanoseconds < right.Nanoseconds;

    /// <summary>Order in time.</summary>
    public static bool operator >(Instant left, Instant right) => left.Nanoseconds > right.Nanoseconds;

    /// <summary>Order in time.</summary>
    public static bool operator <=(Instant left, Instant right) => left.Nanoseconds <= right.Nanoseconds;

    /// <summary>Order in time.</summary>
    public static bool operator >=(Instant left, Instant right) => left.Nanoseconds >= right.Nanoseconds;

    /// <inheritdoc/>
    public override string ToString() => $"{Seconds:F6}s";
}
