namespace Gatehouse.Packets;

/// <summary>The one field of a TCP header that tells a new connection from an old one (RFC 9293 section 3.1).</summary>
public static class TcpHeader
{
    /// <summary>Bytes of a header without options.</summary>
    public const int MinLength = 20;

    private const int FlagsOffset = 13;

    /// <summary>The control bits; false when the packet ends before its TCP header does.</summary>
    /// <param name="packet">The whole IP packet.</param>
    /// <param name="info">Its headers, read before; the protocol is TCP.</param>
    /// <param name="flags">FIN, SYN, RST, PSH and ACK.</param>
    public static bool TryReadFlags(ReadOnlySpan<byte> packet, in IpPacketInfo info, out TcpFlags flags)
    {
        const TcpFlags Known = TcpFlags.Fin | TcpFlags.Syn | TcpFlags.Rst | TcpFlags.Psh | TcpFlags.Ack;
        var whole = info.TransportLength >= MinLength;
        flags = whole ? (TcpFlags)packet[info.TransportOffset + FlagsOffset] & Known : TcpFlags.None;
        return whole;
    }
}
