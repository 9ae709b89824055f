using Gatehouse.Model.Verdicts;

namespace Gatehouse.Filtering;

/// <summary>What a layer says about a packet.</summary>
public enum ClassifyAction
{
    /// <summary>Never let it through. The default, so that a forgotten assignment fails closed.</summary>
    Block = 0,

    /// <summary>Let it through as it is.</summary>
    Permit,

    /// <summary>Outbound: let it through only inside an SA.</summary>
    Protect,

    /// <summary>Outbound: inside an SA if there is one or the flow is secured, else in clear while one is negotiated.</summary>
    Discover,

    /// <summary>As <see cref="Discover"/>, without starting a negotiation.</summary>
    DiscoverQuietly,
}

/// <summary>Fields a filter narrows: an SA for its traffic covers the packet's own value of these, and any value of the others.</summary>
[Flags]
public enum NarrowedFields : byte
{
    /// <summary>All traffic between the two addresses.</summary>
    None = 0,

    /// <summary>The filter has a condition on the protocol.</summary>
    Protocol = 1,

    /// <summary>The filter has a condition on the local port.</summary>
    LocalPort = 2,

    /// <summary>The filter has a condition on the remote port.</summary>
    RemotePort = 4,
}

/// <summary>The outcome of one classification.</summary>
/// <param name="Action">What to do.</param>
/// <param name="Reason">Why.</param>
/// <param name="FilterId">Run-time id of the deciding filter; 0 when none matched.</param>
/// <param name="RawContext">Raw context of the deciding filter; 0 when it has none.</param>
/// <param name="Narrowed">Fields the deciding filter has conditions on.</param>
/// <param name="StartsNothing">A packet that finds no SA starts no negotiation (IPSEC_NO_ACQUIRE_INITIATE or SUPPRESS_NEGOTIATION).</param>
public readonly record struct ClassifyResult(
    ClassifyAction Action,
    VerdictReason Reason,
    ulong FilterId,
    ulong RawContext,
    NarrowedFields Narrowed = NarrowedFields.None,
    bool StartsNothing = false);
