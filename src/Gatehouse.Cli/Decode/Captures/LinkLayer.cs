using System.Buffers.Binary;

namespace Gatehouse.Cli.Decode.Captures;

/// <summary>Finds the IP packet in a frame of the link layers that IPsec hosts are captured on.</summary>
internal static class LinkLayer
{
    private const int Null = 0;
    private const int Ethernet = 1;
    private const int Raw = 101;
    private const int LinuxCooked = 113;
    private const int RawIpv4 = 228;
    private const int RawIpv6 = 229;
    private const int LinuxCooked2 = 276;

    /// <summary>VLAN tags stand one behind the other; more than a few are an attack or noise.</summary>
    private const int MaxTags = 4;

    /// <summary>The IP packet; empty when the frame has none, or its link layer is not known.</summary>
    public static ReadOnlyMemory<byte> IpPacket(CapturedFrame frame)
    {
        var offset = frame.LinkType switch
        {
            Raw or RawIpv4 or RawIpv6 => 0,
            Null => 4,
            Ethernet => BehindEthernet(frame.Data.Span),
            LinuxCooked => 16,
            LinuxCooked2 => 20,
            _ => int.MaxValue,
        };
        return offset < frame.Data.Length ? frame.Data[offset..] : default;
    }

    private static int BehindEthernet(ReadOnlySpan<byte> frame)
    {
        var offset = 12;
        for (var tags = 0; tags <= MaxTags && offset + 2 <= frame.Length; tags++)
        {
            switch (BinaryPrimitives.ReadUInt16BigEndian(frame[offset..]))
            {
                case 0x0800 or 0x86DD:
                    return offset + 2;
                case 0x8100 or 0x88A8 or 0x9100:
                    offset += 4;
                    break;
                default:
                    return int.MaxValue;
            }
        }

        return int.MaxValue;
    }
}
