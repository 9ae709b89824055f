using System.Runtime.InteropServices;

namespace Gatehouse.Windows.Native;

// fwptypes.h. Structures and members keep the spelling of the Windows SDK, so that a generated C program can compare them with C's.

/// <summary>Counted bytes; <c>data</c> is no string.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FWP_BYTE_BLOB
{
    public uint size;
    public byte* data;
}

/// <summary>A typed value; what does not fit into 32 bits is behind a pointer.</summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
internal unsafe struct FWP_VALUE0
{
    [FieldOffset(0)]
    public uint type;
    [FieldOffset(8)]
    public byte uint8;
    [FieldOffset(8)]
    public ushort uint16;
    [FieldOffset(8)]
    public uint uint32;
    [FieldOffset(8)]
    public ulong* uint64;
    [FieldOffset(8)]
    public byte* byteArray16;
    [FieldOffset(8)]
    public FWP_BYTE_BLOB* byteBlob;
    [FieldOffset(8)]
    public byte* sid;
    [FieldOffset(8)]
    public FWP_BYTE_BLOB* sd;
    [FieldOffset(8)]
    public char* unicodeString;
    [FieldOffset(8)]
    public byte* byteArray6;
}

/// <summary>A typed value of a condition: also prefixes and ranges.</summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
internal unsafe struct FWP_CONDITION_VALUE0
{
    [FieldOffset(0)]
    public uint type;
    [FieldOffset(8)]
    public byte uint8;
    [FieldOffset(8)]
    public ushort uint16;
    [FieldOffset(8)]
    public uint uint32;
    [FieldOffset(8)]
    public ulong* uint64;
    [FieldOffset(8)]
    public byte* byteArray16;
    [FieldOffset(8)]
    public FWP_BYTE_BLOB* byteBlob;
    [FieldOffset(8)]
    public byte* sid;
    [FieldOffset(8)]
    public FWP_BYTE_BLOB* sd;
    [FieldOffset(8)]
    public char* unicodeString;
    [FieldOffset(8)]
    public byte* byteArray6;
    [FieldOffset(8)]
    public FWP_V4_ADDR_AND_MASK* v4AddrMask;
    [FieldOffset(8)]
    public FWP_V6_ADDR_AND_MASK* v6AddrMask;
    [FieldOffset(8)]
    public FWP_RANGE0* rangeValue;
}

/// <summary>Both ends belong to it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FWP_RANGE0
{
    public FWP_VALUE0 valueLow;
    public FWP_VALUE0 valueHigh;
}

/// <summary>Address and mask in host order.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FWP_V4_ADDR_AND_MASK
{
    public uint addr;
    public uint mask;
}

/// <summary>17 bytes, no padding.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FWP_V6_ADDR_AND_MASK
{
    public fixed byte addr[16];
    public byte prefixLength;
}

/// <summary>UTF-16 strings that end with a zero.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FWPM_DISPLAY_DATA0
{
    public char* name;
    public char* description;
}
