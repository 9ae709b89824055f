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
}

/// <summary>The outcome of one classification.</summary>
/// <param name="Action">What to do.</param>
/// <param name="Reason">Why.</param>
/// <param name="FilterId">Run-time id of the deciding filter; 0 when none matched.</param>
/// <param name="RawContext">Raw context of the deciding filter; 0 when it has none.</param>
public readonly record struct ClassifyResult(ClassifyAction Action, VerdictReason Reason, ulong FilterId, ulong RawContext);
