using Gatehouse.Base;

namespace Gatehouse.Analysis.Explain;

/// <summary>Which way the packet goes.</summary>
public enum PacketDirection
{
    /// <summary>This host sends it.</summary>
    Outbound,

    /// <summary>This host receives it.</summary>
    Inbound,
}

/// <summary>What is known of the packet's flow before it.</summary>
public enum FlowHistory
{
    /// <summary>Nothing: the packet begins it.</summary>
    New,

    /// <summary>Packets went both ways, in clear.</summary>
    Clear,

    /// <summary>Packets went both ways, protected.</summary>
    Secured,
}

/// <summary>A packet in a situation, of which somebody wants to know what would become of it.</summary>
public sealed record Question
{
    /// <summary>Which way it goes.</summary>
    public required PacketDirection Direction { get; init; }

    /// <summary>IP protocol number.</summary>
    public required byte Protocol { get; init; }

    /// <summary>This host's address and port; for ICMP the type in place of the port.</summary>
    public required Endpoint Local { get; init; }

    /// <summary>The peer's address and port; for ICMP the code in place of the port.</summary>
    public required Endpoint Remote { get; init; }

    /// <summary>An SA pair between the two addresses stands.</summary>
    public bool HasSa { get; init; }

    /// <summary>Inbound: it arrives inside ESP.</summary>
    public bool ArrivesProtected { get; init; }

    /// <summary>What went before.</summary>
    public FlowHistory Flow { get; init; }

    /// <summary>The peer began the flow; of a new one, whoever sends the packet.</summary>
    public bool BegunByPeer { get; init; }

    /// <summary>True when the answer takes an SA that seals or opens, and with it libcrypto.</summary>
    public bool NeedsCrypto => HasSa || ArrivesProtected;

    /// <summary>True when this host sends it.</summary>
    public bool IsOutbound => Direction == PacketDirection.Outbound;
}
