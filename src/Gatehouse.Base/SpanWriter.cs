using System.Buffers.Binary;

namespace Gatehouse.Base;

/// <summary>
/// Writes big-endian fields into a buffer the caller sized with the value's exact length; a buffer too short is a programming error and throws.
/// </summary>
public ref struct SpanWriter(Span<byte> bytes)
{
    private readonly Span<byte> _bytes = bytes;

    /// <summary>Offset of the next byte, the number written so far.</summary>
    public int Position { get; private set; }

    /// <summary>What has been written so far.</summary>
    public readonly Span<byte> Written => _bytes[..Position];

    /// <summary>Writes one byte.</summary>
    public void WriteByte(byte value) => Take(1)[0] = value;

    /// <summary>Writes two bytes.</summary>
    public void WriteUInt16(ushort value) => BinaryPrimitives.WriteUInt16BigEndian(Take(2), value);

    /// <summary>Writes four bytes.</summary>
    public void WriteUInt32(uint value) => BinaryPrimitives.WriteUInt32BigEndian(Take(4), value);

    /// <summary>Writes eight bytes.</summary>
    public void WriteUInt64(ulong value) => BinaryPrimitives.WriteUInt64BigEndian(Take(8), value);

    /// <summary>Copies bytes.</summary>
    public void WriteBytes(ReadOnlySpan<byte> value) => value.CopyTo(Take(value.Length));

    /// <summary>Writes zeros.</summary>
    public void WriteZeros(int count) => Take(count).Clear();

    /// <summary>Reserves bytes to be filled in by the caller.</summary>
    public Span<byte> Take(int count)
    {
        var span = _bytes.Slice(Position, count);
        Position += count;
        return span;
    }

    /// <summary>Overwrites two bytes already written, for lengths known only afterwards.</summary>
    public readonly void PatchUInt16(int position, ushort value) =>
        BinaryPrimitives.WriteUInt16BigEndian(_bytes.Slice(position, 2), value);

    /// <summary>Overwrites four bytes already written.</summary>
    public readonly void PatchUInt32(int position, uint value) =>
        BinaryPrimitives.WriteUInt32BigEndian(_bytes.Slice(position, 4), value);
}
