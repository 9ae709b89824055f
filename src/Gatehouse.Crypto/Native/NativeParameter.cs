using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Gatehouse.Crypto.Native;

/// <summary>OSSL_PARAM (core.h); lists of them end with a default one. Its last field, which only the library writes, is left to the size.</summary>
[StructLayout(LayoutKind.Sequential, Size = 40)]
internal readonly unsafe struct NativeParameter
{
    private const uint Utf8String = 4;
    private const uint OctetString = 5;

    private readonly byte* _key;
    private readonly uint _dataType;
    private readonly void* _data;
    private readonly nuint _dataSize;

    private NativeParameter(ReadOnlySpan<byte> key, uint dataType, void* data, nuint dataSize)
    {
        // Keys are literals, which lie in the image and never move.
        _key = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(key));
        _dataType = dataType;
        _data = data;
        _dataSize = dataSize;
    }

    /// <summary>The name of a digest; both are literals that end with a zero.</summary>
    internal static NativeParameter Digest(ReadOnlySpan<byte> name) =>
        new("digest\0"u8, Utf8String, Unsafe.AsPointer(ref MemoryMarshal.GetReference(name)), (nuint)name.Length - 1);

    /// <summary>Where the tag of an AEAD is read from or written to; the memory must stay put.</summary>
    internal static NativeParameter Tag(byte* tag, int length) => new("tag\0"u8, OctetString, tag, (nuint)length);
}
