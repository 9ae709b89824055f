using Gatehouse.Base;
using Gatehouse.Linux.Native;

namespace Gatehouse.Linux.Udp;

/// <summary>
/// The control message that carries a datagram's local address: IP_PKTINFO (interface, local, destination) and IPV6_PKTINFO (address, interface).
/// A control message is length 8, level 4, type 4, data.
/// </summary>
internal static class PacketInfo
{
    public const int MaxLength = 64;

    private const int HeaderLength = 16;

    /// <summary>Writes the message that makes a datagram leave from <paramref name="local"/>; returns its length.</summary>
    public static int Write(Span<byte> bytes, IpAddr local)
    {
        var dataLength = local.IsV4 ? 12 : 20;
        var length = HeaderLength + ((dataLength + 7) & ~7);
        bytes[..length].Clear();
        BitConverter.TryWriteBytes(bytes, (ulong)(HeaderLength + dataLength));
        BitConverter.TryWriteBytes(bytes[8..], local.IsV4 ? SocketNumbers.SolIp : SocketNumbers.SolIpv6);
        BitConverter.TryWriteBytes(bytes[12..], local.IsV4 ? SocketNumbers.IpPktInfo : SocketNumbers.Ipv6PktInfo);
        if (local.IsV4)
        {
            // Interface 0: the route decides; ipi_spec_dst is the source address.
            local.WriteTo(bytes[(HeaderLength + 4)..]);
        }
        else
        {
            local.WriteTo(bytes[HeaderLength..]);
            BitConverter.TryWriteBytes(bytes[(HeaderLength + 16)..], local.ScopeId);
        }

        return length;
    }

    /// <summary>Reads the local address a datagram was sent to; false when the control data has none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> control, out IpAddr local)
    {
        local = default;
        while (control.Length >= HeaderLength)
        {
            var length = BitConverter.ToUInt64(control);
            if (length < HeaderLength || length > (ulong)control.Length)
                return false;
            var level = BitConverter.ToInt32(control[8..]);
            var type = BitConverter.ToInt32(control[12..]);
            var data = control[HeaderLength..(int)length];
            if (level == SocketNumbers.SolIp && type == SocketNumbers.IpPktInfo && data.Length >= 12)
            {
                local = IpAddr.FromBytes(data.Slice(8, 4));
                return true;
            }

            if (level == SocketNumbers.SolIpv6 && type == SocketNumbers.Ipv6PktInfo && data.Length >= 20)
            {
                local = IpAddr.FromBytes(data[..16], BitConverter.ToUInt32(data[16..]));
                return true;
            }

            control = control[Math.Min(((int)length + 7) & ~7, control.Length)..];
        }

        return false;
    }
}
