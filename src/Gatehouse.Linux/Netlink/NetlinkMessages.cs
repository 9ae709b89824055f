using System.Runtime.InteropServices;

namespace Gatehouse.Linux.Netlink;

/// <summary>One message of a received buffer: type, flags, sequence and the bytes after the header.</summary>
internal readonly ref struct NetlinkMessage(ushort type, ushort flags, uint sequence, Span<byte> body)
{
    public ushort Type { get; } = type;

    public ushort Flags { get; } = flags;

    public uint Sequence { get; } = sequence;

    public Span<byte> Body { get; } = body;

    /// <summary>For an NLMSG_ERROR message: the positive error number, 0 for an acknowledgement; -1 when the message is too short.</summary>
    public int ErrorNumber => Body.Length >= 4 ? -MemoryMarshal.Read<int>(Body) : -1;
}

/// <summary>Walks the messages of a received buffer. A length that does not fit ends the walk: nothing past the buffer is ever read.</summary>
internal ref struct NetlinkMessages(Span<byte> bytes)
{
    private Span<byte> _rest = bytes;

    public bool TryNext(out NetlinkMessage message)
    {
        message = default;
        if (_rest.Length < NetlinkNumbers.HeaderLength)
            return false;
        var length = MemoryMarshal.Read<uint>(_rest);
        if (length < NetlinkNumbers.HeaderLength || length > _rest.Length)
            return false;
        message = new NetlinkMessage(
            MemoryMarshal.Read<ushort>(_rest[4..]),
            MemoryMarshal.Read<ushort>(_rest[6..]),
            MemoryMarshal.Read<uint>(_rest[8..]),
            _rest[NetlinkNumbers.HeaderLength..(int)length]);
        _rest = _rest[Math.Min(NetlinkNumbers.Align((int)length), _rest.Length)..];
        return true;
    }
}

/// <summary>Walks the attributes of a message. A length that does not fit ends the walk and sets <see cref="Malformed"/>.</summary>
internal ref struct NetlinkAttributes(Span<byte> bytes)
{
    private Span<byte> _rest = bytes;

    /// <summary>True once bytes were left that are no attribute.</summary>
    public bool Malformed { get; private set; }

    /// <summary>The next attribute: its type without flag bits and its value.</summary>
    public bool TryNext(out ushort type, out Span<byte> value)
    {
        type = 0;
        value = default;
        if (_rest.Length < NetlinkNumbers.AttributeHeaderLength)
        {
            Malformed |= !_rest.IsEmpty;
            return false;
        }

        var length = MemoryMarshal.Read<ushort>(_rest);
        if (length < NetlinkNumbers.AttributeHeaderLength || length > _rest.Length)
        {
            Malformed = true;
            return false;
        }

        type = (ushort)(MemoryMarshal.Read<ushort>(_rest[2..]) & NetlinkNumbers.AttributeTypeMask);
        value = _rest[NetlinkNumbers.AttributeHeaderLength..length];
        _rest = _rest[Math.Min(NetlinkNumbers.Align(length), _rest.Length)..];
        return true;
    }
}
