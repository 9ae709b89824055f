using Gatehouse.Base;

namespace Gatehouse.Model.Wfp;

/// <summary>FWP_DATA_TYPE, of which a condition of this build uses these.</summary>
public enum FwpDataType
{
    /// <summary>FWP_EMPTY.</summary>
    Empty = 0,

    /// <summary>FWP_UINT8.</summary>
    UInt8 = 1,

    /// <summary>FWP_UINT16.</summary>
    UInt16 = 2,

    /// <summary>FWP_UINT32; an IPv4 address in host order.</summary>
    UInt32 = 3,

    /// <summary>FWP_UINT64.</summary>
    UInt64 = 4,

    /// <summary>FWP_BYTE_ARRAY16_TYPE; an IPv6 address.</summary>
    ByteArray16 = 11,

    /// <summary>FWP_V4_ADDR_MASK; an IPv4 prefix.</summary>
    V4AddrMask = 0x100,

    /// <summary>FWP_V6_ADDR_MASK; an IPv6 prefix.</summary>
    V6AddrMask = 0x101,

    /// <summary>FWP_RANGE_TYPE; inclusive at both ends.</summary>
    Range = 0x102,
}

/// <summary>FWP_MATCH_TYPE.</summary>
public enum FwpMatchType
{
    /// <summary>FWP_MATCH_EQUAL; with a prefix value: in the prefix.</summary>
    Equal = 0,

    /// <summary>FWP_MATCH_GREATER.</summary>
    Greater = 1,

    /// <summary>FWP_MATCH_LESS.</summary>
    Less = 2,

    /// <summary>FWP_MATCH_GREATER_OR_EQUAL.</summary>
    GreaterOrEqual = 3,

    /// <summary>FWP_MATCH_LESS_OR_EQUAL.</summary>
    LessOrEqual = 4,

    /// <summary>FWP_MATCH_RANGE.</summary>
    Range = 5,

    /// <summary>FWP_MATCH_FLAGS_ALL_SET.</summary>
    FlagsAllSet = 6,

    /// <summary>FWP_MATCH_FLAGS_ANY_SET.</summary>
    FlagsAnySet = 7,

    /// <summary>FWP_MATCH_FLAGS_NONE_SET.</summary>
    FlagsNoneSet = 8,

    /// <summary>FWP_MATCH_NOT_EQUAL.</summary>
    NotEqual = 10,
}

/// <summary>
/// FWP_CONDITION_VALUE0. Numbers and addresses are held as one 128-bit number, so comparison is the same for all of them.
/// </summary>
/// <param name="Type">Type of the value; for a range, <see cref="FwpDataType.Range"/>.</param>
/// <param name="Low">The value, the prefix's address, or the low end of a range.</param>
/// <param name="High">The high end of a range, else 0.</param>
/// <param name="PrefixLength">Bits of a prefix, else 0.</param>
/// <param name="ElementType">Type of both ends of a range, else the same as <paramref name="Type"/>.</param>
public readonly record struct FwpConditionValue(FwpDataType Type, UInt128 Low, UInt128 High, byte PrefixLength, FwpDataType ElementType)
{
    /// <summary>A UINT8, such as a protocol or an address type.</summary>
    public static FwpConditionValue UInt8(byte value) => Scalar(FwpDataType.UInt8, value);

    /// <summary>A UINT16, such as a port.</summary>
    public static FwpConditionValue UInt16(ushort value) => Scalar(FwpDataType.UInt16, value);

    /// <summary>A single address: UINT32 for IPv4, BYTE_ARRAY16 for IPv6.</summary>
    public static FwpConditionValue Address(IpAddr address) =>
        Scalar(address.IsV4 ? FwpDataType.UInt32 : FwpDataType.ByteArray16, address.Value);

    /// <summary>A prefix; host bits are kept as given.</summary>
    public static FwpConditionValue Prefix(IpAddr address, byte length)
    {
        var type = address.IsV4 ? FwpDataType.V4AddrMask : FwpDataType.V6AddrMask;
        return new FwpConditionValue(type, address.Value, UInt128.Zero, length, type);
    }

    /// <summary>An inclusive range of one type.</summary>
    public static FwpConditionValue Range(FwpDataType elementType, UInt128 low, UInt128 high) =>
        new(FwpDataType.Range, low, high, 0, elementType);

    private static FwpConditionValue Scalar(FwpDataType type, UInt128 value) => new(type, value, UInt128.Zero, 0, type);
}

/// <summary>FWPM_FILTER_CONDITION0.</summary>
/// <param name="Field">Field tested.</param>
/// <param name="Match">Comparison.</param>
/// <param name="Value">Operand.</param>
public readonly record struct FwpmFilterCondition(FwpmConditionField Field, FwpMatchType Match, FwpConditionValue Value)
{
    /// <summary>A condition with FWP_MATCH_EQUAL.</summary>
    public static FwpmFilterCondition Equal(FwpmConditionField field, FwpConditionValue value) => new(field, FwpMatchType.Equal, value);
}
