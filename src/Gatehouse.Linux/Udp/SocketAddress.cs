using System.Buffers.Binary;
using Gatehouse.Base;
using Gatehouse.Linux.Native;

namespace Gatehouse.Linux.Udp;

/// <summary>struct sockaddr_in (16 bytes) and sockaddr_in6 (28 bytes): family in host order, port and address in network order.</summary>
internal static class SocketAddress
{
    public const int MaxLength = 28;

    /// <summary>Writes an endpoint and returns its length.</summary>
    public static int Write(Span<byte> bytes, Endpoint endpoint)
    {
        var address = endpoint.Address;
        var length = address.IsV4 ? 16 : 28;
        bytes[..length].Clear();
        BitConverter.TryWriteBytes(bytes, (ushort)(address.IsV4 ? SocketNumbers.AfInet : SocketNumbers.AfInet6));
        BinaryPrimitives.WriteUInt16BigEndian(bytes[2..], endpoint.Port);
        address.WriteTo(bytes[(address.IsV4 ? 4 : 8)..]);
        if (!address.IsV4)
            BitConverter.TryWriteBytes(bytes[24..], address.ScopeId);
        return length;
    }

    /// <summary>Reads an endpoint; false for another family or too few bytes.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out Endpoint endpoint)
    {
        endpoint = default;
        if (bytes.Length < 16)
            return false;
        var family = BitConverter.ToUInt16(bytes);
        var port = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        if (family == SocketNumbers.AfInet)
            endpoint = new Endpoint(IpAddr.FromBytes(bytes.Slice(4, 4)), port);
        else if (family == SocketNumbers.AfInet6 && bytes.Length >= 28)
            endpoint = new Endpoint(IpAddr.FromBytes(bytes.Slice(8, 16), BitConverter.ToUInt32(bytes[24..])), port);
        return endpoint.Address.Family != IpFamily.None;
    }
}
