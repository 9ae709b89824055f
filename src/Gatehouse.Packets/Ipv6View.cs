using System.Buffers.Binary;
using Gatehouse.Base;

namespace Gatehouse.Packets;

// RFC 8200 section 3
//
// +-------+---------------+---------------------------------------+
// |Version| Traffic Class |           Flow Label                  |
// +-------+---------------+-------+---------------+---------------+
// |         Payload Length        |  Next Header  |   Hop Limit   |
// +-------------------------------+---------------+---------------+
// |                      Source Address (16)                      |
// |                    Destination Address (16)                   |
// +---------------------------------------------------------------+

/// <summary>The fields of an IPv6 header. The 40 bytes are known to be there; no field is judged.</summary>
public readonly ref struct Ipv6View
{
    /// <summary>Bytes of the header.</summary>
    public const int HeaderLength = 40;

    /// <summary>Where the next-header byte stands.</summary>
    public const int NextHeaderOffset = 6;

    private readonly ReadOnlySpan<byte> _bytes;

    private Ipv6View(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>6 in a real IPv6 packet.</summary>
    public int Version => _bytes[0] >> 4;

    /// <summary>DSCP and ECN.</summary>
    public byte TrafficClass => (byte)(BinaryPrimitives.ReadUInt16BigEndian(_bytes) >> 4);

    /// <summary>Flow label, 20 bits.</summary>
    public uint FlowLabel => BinaryPrimitives.ReadUInt32BigEndian(_bytes) & 0xFFFFF;

    /// <summary>Bytes behind the header.</summary>
    public ushort PayloadLength => BinaryPrimitives.ReadUInt16BigEndian(_bytes[4..]);

    /// <summary>Type of what follows the header.</summary>
    public byte NextHeader => _bytes[NextHeaderOffset];

    /// <summary>Hop limit.</summary>
    public byte HopLimit => _bytes[7];

    /// <summary>Source address without a scope.</summary>
    public IpAddr Source => IpAddr.FromBytes(_bytes.Slice(8, 16));

    /// <summary>Destination address without a scope.</summary>
    public IpAddr Destination => IpAddr.FromBytes(_bytes.Slice(24, 16));

    /// <summary>A view of a packet; false when it is shorter than the header.</summary>
    public static bool TryCreate(ReadOnlySpan<byte> packet, out Ipv6View view)
    {
        view = packet.Length >= HeaderLength ? new Ipv6View(packet) : default;
        return packet.Length >= HeaderLength;
    }
}
