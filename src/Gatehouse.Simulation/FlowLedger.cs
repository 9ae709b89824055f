using Gatehouse.Base;
using Gatehouse.Simulation.Invariants;

namespace Gatehouse.Simulation;

/// <summary>Counts what became of one host's packets of one flow: how they were on the wire, and how they were let in at the other end.</summary>
/// <param name="flow">The flow.</param>
/// <param name="sender">The direction: whose packets are counted.</param>
public sealed class FlowLedger(FlowId flow, IpAddr sender) : IWireObserver
{
    private bool _sealing;

    /// <summary>Packets on the wire in clear.</summary>
    public int SentInClear { get; private set; }

    /// <summary>Packets on the wire in ESP.</summary>
    public int SentProtected { get; private set; }

    /// <summary>Packets let in that came in clear.</summary>
    public int AcceptedInClear { get; private set; }

    /// <summary>Packets let in that came in ESP.</summary>
    public int AcceptedProtected { get; private set; }

    /// <summary>True when a packet was on the wire in clear after one in ESP.</summary>
    public bool FellBack { get; private set; }

    /// <inheritdoc/>
    public void OnSealed(Instant now, SimulatedHost from, ReadOnlySpan<byte> inner)
    {
        _sealing = true;
        if (IsMine(inner))
            SentProtected++;
    }

    /// <inheritdoc/>
    public void OnWire(Instant now, SimulatedHost from, ReadOnlySpan<byte> packet)
    {
        if (!_sealing && IsMine(packet))
        {
            SentInClear++;
            FellBack |= SentProtected > 0;
        }

        _sealing = false;
    }

    /// <inheritdoc/>
    public void OnDelivered(Instant now, SimulatedHost to, ReadOnlySpan<byte> packet, bool arrivedProtected)
    {
        if (!IsMine(packet))
            return;
        if (arrivedProtected)
            AcceptedProtected++;
        else
            AcceptedInClear++;
    }

    private bool IsMine(ReadOnlySpan<byte> packet) =>
        FlowPacket.TryRead(packet, out var read) && read.Flow == flow && read.Source.Address == sender;
}
