namespace Gatehouse.Model.Verdicts;

/// <summary>What the port does with a packet.</summary>
public enum PathAction
{
    /// <summary>Never let it through.</summary>
    Drop = 0,

    /// <summary>Let it through unchanged.</summary>
    Accept,

    /// <summary>Let the changed bytes of the buffer through in its place.</summary>
    Replace,

    /// <summary>Keep it; the node completes it later by its token, or never.</summary>
    Hold,
}

/// <summary>
/// The judgement of one packet. The default value is a drop, so a forgotten assignment fails closed.
/// </summary>
/// <param name="Action">What to do.</param>
/// <param name="Reason">Why.</param>
/// <param name="FilterId">Run-time id of the deciding filter, 0 when none decided.</param>
public readonly record struct PathVerdict(PathAction Action, VerdictReason Reason, ulong FilterId = 0);
