namespace Gatehouse.Filtering.Callouts;

/// <summary>What a callout may know of a packet besides its fields. Callouts are pure: these facts in, a decision out.</summary>
/// <param name="Loopback">The packet never leaves this host.</param>
/// <param name="GroupDestination">Its destination is a multicast or broadcast address.</param>
/// <param name="ArrivedProtected">Inbound: it was opened from an SA that covers it.</param>
/// <param name="KeyingMark">Outbound: it bears the mark of the node's own keying socket.</param>
/// <param name="FlowSecured">Its flow is secured, or counts as secured because nothing is known of it.</param>
/// <param name="InGrace">Its flow was secured so lately that clear text of it is tolerated yet.</param>
public readonly record struct CalloutFacts(
    bool Loopback, bool GroupDestination, bool ArrivedProtected, bool KeyingMark, bool FlowSecured = false, bool InGrace = false);
