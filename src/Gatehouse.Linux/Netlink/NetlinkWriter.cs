using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Gatehouse.Linux.Netlink;

/// <summary>
/// Writes one netlink message into a buffer the caller sized. Header fields are in host order, as netlink wants them;
/// attribute values are host or network order depending on the subsystem, so both spellings exist.
/// </summary>
internal ref struct NetlinkWriter
{
    private readonly Span<byte> _bytes;

    public NetlinkWriter(Span<byte> bytes, ushort type, ushort flags, uint sequence)
    {
        _bytes = bytes;
        bytes[..NetlinkNumbers.HeaderLength].Clear();
        MemoryMarshal.Write(bytes[4..], type);
        MemoryMarshal.Write(bytes[6..], flags);
        MemoryMarshal.Write(bytes[8..], sequence);
        Length = NetlinkNumbers.HeaderLength;
    }

    /// <summary>Bytes written so far, padding included.</summary>
    public int Length { get; private set; }

    /// <summary>Appends raw bytes (the subsystem's own header), padded to 4.</summary>
    public void Append(scoped ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_bytes[Length..]);
        Pad(bytes.Length);
    }

    /// <summary>Appends an attribute with the given value bytes.</summary>
    public void Attribute(ushort type, scoped ReadOnlySpan<byte> value)
    {
        MemoryMarshal.Write(_bytes[Length..], (ushort)(NetlinkNumbers.AttributeHeaderLength + value.Length));
        MemoryMarshal.Write(_bytes[(Length + 2)..], type);
        value.CopyTo(_bytes[(Length + 4)..]);
        Pad(NetlinkNumbers.AttributeHeaderLength + value.Length);
    }

    /// <summary>Appends a 32-bit attribute in host order (rtnetlink).</summary>
    public void AttributeHost(ushort type, uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        MemoryMarshal.Write(bytes, value);
        Attribute(type, bytes);
    }

    /// <summary>Appends a 32-bit attribute in network order (nfnetlink).</summary>
    public void AttributeNetwork(ushort type, uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        Attribute(type, bytes);
    }

    /// <summary>Writes the message length and returns the finished message.</summary>
    public readonly Span<byte> Finish()
    {
        MemoryMarshal.Write(_bytes, (uint)Length);
        return _bytes[..Length];
    }

    private void Pad(int written)
    {
        var aligned = NetlinkNumbers.Align(written);
        _bytes.Slice(Length + written, aligned - written).Clear();
        Length += aligned;
    }
}
