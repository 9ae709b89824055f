namespace Gatehouse.Filtering.Callouts;

/// <summary>A callout's answer.</summary>
public enum CalloutDecision
{
    /// <summary>Never let it through: clear text where protection is required. The default.</summary>
    Block = 0,

    /// <summary>Inbound clear text of a secured flow: never let it through.</summary>
    BlockDowngrade,

    /// <summary>A new inbound connection in clear: never let it through.</summary>
    BlockConnection,

    /// <summary>A packet that nobody listens for: drop it without an answer.</summary>
    BlockSilently,

    /// <summary>The callout declines; the next filter decides.</summary>
    Continue,

    /// <summary>No SA can exist for it: let it through (wfp.md 10 #35).</summary>
    PermitNotProtectable,

    /// <summary>Inbound: it arrived protected.</summary>
    PermitProtected,

    /// <summary>It is keying traffic of the node itself.</summary>
    PermitKeying,

    /// <summary>The policy asks for no check here.</summary>
    PermitUnchecked,

    /// <summary>Inbound clear text of a flow that was never secured.</summary>
    PermitClear,

    /// <summary>Inbound clear text of a flow secured a moment ago.</summary>
    PermitInGrace,

    /// <summary>Outbound: only inside an SA.</summary>
    Protect,

    /// <summary>Outbound: inside an SA if there is one or the flow is secured, else in clear while one is negotiated.</summary>
    Discover,

    /// <summary>Outbound: inside an SA if there is one or the flow is secured, else in clear, and no negotiation.</summary>
    DiscoverQuietly,
}
