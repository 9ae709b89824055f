namespace Gatehouse.Filtering.Callouts;

/// <summary>What a callout may know of a packet besides its fields. Callouts are pure: these facts in, a decision out.</summary>
/// <param name="Loopback">The packet never leaves this host.</param>
/// <param name="GroupDestination">Its destination is a multicast or broadcast address.</param>
/// <param name="ArrivedProtected">Inbound: it was opened from an SA that covers it.</param>
/// <param name="KeyingMark">Outbound: it bears the mark of the node's own keying socket.</param>
public readonly record struct CalloutFacts(bool Loopback, bool GroupDestination, bool ArrivedProtected, bool KeyingMark);

/// <summary>A callout's answer.</summary>
public enum CalloutDecision
{
    /// <summary>Never let it through. The default.</summary>
    Block = 0,

    /// <summary>The callout declines; the next filter decides.</summary>
    Continue,

    /// <summary>No SA can exist for it: let it through (wfp.md 10 #35).</summary>
    PermitNotProtectable,

    /// <summary>Inbound: it arrived protected.</summary>
    PermitProtected,

    /// <summary>It is keying traffic of the node itself.</summary>
    PermitKeying,

    /// <summary>Outbound: only inside an SA.</summary>
    Protect,
}
