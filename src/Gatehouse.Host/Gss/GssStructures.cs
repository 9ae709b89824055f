using System.Runtime.InteropServices;

namespace Gatehouse.Host.Gss;

/// <summary>gss_buffer_desc.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct GssBuffer
{
    public nuint Length;
    public byte* Value;

    /// <summary>A copy of the bytes.</summary>
    public readonly byte[] ToArray() => new ReadOnlySpan<byte>(Value, checked((int)Length)).ToArray();
}

/// <summary>gss_OID_desc.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct GssOid
{
    public uint Length;
    public byte* Elements;
}

/// <summary>gss_buffer_set_desc.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct GssBufferSet
{
    public nuint Count;
    public GssBuffer* Elements;
}

/// <summary>gss_key_value_element_desc.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct GssKeyValue
{
    public byte* Key;
    public byte* Value;
}

/// <summary>gss_key_value_set_desc.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct GssKeyValues
{
    public uint Count;
    public GssKeyValue* Elements;
}
