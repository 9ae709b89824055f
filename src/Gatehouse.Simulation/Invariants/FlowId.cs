using Gatehouse.Base;

namespace Gatehouse.Simulation.Invariants;

/// <summary>
/// A flow whichever way its packets go: protocol and both ends in numeric order. The ports of an echo flow are its identifier; protocols without
/// ports have 0.
/// </summary>
public readonly record struct FlowId(byte Protocol, Endpoint Low, Endpoint High)
{
    /// <summary>The flow between two ends.</summary>
    public static FlowId Between(byte protocol, Endpoint one, Endpoint other)
    {
        var order = one.Address.CompareTo(other.Address);
        return order < 0 || (order == 0 && one.Port <= other.Port) ? new FlowId(protocol, one, other) : new FlowId(protocol, other, one);
    }

    /// <inheritdoc/>
    public override string ToString() => $"protocol {Protocol}, {Low} - {High}";
}
