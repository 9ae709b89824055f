using System.Buffers.Binary;

namespace Gatehouse.Base;

/// <summary>
/// Reads big-endian fields from untrusted bytes. The first read past the end makes the reader fail for good and yields zeros,
/// so a parser reads straight through and checks <see cref="Ok"/> once at the end.
/// </summary>
public ref struct SpanReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>Offset of the next byte.</summary>
    public int Position { get; private set; }

    /// <summary>True as soon as a read went past the end.</summary>
    public bool Failed { get; private set; }

    /// <summary>True while every read has been inside the bytes.</summary>
    public readonly bool Ok => !Failed;

    /// <summary>True when nothing failed and every byte was consumed.</summary>
    public readonly bool AtEnd => !Failed && Position == _bytes.Length;

    /// <summary>Bytes not read yet; 0 once failed.</summary>
    public readonly int Remaining => Failed ? 0 : _bytes.Length - Position;

    /// <summary>The next byte.</summary>
    public byte ReadByte()
    {
        var span = ReadSpan(1);
        return span.IsEmpty ? (byte)0 : span[0];
    }

    /// <summary>The next two bytes as a number.</summary>
    public ushort ReadUInt16()
    {
        var span = ReadSpan(2);
        return span.IsEmpty ? (ushort)0 : BinaryPrimitives.ReadUInt16BigEndian(span);
    }

    /// <summary>The next four bytes as a number.</summary>
    public uint ReadUInt32()
    {
        var span = ReadSpan(4);
        return span.IsEmpty ? 0 : BinaryPrimitives.ReadUInt32BigEndian(span);
    }

    /// <summary>The next eight bytes as a number.</summary>
    public ulong ReadUInt64()
    {
        var span = ReadSpan(8);
        return span.IsEmpty ? 0 : BinaryPrimitives.ReadUInt64BigEndian(span);
    }

    /// <summary>The next <paramref name="count"/> bytes, or an empty span after a failure. A negative count fails.</summary>
    public ReadOnlySpan<byte> ReadSpan(int count)
    {
        if (Failed || count < 0 || count > _bytes.Length - Position)
        {
            Failed = true;
            return default;
        }

        var span = _bytes.Slice(Position, count);
        Position += count;
        return span;
    }

    /// <summary>Everything that is left.</summary>
    public ReadOnlySpan<byte> ReadRest() => ReadSpan(Remaining);

    /// <summary>Steps over bytes.</summary>
    public void Skip(int count) => ReadSpan(count);

    /// <summary>Marks the input as malformed for a reason the caller found.</summary>
    public void Fail() => Failed = true;
}
