using Gatehouse.Base;
using Gatehouse.Dataplane.Esp;
using Gatehouse.Dataplane.Holding;
using Gatehouse.Dataplane.Sad;
using Gatehouse.Filtering;
using Gatehouse.Filtering.Callouts;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Verdicts;
using Gatehouse.Model.Wfp;
using Gatehouse.Packets;

namespace Gatehouse.Dataplane;

/// <summary>What becomes of traffic that must be protected while no SA exists.</summary>
public enum NoSaBehavior
{
    /// <summary>Hold it, bounded in number, bytes and time.</summary>
    Hold,

    /// <summary>Drop it; TCP will retransmit.</summary>
    Drop,
}

/// <summary>
/// The road of every packet, in the order it travels: read the headers, classify at the transport layer, then seal, hold, open or drop.
/// One thread, no I/O; nothing is allocated for a packet that is permitted, sealed, opened or dropped.
/// </summary>
public sealed class PacketPath(SecurityAssociationDatabase sad, HoldingQueue holding, NegotiationTable negotiations, IPathEvents events, NoSaBehavior onNoSa)
{
    private readonly List<HeldPacket> _pushedOut = [];
    private Instant _recoveryWindowEnds = Instant.Zero;
    private int _recoveries;

    /// <summary>The objects that decide; replaced as a whole when policy changes.</summary>
    public required FilterSnapshot Filters { get; set; }

    /// <summary>Packets that had to give way to newer held ones during the last call; the node completes and clears them.</summary>
    public IList<HeldPacket> PushedOut => _pushedOut;

    /// <summary>The address pair of the packet judged last, for reports; default when it could not be read.</summary>
    public AddressPair LastPair { get; private set; }

    /// <summary>Judges a packet this host is about to send. On Replace the buffer holds ESP.</summary>
    public PathVerdict Outbound(Instant now, PacketBuffer packet, in PacketMeta meta, ulong token)
    {
        LastPair = default;
        if (!IpPacketReader.TryRead(packet.Span, meta.InterfaceIndex, out var info))
            return new PathVerdict(PathAction.Drop, VerdictReason.MalformedPacket);
        var fields = TransportFields.Outbound(info, meta.BroadcastDestination);
        LastPair = new AddressPair(fields.Local, fields.Remote);
        var layer = info.Family == IpFamily.V4 ? FwpmLayer.OutboundTransportV4 : FwpmLayer.OutboundTransportV6;
        var facts = new CalloutFacts(
            meta.Loopback || info.Destination.IsLoopback,
            fields.DestinationAddressType is NlAddressType.Multicast or NlAddressType.Broadcast,
            ArrivedProtected: false,
            meta.KeyingMark);
        var result = Filters.Classify(layer, fields, facts);
        return result.Action switch
        {
            ClassifyAction.Permit => new PathVerdict(PathAction.Accept, result.Reason, result.FilterId),
            ClassifyAction.Protect => Protect(now, packet, fields, token, result.FilterId),
            _ => new PathVerdict(PathAction.Drop, result.Reason, result.FilterId),
        };
    }

    /// <summary>Judges a packet addressed to this host. On Replace the buffer holds the packet that came out of ESP.</summary>
    public PathVerdict Inbound(Instant now, PacketBuffer packet, in PacketMeta meta)
    {
        LastPair = default;
        if (!IpPacketReader.TryRead(packet.Span, meta.InterfaceIndex, out var info))
            return new PathVerdict(PathAction.Drop, VerdictReason.MalformedPacket);
        LastPair = new AddressPair(info.Destination, info.Source);
        if (info.Protocol == IpProtocol.Esp)
            return Open(now, packet, info, meta);
        var result = ClassifyInbound(info, meta, arrivedProtected: false);
        return result.Action == ClassifyAction.Permit
            ? new PathVerdict(PathAction.Accept, result.Reason, result.FilterId)
            : new PathVerdict(PathAction.Drop, result.Reason, result.FilterId);
    }

    /// <summary>Seals a packet that was held, under the newest SA that covers it. False when there is none or it cannot be sealed.</summary>
    public bool TrySealHeld(Instant now, in HeldPacket held, PacketBuffer scratch)
    {
        var traffic = held.Traffic;
        if (sad.ForOutbound(held.Pair, traffic.Protocol, traffic.LocalPort, traffic.RemotePort) is not { } entry)
            return false;
        scratch.Load(held.Packet);
        return Seal(now, scratch, entry) == VerdictReason.Sealed;
    }

    private PathVerdict Protect(Instant now, PacketBuffer packet, in ClassifyFields fields, ulong token, ulong filterId)
    {
        if (sad.ForOutbound(LastPair, fields.Protocol, fields.LocalPort, fields.RemotePort) is { } entry)
        {
            var reason = Seal(now, packet, entry);
            return new PathVerdict(reason == VerdictReason.Sealed ? PathAction.Replace : PathAction.Drop, reason, filterId);
        }

        if (negotiations.IsBackingOff(now, LastPair))
            return new PathVerdict(PathAction.Drop, VerdictReason.NegotiationFailed, filterId);
        if (negotiations.TryBegin(now, LastPair))
            events.AcquireRequested(LastPair, TrafficSelector.Any);
        if (onNoSa == NoSaBehavior.Drop || !negotiations.IsRunning(LastPair))
            return new PathVerdict(PathAction.Drop, VerdictReason.NoSa, filterId);
        var traffic = new TrafficSelector(fields.Protocol, fields.LocalPort, fields.RemotePort);
        holding.Hold(new HeldPacket(token, LastPair, packet.Span.ToArray(), now, traffic), _pushedOut);
        return new PathVerdict(PathAction.Hold, VerdictReason.Held, filterId);
    }

    private VerdictReason Seal(Instant now, PacketBuffer packet, SaEntry entry)
    {
        var reason = entry.Sealer.Seal(packet);
        if (reason != VerdictReason.Sealed)
            return reason;
        entry.LastUsed = now;
        if (entry.CheckTraffic() is { } limit)
            events.TrafficLimitReached(entry, limit);
        return reason;
    }

    private PathVerdict Open(Instant now, PacketBuffer packet, in IpPacketInfo outer, in PacketMeta meta)
    {
        if (!EspPacket.TryReadSpi(packet.Span, out var spi, out _))
            return new PathVerdict(PathAction.Drop, outer.IsFragment ? VerdictReason.Fragment : VerdictReason.EspMalformed);
        if (sad.ForInbound(LastPair, spi) is not { } entry)
        {
            if (TransportFields.Inbound(outer, meta.BroadcastDestination).LocalAddressType == NlAddressType.Unicast)
                RecoverFromUnknownSpi(now);
            return new PathVerdict(PathAction.Drop, VerdictReason.BadSpi);
        }

        if (entry.Exhausted)
            return new PathVerdict(PathAction.Drop, VerdictReason.SaExpired);
        var reason = entry.Opener.Open(packet);
        if (reason is not (VerdictReason.Opened or VerdictReason.DummyPacket))
            return new PathVerdict(PathAction.Drop, reason);
        Received(now, entry);
        if (reason == VerdictReason.DummyPacket)
            return new PathVerdict(PathAction.Drop, reason);

        // The selector check comes after opening: only now is the inner header known (RFC 4301 section 5.2).
        if (!IpPacketReader.TryRead(packet.Span, meta.InterfaceIndex, out var inner))
            return new PathVerdict(PathAction.Drop, VerdictReason.MalformedPacket);
        var fields = TransportFields.Inbound(inner, broadcastDestination: false);
        if (!entry.Selector.Covers(fields.Protocol, fields.LocalPort, fields.RemotePort))
            return new PathVerdict(PathAction.Drop, VerdictReason.WrongSa);
        var result = ClassifyInbound(inner, meta, arrivedProtected: true);
        return result.Action == ClassifyAction.Permit
            ? new PathVerdict(PathAction.Replace, VerdictReason.Opened, result.FilterId)
            : new PathVerdict(PathAction.Drop, result.Reason, result.FilterId);
    }

    // A peer that goes on using SAs this host lost in a crash would talk into a void until they expire. A negotiation of ours, which says
    // initial contact, makes it forget them. Few a second, because the source address of an unknown SPI proves nothing.
    private void RecoverFromUnknownSpi(Instant now)
    {
        if (now >= _recoveryWindowEnds)
            (_recoveryWindowEnds, _recoveries) = (now + TimeSpan.FromSeconds(1), 0);
        if (_recoveries >= Limits.UnknownSpiRecoveriesPerSecond || sad.ForOutbound(LastPair, 0, 0, 0) is not null || negotiations.IsBackingOff(now, LastPair))
            return;
        if (!negotiations.TryBegin(now, LastPair))
            return;
        _recoveries++;
        events.AcquireRequested(LastPair, TrafficSelector.Any);
    }

    private void Received(Instant now, SaEntry entry)
    {
        entry.LastUsed = now;
        if (!entry.HasReceived)
        {
            entry.HasReceived = true;
            events.FirstPacketReceived(entry);
        }

        if (entry.CheckTraffic() is { } limit)
            events.TrafficLimitReached(entry, limit);
    }

    private ClassifyResult ClassifyInbound(in IpPacketInfo info, in PacketMeta meta, bool arrivedProtected)
    {
        var fields = TransportFields.Inbound(info, meta.BroadcastDestination);
        var layer = info.Family == IpFamily.V4 ? FwpmLayer.InboundTransportV4 : FwpmLayer.InboundTransportV6;
        var group = fields.LocalAddressType is NlAddressType.Multicast or NlAddressType.Broadcast;
        return Filters.Classify(layer, fields, new CalloutFacts(meta.Loopback, group, arrivedProtected, KeyingMark: false));
    }
}
