using Gatehouse.Base;
using Gatehouse.Packets;

namespace Gatehouse.Cli.Decode.Captures;

/// <summary>Finds ISAKMP messages in captured packets: UDP on port 500, and on 4500 behind four zero bytes (RFC 3948 section 2.2).</summary>
internal static class IsakmpDatagrams
{
    private const ushort Port = 500;
    private const ushort NatPort = 4500;
    private const int Marker = 4;

    /// <summary>The messages in their order. Fragments of IP are counted, not put together.</summary>
    public static List<(byte[] Data, MessageOrigin Origin)> Find(IEnumerable<CapturedFrame> frames, out int fragments)
    {
        var messages = new List<(byte[], MessageOrigin)>();
        fragments = 0;
        foreach (var frame in frames)
        {
            var packet = LinkLayer.IpPacket(frame).Span;
            if (!IpPacketReader.TryRead(packet, 0, out var info) || info.Protocol != IpProtocol.Udp)
                continue;
            if (info.IsFragment)
            {
                fragments++;
                continue;
            }

            if (!UdpView.TryCreate(packet[info.TransportOffset..info.TotalLength], out var udp) || Message(udp) is not { IsEmpty: false } message)
                continue;
            var origin = new MessageOrigin(
                messages.Count + 1, frame.Number, new Endpoint(info.Source, udp.SourcePort), new Endpoint(info.Destination, udp.DestinationPort));
            messages.Add((message.ToArray(), origin));
        }

        return messages;
    }

    /// <summary>A message without the four zero bytes that a port 4500 datagram has in front.</summary>
    public static byte[] WithoutMarker(byte[] message) => message.AsSpan().StartsWith((ReadOnlySpan<byte>)[0, 0, 0, 0]) ? message[Marker..] : message;

    private static ReadOnlySpan<byte> Message(UdpView udp)
    {
        if (udp.SourcePort == Port || udp.DestinationPort == Port)
            return udp.Payload;
        var isNat = udp.SourcePort == NatPort || udp.DestinationPort == NatPort;
        return isNat && udp.Payload.Length > Marker && udp.Payload.StartsWith((ReadOnlySpan<byte>)[0, 0, 0, 0]) ? udp.Payload[Marker..] : default;
    }
}
