using Gatehouse.Base;
using Gatehouse.Dataplane;
using Gatehouse.Engine.Ports;
using Gatehouse.Linux.Loop;
using Gatehouse.Linux.Routing;
using Gatehouse.Model.Verdicts;

namespace Gatehouse.Linux.Queue;

/// <summary>
/// Carries packets between the two netfilter queues and a node. A packet without verdict stays in the kernel: it leaves only by a verdict
/// of ours, and the kernel drops it when this process ends.
/// </summary>
internal sealed class NfqueuePort : IDisposable
{
    private readonly INode _node;
    private readonly QueueListener _outbound;
    private readonly QueueListener _inbound;
    private readonly AddressTable _addresses;
    private readonly IPacketTap? _tap;

    public NfqueuePort(INode node, QueueListener outbound, QueueListener inbound, AddressTable addresses, IPacketTap? tap)
    {
        _node = node;
        _outbound = outbound;
        _inbound = inbound;
        _addresses = addresses;
        _tap = tap;
    }

    /// <summary>The descriptor of the outbound queue.</summary>
    public int OutboundFd => _outbound.Fd;

    /// <summary>The descriptor of the inbound queue.</summary>
    public int InboundFd => _inbound.Fd;

    /// <summary>What went wrong between the kernel and the port.</summary>
    public PortCounters Counters => new(
        KernelQueueTable.ReadDrops([_outbound.Queue, _inbound.Queue]),
        _outbound.Refused + _inbound.Refused,
        _outbound.Verdicts.Failures + _inbound.Verdicts.Failures,
        _outbound.Cut + _inbound.Cut);

    /// <summary>Judges one turn of outbound packets; returns how many messages there were.</summary>
    public int PumpOutbound(Instant now)
    {
        var count = _outbound.Receive();
        for (var i = 0; i < count; i++)
        {
            if (_outbound.TryTake(i, out var packet, out var buffer))
                JudgeOutbound(now, in packet, buffer);
        }

        _outbound.Verdicts.Flush();
        return count;
    }

    /// <summary>Judges one turn of inbound packets; returns how many messages there were.</summary>
    public int PumpInbound(Instant now)
    {
        var count = _inbound.Receive();
        for (var i = 0; i < count; i++)
        {
            if (_inbound.TryTake(i, out var packet, out var buffer))
                JudgeInbound(now, in packet, buffer);
        }

        _inbound.Verdicts.Flush();
        return count;
    }

    /// <summary>Ends the waiting of a held packet.</summary>
    public void Complete(Instant now, NodeAction.CompleteHeld held)
    {
        var id = (uint)held.Token;
        if (held.Verdict.Action == PathAction.Replace && held.Packet.Length is > 0 and <= QueueNumbers.MaxPayload)
        {
            _tap?.OnPacket(now, TapDirection.Outbound, held.Packet);
            _outbound.ReplaceNow(id, Marked((uint)(held.Token >> 32), LinuxNames.SealedMark), held.Packet);
            return;
        }

        _outbound.Verdicts.Add(id, accept: false, mark: null);
        _outbound.Verdicts.Flush();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _outbound.Dispose();
        _inbound.Dispose();
    }

    private void JudgeOutbound(Instant now, in QueuedPacket packet, PacketBuffer buffer)
    {
        var keying = (packet.Mark & LinuxNames.MarkMask) == LinuxNames.KeyingMark;
        // The rules let loopback traffic by, so what comes here with that interface was redirected (DNAT) after it was routed: its destination
        // decides, and the interface the kernel reports is the old one.
        var meta = _addresses.Meta(buffer.Span, packet.OutputInterface, keying) with { Loopback = false };
        var verdict = _node.Outbound(now, buffer, in meta, Token(in packet));
        switch (verdict.Action)
        {
            case PathAction.Accept:
                _tap?.OnPacket(now, TapDirection.Outbound, buffer.Span);
                _outbound.Verdicts.Add(packet.Id, accept: true, mark: null);
                break;
            case PathAction.Replace when buffer.Length <= QueueNumbers.MaxPayload:
                _tap?.OnPacket(now, TapDirection.Outbound, buffer.Span);
                _outbound.Replace(packet.Id, Marked(packet.Mark, LinuxNames.SealedMark), buffer);
                break;
            case PathAction.Hold:
                break;
            default:
                _outbound.Verdicts.Add(packet.Id, accept: false, mark: null);
                break;
        }
    }

    private void JudgeInbound(Instant now, in QueuedPacket packet, PacketBuffer buffer)
    {
        // The tap sees the packet as it came: opening happens in place.
        _tap?.OnPacket(now, TapDirection.Inbound, buffer.Span);
        var meta = _addresses.Meta(buffer.Span, packet.InputInterface, keyingMark: false);
        var verdict = _node.Inbound(now, buffer, in meta);
        switch (verdict.Action)
        {
            case PathAction.Accept:
                _inbound.Verdicts.Add(packet.Id, accept: true, mark: null);
                break;
            case PathAction.Replace when buffer.Length <= QueueNumbers.MaxPayload:
                _inbound.Replace(packet.Id, Marked(packet.Mark, LinuxNames.OpenedMark), buffer);
                break;
            default:
                _inbound.Verdicts.Add(packet.Id, accept: false, mark: null);
                break;
        }
    }

    /// <summary>The packet's id below and its mark above, because the completion needs both and the message is gone by then.</summary>
    private static ulong Token(in QueuedPacket packet) => ((ulong)packet.Mark << 32) | packet.Id;

    private static uint Marked(uint mark, uint value) => (mark & ~LinuxNames.MarkMask) | value;
}
