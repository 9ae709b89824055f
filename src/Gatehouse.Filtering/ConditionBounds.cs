using Gatehouse.Base;
using Gatehouse.Model.Wfp;

// cold: runs when policy changes.
namespace Gatehouse.Filtering;

/// <summary>The values a comparison of numbers is about, as inclusive bounds: what the packet path compiles to, and what analyses reason with.</summary>
public static class ConditionBounds
{
    /// <summary>
    /// The values that satisfy the condition, or with FWP_MATCH_NOT_EQUAL those that do not. Low above high admits nothing, such as what is greater
    /// than the largest value. Of no use for flags and bytes.
    /// </summary>
    /// <param name="match">The comparison.</param>
    /// <param name="value">Its operand, a number, an address, a prefix or a range of numbers.</param>
    /// <param name="maximum">The largest value of the field.</param>
    public static (UInt128 Low, UInt128 High) Of(FwpMatchType match, in FwpConditionValue value, UInt128 maximum)
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

    /// <summary>The largest value of a field at layers of that family.</summary>
    public static UInt128 Maximum(FwpmConditionField field, IpFamily family) => Maximum(FwpmConditionFields.Info(field).TypeFor(family));

    /// <summary>The largest value of a type of numbers.</summary>
    public static UInt128 Maximum(FwpDataType type) => type switch
    {
        FwpDataType.UInt8 => byte.MaxValue,
        FwpDataType.UInt16 => ushort.MaxValue,
        FwpDataType.UInt32 => uint.MaxValue,
        FwpDataType.UInt64 => ulong.MaxValue,
        _ => UInt128.MaxValue,
    };

    private static (UInt128 Low, UInt128 High) Operand(in FwpConditionValue value)
    {
        switch (value.Type)
        {
            case FwpDataType.Range:
                return (value.Low, value.High);
            case FwpDataType.V4AddrMask:
            case FwpDataType.V6AddrMask:
                var bits = value.Type == FwpDataType.V4AddrMask ? 32 : 128;
                var hostBits = bits - value.PrefixLength;
                var mask = hostBits == 128 ? UInt128.MaxValue : (UInt128.One << hostBits) - 1;
                return (value.Low & ~mask, value.Low | mask);
            default:
                return (value.Low, value.Low);
        }
    }
}
