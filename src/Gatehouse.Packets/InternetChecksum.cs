using System.Buffers.Binary;
using Gatehouse.Base;

namespace Gatehouse.Packets;

/// <summary>The Internet checksum (RFC 1071) and its incremental update (RFC 1624). No allocation.</summary>
public static class InternetChecksum
{
    /// <summary>The checksum of some bytes, ready to be stored. Over bytes that contain a right checksum it is 0.</summary>
    public static ushort Compute(ReadOnlySpan<byte> bytes) => Finish(Sum(bytes));

    /// <summary>Adds bytes to a running sum; an odd last byte counts as the upper half of a word, so only the last part may be odd.</summary>
    public static ulong Sum(ReadOnlySpan<byte> bytes, ulong initial = 0)
    {
        var sum = initial;

        // 32-bit words add up to the same one's complement sum as 16-bit words (RFC 1071 section 2C); 64 bits never overflow below 16 GB.
        while (bytes.Length >= 4)
        {
            sum += BinaryPrimitives.ReadUInt32BigEndian(bytes);
            bytes = bytes[4..];
        }

        if (bytes.Length >= 2)
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(bytes);
            bytes = bytes[2..];
        }

        return bytes.IsEmpty ? sum : sum + ((ulong)bytes[0] << 8);
    }

    /// <summary>Folds a running sum to 16 bits and complements it.</summary>
    public static ushort Finish(ulong sum)
    {
        while (sum > 0xFFFF)
            sum = (sum & 0xFFFF) + (sum >> 16);
        return (ushort)~sum;
    }

    /// <summary>The running sum of the pseudo header (RFC 9293 section 3.1, RFC 8200 section 8.1).</summary>
    public static ulong PseudoHeaderSum(IpAddr source, IpAddr destination, byte protocol, int length) =>
        AddressSum(source) + AddressSum(destination) + protocol + (ulong)length;

    /// <summary>
    /// The checksum of a TCP, UDP or ICMPv6 segment whose checksum field is zero. A UDP result of 0 must be stored as FFFF; see <see cref="Udp"/>.
    /// </summary>
    public static ushort Transport(IpAddr source, IpAddr destination, byte protocol, ReadOnlySpan<byte> segment) =>
        Finish(Sum(segment, PseudoHeaderSum(source, destination, protocol, segment.Length)));

    /// <summary>The checksum of a UDP datagram whose checksum field is zero; never 0, which would mean "none" (RFC 768).</summary>
    public static ushort Udp(IpAddr source, IpAddr destination, ReadOnlySpan<byte> datagram)
    {
        var checksum = Transport(source, destination, IpProtocol.Udp, datagram);
        return checksum == 0 ? (ushort)0xFFFF : checksum;
    }

    /// <summary>A stored checksum after one 16-bit word changed: HC' = ~(~HC + ~m + m') (RFC 1624 equation 3).</summary>
    public static ushort Update(ushort checksum, ushort before, ushort after) =>
        Finish((ulong)(ushort)~checksum + (ushort)~before + after);

    /// <summary>A stored checksum after an address changed.</summary>
    public static ushort Update(ushort checksum, IpAddr before, IpAddr after) =>
        Finish((ushort)~checksum + (ulong)Finish(AddressSum(before)) + AddressSum(after));

    private static ulong AddressSum(IpAddr address)
    {
        var high = (ulong)(address.Value >> 64);
        var low = (ulong)address.Value;
        return (high >> 32) + (high & uint.MaxValue) + (low >> 32) + (low & uint.MaxValue);
    }
}
