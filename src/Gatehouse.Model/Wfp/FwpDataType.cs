namespace Gatehouse.Model.Wfp;

/// <summary>FWP_DATA_TYPE (fwptypes.h; reference section 2.1).</summary>
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

    /// <summary>FWP_INT8.</summary>
    Int8 = 5,

    /// <summary>FWP_INT16.</summary>
    Int16 = 6,

    /// <summary>FWP_INT32.</summary>
    Int32 = 7,

    /// <summary>FWP_INT64.</summary>
    Int64 = 8,

    /// <summary>FWP_FLOAT.</summary>
    Float = 9,

    /// <summary>FWP_DOUBLE.</summary>
    Double = 10,

    /// <summary>FWP_BYTE_ARRAY16_TYPE; an IPv6 address.</summary>
    ByteArray16 = 11,

    /// <summary>FWP_BYTE_BLOB_TYPE.</summary>
    ByteBlob = 12,

    /// <summary>FWP_SID.</summary>
    Sid = 13,

    /// <summary>FWP_SECURITY_DESCRIPTOR_TYPE.</summary>
    SecurityDescriptor = 14,

    /// <summary>FWP_TOKEN_INFORMATION_TYPE.</summary>
    TokenInformation = 15,

    /// <summary>FWP_TOKEN_ACCESS_INFORMATION_TYPE.</summary>
    TokenAccessInformation = 16,

    /// <summary>FWP_UNICODE_STRING_TYPE.</summary>
    UnicodeString = 17,

    /// <summary>FWP_BYTE_ARRAY6_TYPE.</summary>
    ByteArray6 = 18,

    /// <summary>FWP_BITMAP_INDEX_TYPE.</summary>
    BitmapIndex = 19,

    /// <summary>FWP_BITMAP_ARRAY64_TYPE.</summary>
    BitmapArray64 = 20,

    /// <summary>FWP_V4_ADDR_MASK; an IPv4 prefix.</summary>
    V4AddrMask = 0x100,

    /// <summary>FWP_V6_ADDR_MASK; an IPv6 prefix.</summary>
    V6AddrMask = 0x101,

    /// <summary>FWP_RANGE_TYPE; inclusive at both ends.</summary>
    Range = 0x102,
}
