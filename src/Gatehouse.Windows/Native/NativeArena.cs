using System.Runtime.InteropServices;
using System.Text;

namespace Gatehouse.Windows.Native;

/// <summary>
/// The native memory of one call: strings, arrays and structures that point at each other, returned together. What is in it is zeroed first,
/// because a pre-shared key may be among it.
/// </summary>
internal sealed unsafe class NativeArena : IDisposable
{
    private static long _outstanding;

    private readonly List<(nint Address, nuint Length)> _blocks = [];

    /// <summary>Blocks that no arena of this process has returned yet; 0 whenever no call is being made.</summary>
    public static long Outstanding => Interlocked.Read(ref _outstanding);

    /// <summary>Zeroed room for values; null for none.</summary>
    public T* Allocate<T>(int count = 1)
        where T : unmanaged
    {
        if (count == 0)
            return null;
        var length = (nuint)sizeof(T) * (nuint)count;
        var block = NativeMemory.AllocZeroed(length);
        Interlocked.Increment(ref _outstanding);
        _blocks.Add(((nint)block, length));
        return (T*)block;
    }

    /// <summary>A copy of one value.</summary>
    public T* Copy<T>(T value)
        where T : unmanaged
    {
        var copy = Allocate<T>();
        *copy = value;
        return copy;
    }

    /// <summary>A copy of a GUID, or null.</summary>
    public Guid* CopyOrNull(Guid? value) => value is { } guid ? Copy(guid) : null;

    /// <summary>UTF-16 with a zero behind it, or null.</summary>
    public char* String(string? text)
    {
        if (text is null)
            return null;
        var copy = Allocate<char>(text.Length + 1);
        text.CopyTo(new Span<char>(copy, text.Length));
        return copy;
    }

    /// <summary>Counted bytes; no pointer for none.</summary>
    public FWP_BYTE_BLOB Blob(ReadOnlySpan<byte> bytes)
    {
        var copy = Allocate<byte>(bytes.Length);
        if (bytes.Length > 0)
            bytes.CopyTo(new Span<byte>(copy, bytes.Length));
        return new FWP_BYTE_BLOB { size = (uint)bytes.Length, data = copy };
    }

    /// <summary>Name and description.</summary>
    public FWPM_DISPLAY_DATA0 Display(string name, string? description) => new() { name = String(name), description = String(description) };

    /// <summary>Zeroes and returns everything.</summary>
    public void Dispose()
    {
        foreach (var (address, length) in _blocks)
        {
            NativeMemory.Clear((void*)address, length);
            NativeMemory.Free((void*)address);
            Interlocked.Decrement(ref _outstanding);
        }

        _blocks.Clear();
    }

    /// <summary>Reads UTF-16 up to its zero; null for a null pointer.</summary>
    public static string? ReadString(char* text) => text is null ? null : new string(text);

    /// <summary>The bytes of a blob.</summary>
    public static ReadOnlySpan<byte> ReadBlob(FWP_BYTE_BLOB blob) => blob.data is null ? default : new ReadOnlySpan<byte>(blob.data, checked((int)blob.size));

    /// <summary>The bytes of a string as FWP_UNICODE_STRING holds it, without the zero.</summary>
    public static byte[] ReadStringBytes(char* text) => Encoding.Unicode.GetBytes(ReadString(text) ?? "");
}
