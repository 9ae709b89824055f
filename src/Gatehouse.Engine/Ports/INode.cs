using Gatehouse.Base;
using Gatehouse.Dataplane;
using Gatehouse.Model.Keying;
using Gatehouse.Model.Verdicts;

namespace Gatehouse.Engine.Ports;

/// <summary>
/// A node as a port drives it: packets, datagrams and time in; verdicts and actions out. The node does no I/O and reads no clock.
/// One thread drives a node.
/// </summary>
public interface INode
{
    /// <summary>Earliest time at which <see cref="OnDeadline"/> must be called; null when nothing is pending.</summary>
    Instant? NextDeadline { get; }

    /// <summary>
    /// Judges a packet this host is about to send. On Replace the buffer holds the ESP packet. On Hold the node has copied the packet;
    /// the port keeps it undelivered until <see cref="NodeAction.CompleteHeld"/> with the same token comes.
    /// </summary>
    PathVerdict Outbound(Instant now, PacketBuffer packet, in PacketMeta meta, ulong token);

    /// <summary>Judges a packet addressed to this host, ESP or clear, after reassembly. On Replace the buffer holds the opened packet.</summary>
    PathVerdict Inbound(Instant now, PacketBuffer packet, in PacketMeta meta);

    /// <summary>A datagram arrived on the keying socket.</summary>
    void OnDatagram(Instant now, Endpoint local, Endpoint remote, ReadOnlySpan<byte> datagram);

    /// <summary>A step of <see cref="NodeAction.RunStep"/> has ended. Every step comes back once, however late.</summary>
    void OnStepEnded(Instant now, KeyingStep step);

    /// <summary>Fires every timer that is due.</summary>
    void OnDeadline(Instant now);

    /// <summary>The next thing to do outside; call after every other call until it returns false.</summary>
    bool TryTakeAction(out NodeAction action);
}
