using System.Buffers.Binary;
using Gatehouse.Base;
using Gatehouse.Packets;
using Gatehouse.Simulation;

namespace Gatehouse.Cli.Demo;

/// <summary>
/// One flow on the virtual network, packet by packet: a TCP connection with its handshake, datagrams, or echo requests, each question answered
/// before the next. The wire loses nothing here, so nothing is repeated.
/// </summary>
internal sealed class SimulatedConversation(DemoFlow flow, SimulatedHost client, SimulatedHost server)
{
    private const int Rounds = 30;
    private const int PayloadLength = 1000;
    private const ushort ClientPort = 40000;
    private const ushort Window = 65535;
    private const uint FirstClientSequence = 1000;
    private const uint FirstServerSequence = 9000;

    private static readonly byte[] Payload = new byte[PayloadLength];

    private readonly Endpoint _client = new(client.Address(flow.Family), ClientPort);
    private readonly Endpoint _server = new(server.Address(flow.Family), flow.Port);
    private int _answered;

    /// <summary>Whether every question was answered.</summary>
    public bool Done => _answered == Rounds;

    /// <summary>Whether the server got anything at all.</summary>
    public bool Arrived { get; private set; }

    /// <summary>Sends the first packet.</summary>
    public void Begin() => client.Send(flow.Protocol switch
    {
        "tcp" => PacketBuilder.BuildTcp(_client, _server, FirstClientSequence, 0, TcpFlags.Syn, Window, []),
        "udp" => PacketBuilder.BuildUdp(_client, _server, Payload),
        _ => PacketBuilder.BuildEcho(_client.Address, _server.Address, reply: false, ClientPort, 0, Payload),
    });

    /// <summary>A packet arrived at a host's applications.</summary>
    public void OnReceived(SimulatedHost host, byte[] packet)
    {
        if (!IpPacketReader.TryRead(packet, 0, out var info) || info.Protocol != flow.ProtocolNumber)
            return;
        // Keying datagrams to a host without keying arrive at its applications too; only the flow's own ports count.
        if (host == server && info.Source == _client.Address && (flow.Protocol == "icmp" || info.DestinationPort == flow.Port))
        {
            Arrived = true;
            Answer(packet, info);
        }
        else if (host == client && info.Source == _server.Address && (flow.Protocol == "icmp" || info.SourcePort == flow.Port))
        {
            Continue(packet, info);
        }
    }

    private void Answer(byte[] packet, in IpPacketInfo info)
    {
        var transport = packet.AsSpan(info.TransportOffset);
        switch (flow.Protocol)
        {
            case "udp":
                server.Send(PacketBuilder.BuildUdp(_server, _client, transport[PacketBuilder.UdpHeaderLength..]));
                break;
            case "icmp":
                server.Send(PacketBuilder.BuildEcho(_server.Address, _client.Address, reply: true, ClientPort, (ushort)_answered, Payload));
                break;
            default:
                AnswerTcp(transport);
                break;
        }
    }

    private void AnswerTcp(ReadOnlySpan<byte> segment)
    {
        var (sequence, acknowledgment, flags) = ReadTcp(segment);
        var data = segment[PacketBuilder.TcpHeaderLength..];
        if (flags.HasFlag(TcpFlags.Syn))
            server.Send(PacketBuilder.BuildTcp(_server, _client, FirstServerSequence, sequence + 1, TcpFlags.Syn | TcpFlags.Ack, Window, []));
        else if (!data.IsEmpty)
            server.Send(PacketBuilder.BuildTcp(_server, _client, acknowledgment, sequence + (uint)data.Length, TcpFlags.Psh | TcpFlags.Ack, Window, data));
    }

    private void Continue(byte[] packet, in IpPacketInfo info)
    {
        if (flow.Protocol == "tcp")
        {
            ContinueTcp(packet.AsSpan(info.TransportOffset));
            return;
        }

        _answered++;
        if (Done)
            return;
        client.Send(flow.Protocol == "udp"
            ? PacketBuilder.BuildUdp(_client, _server, Payload)
            : PacketBuilder.BuildEcho(_client.Address, _server.Address, reply: false, ClientPort, (ushort)_answered, Payload));
    }

    private void ContinueTcp(ReadOnlySpan<byte> segment)
    {
        var (sequence, acknowledgment, flags) = ReadTcp(segment);
        var length = (uint)segment[PacketBuilder.TcpHeaderLength..].Length;
        if (!flags.HasFlag(TcpFlags.Syn))
            _answered++;
        var next = sequence + (flags.HasFlag(TcpFlags.Syn) ? 1 : length);
        client.Send(Done
            ? PacketBuilder.BuildTcp(_client, _server, acknowledgment, next, TcpFlags.Fin | TcpFlags.Ack, Window, [])
            : PacketBuilder.BuildTcp(_client, _server, acknowledgment, next, TcpFlags.Psh | TcpFlags.Ack, Window, Payload));
    }

    private static (uint Sequence, uint Acknowledgment, TcpFlags Flags) ReadTcp(ReadOnlySpan<byte> segment) =>
        (BinaryPrimitives.ReadUInt32BigEndian(segment[4..]), BinaryPrimitives.ReadUInt32BigEndian(segment[8..]), (TcpFlags)segment[13]);
}
