namespace Gatehouse.Oracles.Matrix;

/// <summary>What one host's policy says about one flow.</summary>
public enum Scenario
{
    /// <summary>Transport Mode: protected or dropped, both ways.</summary>
    Transport,

    /// <summary>Negotiation Discovery: inbound required, outbound requested.</summary>
    Discovery,

    /// <summary>Negotiation Discovery in Boundary Mode: requested both ways.</summary>
    Boundary,

    /// <summary>No policy: everything passes as it is, and nobody negotiates.</summary>
    Clear,

    /// <summary>Nothing passes, and nobody negotiates.</summary>
    Block,
}

/// <summary>How keying between the two hosts goes, whoever begins it.</summary>
public enum KeyingCase
{
    /// <summary>Both sides have what it takes.</summary>
    Works,

    /// <summary>The two hosts have different pre-shared keys.</summary>
    WrongCredentials,

    /// <summary>The responder's keying datagrams never arrive.</summary>
    PeerSilent,

    /// <summary>No proposal in common: whoever is asked answers with an error notify.</summary>
    PeerRefuses,
}

/// <summary>What the two applications exchange: requests of the initiator, answers of the responder.</summary>
public enum Traffic
{
    /// <summary>A TCP connection.</summary>
    Tcp,

    /// <summary>Datagrams, each answered by one.</summary>
    Udp,

    /// <summary>Echo requests and replies, under policies without exemptions.</summary>
    Icmp,

    /// <summary>Echo requests and replies, under policies that exempt ICMP as the scenario pages do.</summary>
    ExemptIcmp,
}

/// <summary>How the packets of one direction travel. Clear always comes before protected, never after.</summary>
[Flags]
public enum Way
{
    /// <summary>Not at all.</summary>
    Nothing = 0,

    /// <summary>In clear.</summary>
    Clear = 1,

    /// <summary>In ESP.</summary>
    Protected = 2,

    /// <summary>In clear at first, in ESP from some packet on.</summary>
    ClearThenProtected = Clear | Protected,
}

/// <summary>How a flow stands in the end.</summary>
public enum EndState
{
    /// <summary>Nothing gets through both ways.</summary>
    None,

    /// <summary>Both directions pass in clear.</summary>
    Clear,

    /// <summary>Both directions pass in ESP.</summary>
    Protected,
}
