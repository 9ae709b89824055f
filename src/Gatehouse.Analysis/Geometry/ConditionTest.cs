using Gatehouse.Filtering;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Analysis.Geometry;

/// <summary>
/// What a condition says about values of its field (reference section 2.2): where along the field its answer changes, and its answer for one value.
/// </summary>
internal static class ConditionTest
{
    /// <summary>True when the answer depends on single bits, and not on where the value lies.</summary>
    public static bool TestsFlags(FwpMatchType match) => match is FwpMatchType.FlagsAllSet or FwpMatchType.FlagsAnySet or FwpMatchType.FlagsNoneSet;

    /// <summary>True when the condition holds for every value of the atom.</summary>
    public static bool Holds(in FwpmFilterCondition condition, in Atom atom, UInt128 maximum)
    {
        if (condition.Value.Type == FwpDataType.Empty)
            return atom.IsUnknown;
        if (atom.IsUnknown)
            return false;
        if (condition.Value.Bytes is { } operand)
            return atom.Bytes is { } bytes && HoldsFor(condition, bytes.Value.AsSpan(), operand.Value.AsSpan());
        if (atom.Bytes is not null)
            return false;
        if (TestsFlags(condition.Match))
            return HoldsForFlags(condition.Match, atom.Low, condition.Value.Low);
        var (low, high) = ConditionBounds.Of(condition.Match, condition.Value, maximum);
        return (atom.Low >= low && atom.Low <= high) != (condition.Match == FwpMatchType.NotEqual);
    }

    private static bool HoldsForFlags(FwpMatchType match, UInt128 value, UInt128 mask) => match switch
    {
        FwpMatchType.FlagsAllSet => (value & mask) == mask,
        FwpMatchType.FlagsAnySet => (value & mask) != UInt128.Zero,
        _ => (value & mask) == UInt128.Zero,
    };

    private static bool HoldsFor(in FwpmFilterCondition condition, ReadOnlySpan<byte> value, ReadOnlySpan<byte> operand) => condition.Match switch
    {
        FwpMatchType.Range => value.SequenceCompareTo(operand) >= 0 && value.SequenceCompareTo(condition.Value.HighBytes!.Value.AsSpan()) <= 0,
        FwpMatchType.Equal => value.SequenceEqual(operand),
        FwpMatchType.NotEqual => !value.SequenceEqual(operand),
        FwpMatchType.Prefix => value.StartsWith(operand),
        FwpMatchType.NotPrefix => !value.StartsWith(operand),
        FwpMatchType.Greater => value.SequenceCompareTo(operand) > 0,
        FwpMatchType.GreaterOrEqual => value.SequenceCompareTo(operand) >= 0,
        FwpMatchType.Less => value.SequenceCompareTo(operand) < 0,
        FwpMatchType.LessOrEqual => value.SequenceCompareTo(operand) <= 0,
        _ => false,
    };
}
