using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net.Sockets;
using Gatehouse.Base;
using Gatehouse.Dataplane;
using Gatehouse.Engine.Ports;
using Gatehouse.Model.Keying;
using Gatehouse.Model.Verdicts;

namespace Gatehouse.Interop.Linux;

/// <summary>
/// A stand-in for a node: turns every packet into protocol 50 by XOR, with the overhead of ESP, and back. It proves what the port does with
/// verdicts; it protects nothing.
/// </summary>
public sealed class XorNode : INode
{
    /// <summary>SPI 4, sequence number 4, IV 8, at most 3 bytes padding, trailer 2, ICV 16.</summary>
    public const int MaxOverhead = 37;

    private const int Front = 16;
    private const int Icv = 16;
    private const byte Esp = 50;

    private readonly Queue<NodeAction> _actions = new();
    private readonly List<(ulong Token, byte[] Packet)> _held = [];
    private uint _sequence;

    public long Sealed { get; private set; }

    public long Opened { get; private set; }

    public long Dropped { get; private set; }

    /// <summary>Packets judged, both ways.</summary>
    public long Seen { get; private set; }

    public bool Transforms { get; init; } = true;

    /// <summary>While true, what would be sealed is held.</summary>
    public bool Holding { get; set; }

    public int HeldCount => _held.Count;

    /// <summary>Throws at the next packet with a transport checksum, as a defect of a node would.</summary>
    public bool Broken { get; set; }

    public ConcurrentQueue<PacketMeta> KeyingMetas { get; } = new();

    public ConcurrentQueue<PacketMeta> BroadcastMetas { get; } = new();

    public BlockingCollection<(Endpoint Local, Endpoint Remote, byte[] Data)> Datagrams { get; } = [];

    public Instant? NextDeadline { get; set; }

    public int DeadlinesFired { get; private set; }

    /// <summary>The longest inner packet of a link.</summary>
    public static int InnerMtu(int linkMtu, IpFamily family) => linkMtu - MaxOverhead - (family == IpFamily.V4 ? 0 : 1);

    public PathVerdict Outbound(Instant now, PacketBuffer packet, in PacketMeta meta, ulong token)
    {
        Seen++;
        if (meta.BroadcastDestination)
            BroadcastMetas.Enqueue(meta);
        if (meta.KeyingMark)
        {
            KeyingMetas.Enqueue(meta);
            return new PathVerdict(PathAction.Accept, VerdictReason.KeyingExemption);
        }

        if (!Transforms || !IsProtected(packet.Span))
            return new PathVerdict(PathAction.Accept, VerdictReason.PermitFilter);
        if (Broken)
            throw new InvalidOperationException("broken on purpose");
        if (Holding)
        {
            _held.Add((token, packet.Span.ToArray()));
            return new PathVerdict(PathAction.Hold, VerdictReason.Held);
        }

        Seal(packet);
        return new PathVerdict(PathAction.Replace, VerdictReason.Sealed);
    }

    public PathVerdict Inbound(Instant now, PacketBuffer packet, in PacketMeta meta)
    {
        Seen++;
        var span = packet.Span;
        if (!Transforms || IsExempt(span))
            return new PathVerdict(PathAction.Accept, VerdictReason.PermitFilter);
        if (Protocol(span) != Esp)
        {
            Dropped++;
            return new PathVerdict(PathAction.Drop, VerdictReason.ClearTextInbound);
        }

        Open(packet);
        return new PathVerdict(PathAction.Replace, VerdictReason.Opened);
    }

    public void OnDatagram(Instant now, Endpoint local, Endpoint remote, ReadOnlySpan<byte> datagram) =>
        Datagrams.Add((local, remote, datagram.ToArray()));

    public void OnStepEnded(Instant now, KeyingStep step) => throw new NotSupportedException("this node asks for no steps");

    public void OnDeadline(Instant now)
    {
        NextDeadline = null;
        DeadlinesFired++;
    }

    public bool TryTakeAction(out NodeAction action) => _actions.TryDequeue(out action!);

    public void Ask(NodeAction action) => _actions.Enqueue(action);

    /// <summary>Seals or drops everything held.</summary>
    public void Release(bool seal)
    {
        Holding = false;
        var buffer = new PacketBuffer();
        foreach (var (token, packet) in _held)
        {
            buffer.Load(packet);
            if (seal)
                Seal(buffer);
            var verdict = seal ? new PathVerdict(PathAction.Replace, VerdictReason.Sealed) : new PathVerdict(PathAction.Drop, VerdictReason.HeldExpired);
            _actions.Enqueue(new NodeAction.CompleteHeld(token, verdict, seal ? buffer.Span.ToArray() : []));
        }

        _held.Clear();
    }

    private static int HeaderLength(ReadOnlySpan<byte> packet) => packet[0] >> 4 == 4 ? (packet[0] & 0xF) * 4 : 40;

    private static byte Protocol(ReadOnlySpan<byte> packet) => packet[packet[0] >> 4 == 4 ? 9 : 6];

    private static bool IsMulticast(ReadOnlySpan<byte> packet) =>
        packet[0] >> 4 == 4 ? packet[16] >= 224 : packet[24] == 0xFF;

    private static bool IsProtected(ReadOnlySpan<byte> packet) => !IsExempt(packet) && !IsMulticast(packet);

    private static bool IsExempt(ReadOnlySpan<byte> packet)
    {
        var protocol = (ProtocolType)Protocol(packet);
        if (protocol is ProtocolType.Icmp or ProtocolType.IcmpV6 or 0 || IsMulticast(packet))
            return true;
        return protocol == ProtocolType.Udp && BinaryPrimitives.ReadUInt16BigEndian(packet[(HeaderLength(packet) + 2)..]) is 500 or 4500;
    }

    private void Seal(PacketBuffer packet)
    {
        var header = HeaderLength(packet.Span);
        var inner = packet.Length - header;
        var padding = (4 - ((inner + 2) & 3)) & 3;
        var protocol = Protocol(packet.Span);
        var oldHeader = packet.Span[..header].ToArray();
        packet.Move(packet.Offset - Front, packet.Length + Front + padding + 2 + Icv);
        var span = packet.Span;
        oldHeader.CopyTo(span);
        span.Slice(header, Front).Clear();
        BinaryPrimitives.WriteUInt32BigEndian(span[header..], 0x1001);
        BinaryPrimitives.WriteUInt32BigEndian(span[(header + 4)..], ++_sequence);
        var end = header + Front + inner;
        span[end..].Clear();
        span[end + padding] = (byte)padding;
        span[end + padding + 1] = protocol;
        foreach (ref var octet in span[(header + Front)..(end + padding + 2)])
            octet ^= 0xA5;
        Finish(span, Esp);
        Sealed++;
    }

    private void Open(PacketBuffer packet)
    {
        var header = HeaderLength(packet.Span);
        var span = packet.Span;
        var trailer = span.Length - Icv;
        foreach (ref var octet in span[(header + Front)..trailer])
            octet ^= 0xA5;
        var padding = span[trailer - 2];
        var protocol = span[trailer - 1];
        var oldHeader = span[..header].ToArray();
        packet.Move(packet.Offset + Front, packet.Length - Front - padding - 2 - Icv);
        oldHeader.CopyTo(packet.Span);
        Finish(packet.Span, protocol);
        Opened++;
    }

    private static void Finish(Span<byte> packet, byte protocol)
    {
        if (packet[0] >> 4 == 6)
        {
            BinaryPrimitives.WriteUInt16BigEndian(packet[4..], (ushort)(packet.Length - 40));
            packet[6] = protocol;
            return;
        }

        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], (ushort)packet.Length);
        packet[9] = protocol;
        packet.Slice(10, 2).Clear();
        var sum = 0u;
        for (var i = 0; i < HeaderLength(packet); i += 2)
            sum += BinaryPrimitives.ReadUInt16BigEndian(packet[i..]);
        while (sum > 0xFFFF)
            sum = (sum & 0xFFFF) + (sum >> 16);
        BinaryPrimitives.WriteUInt16BigEndian(packet[10..], (ushort)~sum);
    }
}
