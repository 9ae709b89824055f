using Gatehouse.Base;

namespace Gatehouse.Simulation.Invariants;

/// <summary>Tells <see cref="FlowInvariants"/> what happens on a virtual network.</summary>
public sealed class FlowInvariantObserver(FlowInvariants invariants) : IWireObserver
{
    private const ushort IkePort = 500;

    private FlowPacket? _sealing;

    /// <inheritdoc/>
    public void OnSealed(Instant now, SimulatedHost from, ReadOnlySpan<byte> inner) =>
        _sealing = FlowPacket.TryRead(inner, out var packet) ? packet : null;

    /// <inheritdoc/>
    public void OnWire(Instant now, SimulatedHost from, ReadOnlySpan<byte> packet)
    {
        if (SpiLedger.TryRead(packet, out var esp))
        {
            if (_sealing is { } inner)
                invariants.SentProtected(now, inner, esp.Spi, esp.Sequence);
            _sealing = null;
        }
        else if (!from.IsSendingKeying && FlowPacket.TryRead(packet, out var clear))
        {
            invariants.SentInClear(now, clear);
        }
    }

    /// <inheritdoc/>
    public void OnDelivered(Instant now, SimulatedHost to, ReadOnlySpan<byte> packet, bool arrivedProtected)
    {
        if (!FlowPacket.TryRead(packet, out var read))
            return;
        if (arrivedProtected)
            invariants.AcceptedProtected(now, read);
        else if (read.Destination.Port != IkePort)
            invariants.AcceptedInClear(now, read);
    }

    /// <inheritdoc/>
    public void OnKeptBack(Instant now, SimulatedHost from, ReadOnlySpan<byte> packet)
    {
        if (FlowPacket.TryRead(packet, out var read))
            invariants.KeptBack(now, read);
    }

    /// <inheritdoc/>
    public void OnRestarted(Instant now, SimulatedHost host, bool recordsKept) => invariants.Restarted(host.Addresses, recordsKept);
}
