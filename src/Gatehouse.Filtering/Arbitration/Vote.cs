namespace Gatehouse.Filtering.Arbitration;

/// <summary>The result of one sublayer.</summary>
/// <param name="Result">What its first deciding filter says.</param>
/// <param name="IsHard">The action right is cleared: lighter sublayers may not override it.</param>
/// <param name="MayVeto">It is a block that overrides even a hard permit.</param>
internal readonly record struct Vote(ClassifyResult Result, bool IsHard, bool MayVeto)
{
    public bool IsBlock => Result.Action == ClassifyAction.Block;
}
