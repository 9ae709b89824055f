using System.Buffers.Binary;

namespace Gatehouse.Packets;

// RFC 768
//
// +-------------------------------+-------------------------------+
// |          Source Port          |       Destination Port        |
// +-------------------------------+-------------------------------+
// |            Length             |           Checksum            |
// +-------------------------------+-------------------------------+

/// <summary>The fields of a UDP header and its payload.</summary>
public readonly ref struct UdpView
{
    /// <summary>Bytes of the header.</summary>
    public const int HeaderLength = 8;

    private readonly ReadOnlySpan<byte> _bytes;

    private UdpView(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>Source port.</summary>
    public ushort SourcePort => BinaryPrimitives.ReadUInt16BigEndian(_bytes);

    /// <summary>Destination port.</summary>
    public ushort DestinationPort => BinaryPrimitives.ReadUInt16BigEndian(_bytes[2..]);

    /// <summary>Bytes of header and payload.</summary>
    public ushort Length => BinaryPrimitives.ReadUInt16BigEndian(_bytes[4..]);

    /// <summary>Checksum as sent; 0 when there is none (IPv4 only).</summary>
    public ushort Checksum => BinaryPrimitives.ReadUInt16BigEndian(_bytes[6..]);

    /// <summary>The payload by the header's own length.</summary>
    public ReadOnlySpan<byte> Payload => _bytes[HeaderLength..Length];

    /// <summary>A view of a datagram; false when the header is cut off or its length is not inside the bytes.</summary>
    public static bool TryCreate(ReadOnlySpan<byte> datagram, out UdpView view)
    {
        view = new UdpView(datagram);
        if (datagram.Length >= HeaderLength && view.Length >= HeaderLength && view.Length <= datagram.Length)
            return true;
        view = default;
        return false;
    }
}
