using Gatehouse.Base;

namespace Gatehouse.Scenarios.Document;

/// <summary>Which way the packet of a test goes.</summary>
public enum TestDirection
{
    /// <summary>This host sends it.</summary>
    Out,

    /// <summary>This host receives it.</summary>
    In,
}

/// <summary>What went before the packet of a test between its ports.</summary>
public enum TestFlow
{
    /// <summary>Nothing: the packet begins the flow.</summary>
    New,

    /// <summary>Packets both ways, in clear.</summary>
    Clear,

    /// <summary>Packets both ways, protected.</summary>
    Secured,
}

/// <summary>What must become of the packet of a test; the words of gatehouse explain.</summary>
public enum TestVerdict
{
    /// <summary>Never let through.</summary>
    Drop,

    /// <summary>Let through: as it is, or inbound as it came out of ESP.</summary>
    Permit,

    /// <summary>Outbound: let through inside ESP.</summary>
    Protect,

    /// <summary>Outbound: waits for its SA.</summary>
    Hold,

    /// <summary>Outbound: let through in clear while a negotiation begins.</summary>
    ClearAndNegotiate,
}

/// <summary>One entry of the list tests: a packet in a situation, and what the author expects of it.</summary>
public sealed record PolicyTest
{
    /// <summary>A policy with more tests than this is a test program.</summary>
    public const int MaxTests = 4096;

    /// <summary>Name for reports; null when it has none.</summary>
    public string? Name { get; init; }

    /// <summary>Which way the packet goes.</summary>
    public required TestDirection Direction { get; init; }

    /// <summary>IP protocol number, of the family of the addresses.</summary>
    public required byte Protocol { get; init; }

    /// <summary>This host's address and port; for ICMP the type in place of the port.</summary>
    public required Endpoint Local { get; init; }

    /// <summary>The peer's address and port; for ICMP the code in place of the port.</summary>
    public required Endpoint Remote { get; init; }

    /// <summary>An SA with the peer stands.</summary>
    public required bool HasSa { get; init; }

    /// <summary>Inbound: the packet arrives inside ESP.</summary>
    public required bool ArrivesProtected { get; init; }

    /// <summary>What went before.</summary>
    public required TestFlow Flow { get; init; }

    /// <summary>The peer began the flow.</summary>
    public required bool BegunByPeer { get; init; }

    /// <summary>What must become of the packet.</summary>
    public required TestVerdict Expect { get; init; }
}
