namespace Gatehouse.Simulation.Invariants;

/// <summary>What an observer can know.</summary>
public sealed record FlowInvariantOptions
{
    /// <summary>Everything is seen: what is sent, what is accepted, and from the beginning.</summary>
    public static readonly FlowInvariantOptions Simulation = new() { SeesBeginnings = true };

    /// <summary>
    /// Only what is on the wire. Each sender is judged by what it sent itself at once, and by what was sent to it after a second, by when it has
    /// arrived.
    /// </summary>
    public static readonly FlowInvariantOptions Capture = new() { AssumeReceivedAfter = TimeSpan.FromSeconds(1) };

    /// <summary>ndAllowClearTimeoutSeconds of every host.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether the first packet seen of a flow is its first packet.</summary>
    public bool SeesBeginnings { get; init; }

    /// <summary>When a packet has surely arrived, if arrivals are not seen; null when they are.</summary>
    public TimeSpan? AssumeReceivedAfter { get; init; }
}
