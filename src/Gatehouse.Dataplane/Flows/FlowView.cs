namespace Gatehouse.Dataplane.Flows;

/// <summary>A packet together with what the table knows of its flow, before anything is decided.</summary>
/// <param name="Packet">The packet.</param>
/// <param name="Index">Its flow, or -1.</param>
/// <param name="Flags">Flags of the flow the packet belongs to; none for one that begins with it.</param>
/// <param name="Begins">The packet begins a flow: there is none, or the one there was is over.</param>
/// <param name="CountsAsSecured">
/// The flow is secured, or it cannot be known that it is not: a fragment, a TCP segment or an ICMP error of a connection that is not in the
/// table, or any unknown flow while records of an earlier process are lost.
/// </param>
/// <param name="InGrace">Clear text of the secured flow is tolerated yet.</param>
/// <param name="AleEpoch">The policy under which ALE authorised the flow; 0 for never.</param>
public readonly record struct FlowView(
    FlowPacket Packet, int Index, FlowFlags Flags, bool Begins, bool CountsAsSecured, bool InGrace, uint AleEpoch)
{
    /// <summary>The table has the flow, and it is secured; a packet of it must not be clear, whatever filter permits it.</summary>
    public bool IsSecured => (Flags & (FlowFlags.Secure | FlowFlags.RequireSecurity)) != 0 && Packet.Kind != FlowPacketKind.IcmpError;

    /// <summary>Only SAs of guaranteed encryption may carry it.</summary>
    public bool GuaranteedEncryption => (Flags & FlowFlags.GuaranteedEncryption) != 0;

    /// <summary>The peer began the flow, or begins it with this packet.</summary>
    public bool IsInbound => (Flags & FlowFlags.Inbound) != 0;

    /// <summary>A packet that is part of a connection, and not only speaks of one.</summary>
    public bool IsOfConnection => Packet.Kind is not (FlowPacketKind.Unknown or FlowPacketKind.IcmpError);
}
