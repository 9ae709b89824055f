using Gatehouse.Base;

namespace Gatehouse.Simulation;

/// <summary>Watches the wire from outside, before faults: a checker, a capture, a counter.</summary>
public interface IWireObserver
{
    /// <summary>A host put a packet on the wire. The bytes are valid during the call only.</summary>
    void OnWire(Instant now, SimulatedHost from, ReadOnlySpan<byte> packet);

    /// <summary>A host let a packet in that came in clear. The bytes are valid during the call only.</summary>
    void OnAcceptedInClear(Instant now, SimulatedHost by, ReadOnlySpan<byte> packet)
    {
    }
}
