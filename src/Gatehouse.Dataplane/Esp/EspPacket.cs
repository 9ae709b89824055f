using System.Buffers.Binary;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Verdicts;

namespace Gatehouse.Dataplane.Esp;

/// <summary>Finds ESP in an IP packet.</summary>
public static class EspPacket
{
    /// <summary>
    /// The SPI of an ESP packet, behind IPv4 options or IPv6 extension headers, and the offset of its ESP header; false when it is not ESP,
    /// a fragment, malformed, or shorter than SPI and sequence number.
    /// </summary>
    public static bool TryReadSpi(ReadOnlySpan<byte> packet, out Spi spi, out int espOffset)
    {
        spi = default;
        espOffset = 0;
        if (IpLayout.ForOpening(packet, out var layout) != VerdictReason.None || layout.TotalLength - layout.HeaderLength < 8)
            return false;
        espOffset = layout.HeaderLength;
        spi = new Spi(BinaryPrimitives.ReadUInt32BigEndian(packet[espOffset..]));
        return true;
    }
}
