namespace Gatehouse.Dataplane;

/// <summary>What the port knows of a packet besides its bytes.</summary>
/// <param name="KeyingMark">Outbound: it bears the mark of the node's own keying socket.</param>
/// <param name="InterfaceIndex">Interface it arrives on or leaves by; the scope of link-local addresses.</param>
/// <param name="Loopback">It never leaves this host (loopback interface, or one of the host's own addresses).</param>
/// <param name="BroadcastDestination">Its destination is a broadcast address of the interface.</param>
public readonly record struct PacketMeta(bool KeyingMark, uint InterfaceIndex, bool Loopback, bool BroadcastDestination);
