using Gatehouse.Base;

namespace Gatehouse.Model.Wfp;

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
    /// <summary>The value of a type that is not a number, or the low end of a range of such; else null.</summary>
    public FwpBytes? Bytes { get; init; }

    /// <summary>The high end of a range of values that are not numbers; else null.</summary>
    public FwpBytes? HighBytes { get; init; }

    /// <summary>A blob, a string, a SID or a security descriptor.</summary>
    public static FwpConditionValue Opaque(FwpDataType type, FwpBytes bytes) => Scalar(type, UInt128.Zero) with { Bytes = bytes };

    /// <summary>FWP_EMPTY: with FWP_MATCH_EQUAL, the field is unknown.</summary>
    public static FwpConditionValue Unknown => Scalar(FwpDataType.Empty, UInt128.Zero);

    /// <summary>A UINT32, such as an interface index or flags.</summary>
    public static FwpConditionValue UInt32(uint value) => Scalar(FwpDataType.UInt32, value);

    /// <summary>A UINT64, such as the LUID of an interface.</summary>
    public static FwpConditionValue UInt64(ulong value) => Scalar(FwpDataType.UInt64, value);

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

    /// <summary>An inclusive range of blobs or strings, in the order of their bytes.</summary>
    public static FwpConditionValue Range(FwpDataType elementType, FwpBytes low, FwpBytes high) =>
        Range(elementType, UInt128.Zero, UInt128.Zero) with { Bytes = low, HighBytes = high };

    private static FwpConditionValue Scalar(FwpDataType type, UInt128 value) => new(type, value, UInt128.Zero, 0, type);
}
