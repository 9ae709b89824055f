using Gatehouse.Base;

namespace Gatehouse.Simulation;

/// <summary>
/// Watches the wire from outside, before faults, and what the hosts let in: a checker, a capture, a counter. Bytes are valid during the call only.
/// </summary>
public interface IWireObserver
{
    /// <summary>A host put a packet on the wire.</summary>
    void OnWire(Instant now, SimulatedHost from, ReadOnlySpan<byte> packet);

    /// <summary>What <see cref="OnWire"/> shows next is the sealed form of <paramref name="inner"/>, which no capture without keys could tell.</summary>
    void OnSealed(Instant now, SimulatedHost from, ReadOnlySpan<byte> inner)
    {
    }

    /// <summary>An enforced host let a packet in that came in clear.</summary>
    void OnAcceptedInClear(Instant now, SimulatedHost by, ReadOnlySpan<byte> packet)
    {
    }

    /// <summary>Any host got a packet, in clear or out of ESP.</summary>
    void OnDelivered(Instant now, SimulatedHost to, ReadOnlySpan<byte> packet, bool arrivedProtected)
    {
    }

    /// <summary>An application sent a packet, and the host kept it back: dropped, or held for an SA that may come.</summary>
    void OnKeptBack(Instant now, SimulatedHost from, ReadOnlySpan<byte> packet)
    {
    }

    /// <summary>A host's node begins anew, with or without the records of its flows.</summary>
    void OnRestarted(Instant now, SimulatedHost host, bool recordsKept)
    {
    }
}
