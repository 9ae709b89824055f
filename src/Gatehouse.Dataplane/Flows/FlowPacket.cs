using Gatehouse.Packets;

namespace Gatehouse.Dataplane.Flows;

/// <summary>What a packet is to the flow table.</summary>
public enum FlowPacketKind : byte
{
    /// <summary>Its flow cannot be told (a fragment, a cut-off header): judged as if its flow were secured.</summary>
    Unknown = 0,

    /// <summary>It belongs to the flow of its key, and may begin it.</summary>
    Ordinary,

    /// <summary>TCP with SYN and no ACK: it begins a connection.</summary>
    TcpSyn,

    /// <summary>Other TCP: it belongs to a connection that must have begun before.</summary>
    TcpLater,

    /// <summary>An ICMP error: it speaks of the flow of its key, and never begins one.</summary>
    IcmpError,
}

/// <summary>A packet as the flow table sees it.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Key">Its flow; default when unknown.</param>
/// <param name="Tcp">TCP control bits, else none.</param>
public readonly record struct FlowPacket(FlowPacketKind Kind, FlowKey Key, TcpFlags Tcp = TcpFlags.None)
{
    /// <summary>True when a flow may begin with it.</summary>
    public bool MayBegin => Kind is FlowPacketKind.Ordinary or FlowPacketKind.TcpSyn;
}
