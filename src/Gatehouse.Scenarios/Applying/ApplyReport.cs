using System.Collections.Immutable;

namespace Gatehouse.Scenarios.Applying;

/// <summary>What applying a policy changes: display names, in the order it happens.</summary>
/// <param name="Deleted">Objects of the policy before that are gone.</param>
/// <param name="Added">Objects that are new.</param>
/// <param name="Replaced">Objects whose content changed; WFP has no update, so they go and come.</param>
/// <param name="Unchanged">How many stay untouched.</param>
public sealed record ApplyReport(ImmutableArray<string> Deleted, ImmutableArray<string> Added, ImmutableArray<string> Replaced, int Unchanged)
{
    /// <summary>True when there is nothing to do.</summary>
    public bool IsEmpty => Deleted.IsEmpty && Added.IsEmpty && Replaced.IsEmpty;
}
