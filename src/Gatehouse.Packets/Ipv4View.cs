using System.Buffers.Binary;
using Gatehouse.Base;

namespace Gatehouse.Packets;

// RFC 791 section 3.1
//
// +-------+-------+---------------+-------------------------------+
// |Version|  IHL  |Type of Service|          Total Length         |
// +-------+-------+---------------+-----+-------------------------+
// |         Identification        |0|D|M|      Fragment Offset    |
// +---------------+---------------+-----+-------------------------+
// |  Time to Live |    Protocol   |         Header Checksum       |
// +---------------+---------------+-------------------------------+
// |                       Source Address                          |
// |                    Destination Address                        |
// |                    Options (IHL > 5)                          |
// +---------------------------------------------------------------+

/// <summary>The fields of an IPv4 header. Only the 20 fixed bytes are known to be there; no field is judged.</summary>
public readonly ref struct Ipv4View
{
    /// <summary>Bytes of a header without options.</summary>
    public const int MinHeaderLength = 20;

    /// <summary>Where the protocol byte stands.</summary>
    public const int ProtocolOffset = 9;

    /// <summary>Where the header checksum stands.</summary>
    public const int ChecksumOffset = 10;

    private readonly ReadOnlySpan<byte> _bytes;

    private Ipv4View(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>4 in a real IPv4 packet.</summary>
    public int Version => _bytes[0] >> 4;

    /// <summary>IHL in bytes, 0 to 60.</summary>
    public int HeaderLength => (_bytes[0] & 0x0F) * 4;

    /// <summary>DSCP and ECN.</summary>
    public byte TypeOfService => _bytes[1];

    /// <summary>Total length in bytes.</summary>
    public ushort TotalLength => BinaryPrimitives.ReadUInt16BigEndian(_bytes[2..]);

    /// <summary>Identification.</summary>
    public ushort Identification => BinaryPrimitives.ReadUInt16BigEndian(_bytes[4..]);

    /// <summary>DF.</summary>
    public bool DontFragment => (_bytes[6] & 0x40) != 0;

    /// <summary>MF.</summary>
    public bool MoreFragments => (_bytes[6] & 0x20) != 0;

    /// <summary>Fragment offset in bytes.</summary>
    public int FragmentOffset => (BinaryPrimitives.ReadUInt16BigEndian(_bytes[6..]) & 0x1FFF) * 8;

    /// <summary>Time to live.</summary>
    public byte TimeToLive => _bytes[8];

    /// <summary>Protocol.</summary>
    public byte Protocol => _bytes[ProtocolOffset];

    /// <summary>Header checksum as sent.</summary>
    public ushort HeaderChecksum => BinaryPrimitives.ReadUInt16BigEndian(_bytes[ChecksumOffset..]);

    /// <summary>Source address.</summary>
    public IpAddr Source => IpAddr.FromBytes(_bytes.Slice(12, 4));

    /// <summary>Destination address.</summary>
    public IpAddr Destination => IpAddr.FromBytes(_bytes.Slice(16, 4));

    /// <summary>A view of a packet; false when it is shorter than the fixed header.</summary>
    public static bool TryCreate(ReadOnlySpan<byte> packet, out Ipv4View view)
    {
        view = packet.Length >= MinHeaderLength ? new Ipv4View(packet) : default;
        return packet.Length >= MinHeaderLength;
    }
}
