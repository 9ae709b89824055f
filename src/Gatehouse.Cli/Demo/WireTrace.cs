using Gatehouse.Base;
using Gatehouse.Ike.Isakmp;
using Gatehouse.Packets;

namespace Gatehouse.Cli.Demo;

/// <summary>What a packet is to somebody who watches the wire.</summary>
internal enum WireKind
{
    /// <summary>Data in clear.</summary>
    Clear,

    /// <summary>The negotiation.</summary>
    Keying,

    /// <summary>Sealed.</summary>
    Esp,
}

/// <summary>One packet on the wire.</summary>
/// <param name="At">Since the first one.</param>
/// <param name="Forth">From the host that began.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Text">What is in it, in a few words.</param>
internal readonly record struct WirePacket(TimeSpan At, bool Forth, WireKind Kind, string Text);

/// <summary>The packets between two addresses, in order. Written by one thread, read when that is over.</summary>
internal sealed class WireTrace(IpAddr from, IpAddr to)
{
    private const ushort IkePort = 500;
    private const int IsakmpExchangeOffset = 18;

    private readonly List<WirePacket> _packets = [];
    private TimeSpan _first;

    /// <summary>All so far.</summary>
    public IReadOnlyList<WirePacket> Packets => _packets;

    /// <summary>Notes a packet if it is between the two.</summary>
    public void Add(ReadOnlySpan<byte> packet, in IpPacketInfo info, TimeSpan at)
    {
        var forth = info.Source == from && info.Destination == to;
        if (!forth && !(info.Source == to && info.Destination == from))
            return;
        if (_packets.Count == 0)
            _first = at;
        if (Describe(packet, info) is var (kind, text))
            _packets.Add(new WirePacket(at - _first, forth, kind, text));
    }

    private static (WireKind Kind, string Text)? Describe(ReadOnlySpan<byte> packet, in IpPacketInfo info)
    {
        var transport = packet[info.TransportOffset..info.TotalLength];
        switch (info.Protocol)
        {
            case IpProtocol.Tcp when TcpHeader.TryReadFlags(packet, info, out var flags):
                // The data offset is the high half of byte 12, in words of 4 bytes (RFC 9293 section 3.1).
                var data = transport.Length - ((transport[12] >> 4) * 4);
                return (WireKind.Clear, data > 0 ? $"TCP {flags}, {data} bytes of data" : $"TCP {flags}");
            case IpProtocol.Udp when info.SourcePort == IkePort && info.DestinationPort == IkePort:
                return (WireKind.Keying, $"IKE {Exchange(transport[UdpView.HeaderLength..])}");
            case IpProtocol.Esp:
                return (WireKind.Esp, $"ESP, SPI 0x{WireTally.SpiOf(transport):x8}, {transport.Length} bytes");
            default:
                return null;
        }
    }

    private static string Exchange(ReadOnlySpan<byte> message) =>
        (ExchangeType)(message.Length > IsakmpExchangeOffset ? message[IsakmpExchangeOffset] : 0) switch
        {
            ExchangeType.IdentityProtection => "main mode",
            ExchangeType.QuickMode => "quick mode",
            ExchangeType.Informational => "informational",
            var other => $"exchange {(byte)other}",
        };
}
