using Gatehouse.Base;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Analysis.Geometry;

/// <summary>
/// What a condition says about values of its field (reference section 2.2): where along the field its answer changes, and its answer for one value.
/// </summary>
internal static class ConditionTest
{
    /// <summary>True when the answer depends on single bits, and not on where the value lies.</summary>
    public static bool TestsFlags(FwpMatchType match) => match is FwpMatchType.FlagsAllSet or FwpMatchType.FlagsAnySet or FwpMatchType.FlagsNoneSet;

    /// <summary>The bounds of a comparison of numbers, inclusive; low above high admits nothing.</summary>
    public static (UInt128 Low, UInt128 High) Bounds(FwpMatchType match, in FwpConditionValue value, UInt128 maximum)
    {
        var (low, high) = Operand(value);
        return match switch
        {
            FwpMatchType.Greater => low >= maximum ? (UInt128.One, UInt128.Zero) : (low + 1, maximum),
            FwpMatchType.Less => low == UInt128.Zero ? (UInt128.One, UInt128.Zero) : (UInt128.Zero, low - 1),
            FwpMatchType.GreaterOrEqual => (low, maximum),
            FwpMatchType.LessOrEqual => (UInt128.Zero, low),
            _ => (low, high),
        };
    }

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
        var (low, high) = Bounds(condition.Match, condition.Value, maximum);
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

    private static (UInt128 Low, UInt128 High) Operand(in FwpConditionValue value)
    {
        switch (value.Type)
        {
            case FwpDataType.Range:
                return (value.Low, value.High);
            case FwpDataType.V4AddrMask:
            case FwpDataType.V6AddrMask:
                var hostBits = (value.Type == FwpDataType.V4AddrMask ? 32 : 128) - value.PrefixLength;
                var hosts = hostBits == 128 ? UInt128.MaxValue : (UInt128.One << hostBits) - 1;
                return (value.Low & ~hosts, value.Low | hosts);
            default:
                return (value.Low, value.Low);
        }
    }

    /// <summary>The largest number of a field at layers of that family.</summary>
    public static UInt128 Maximum(FwpmConditionField field, IpFamily family) => FwpmConditionFields.Info(field).TypeFor(family) switch
    {
        FwpDataType.UInt8 => byte.MaxValue,
        FwpDataType.UInt16 => ushort.MaxValue,
        FwpDataType.UInt32 => uint.MaxValue,
        FwpDataType.UInt64 => ulong.MaxValue,
        _ => UInt128.MaxValue,
    };
}
