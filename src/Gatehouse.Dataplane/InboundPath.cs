using Gatehouse.Base;
using Gatehouse.Dataplane.Esp;
using Gatehouse.Dataplane.Flows;
using Gatehouse.Dataplane.Sad;
using Gatehouse.Filtering;
using Gatehouse.Filtering.Callouts;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Verdicts;
using Gatehouse.Model.Wfp;
using Gatehouse.Packets;

namespace Gatehouse.Dataplane;

/// <summary>The road of a packet addressed to this host: open ESP, classify, authorise its connection, then let it in or drop it. Nothing is held.</summary>
internal sealed class InboundPath(PathParts parts, AleAuthorisation ale)
{
    private Instant _recoveryWindowEnds = Instant.Zero;
    private int _recoveries;
    private (AddressPair Addresses, Spi Spi) _told;

    public PathVerdict Judge(Instant now, PacketBuffer packet, in PacketMeta meta)
    {
        if (!IpPacketReader.TryRead(packet.Span, meta.InterfaceIndex, out var info))
            return PathParts.Drop(VerdictReason.MalformedPacket);
        parts.LastPair = new AddressPair(info.Destination, info.Source);
        return info.Protocol == IpProtocol.Esp ? Open(now, packet, info, meta) : JudgeClear(now, packet, info, meta);
    }

    private PathVerdict JudgeClear(Instant now, PacketBuffer packet, in IpPacketInfo info, in PacketMeta meta)
    {
        var fields = TransportFields.Inbound(info, meta.BroadcastDestination);
        parts.Note(fields);
        var flow = parts.Flows.View(now, packet.Span, info, outbound: false);
        var result = Classify(info, fields, meta, flow, arrivedProtected: false);
        if (result.Action != ClassifyAction.Permit)
            return PathParts.Drop(result.Reason, result.FilterId);
        if (result.Reason is VerdictReason.NotProtectable or VerdictReason.KeyingExemption)
            return new PathVerdict(PathAction.Accept, result.Reason, result.FilterId);
        if (flow.IsSecured && !flow.InGrace)
            return PathParts.Drop(VerdictReason.ClearTextOfSecuredFlow, result.FilterId);
        if (ale.Check(flow, fields, outbound: false, arrivedProtected: false, out var asked) is { } refused)
            return refused;

        // [MS-IKEE] 3.7, inbound rule 4: an SA of guaranteed encryption marks the flows it covers, also by a packet in clear.
        var guaranteed = parts.Sad.ForOutbound(parts.LastPair, fields.Protocol, fields.LocalPort, fields.RemotePort, guaranteedEncryption: true) is not null;
        var added = asked | (guaranteed ? FlowFlags.GuaranteedEncryption : FlowFlags.None);
        if ((flow.Flags & FlowFlags.Acquire) != 0 && flow.IsOfConnection && parts.Negotiations.TakeTrigger(parts.LastPair, flow.Packet.Key))
            parts.Events.ClearReply(parts.LastPair);
        return parts.Flows.TryAccept(now, flow, outbound: false, added, out _)
            ? new PathVerdict(PathAction.Accept, result.Reason, result.FilterId)
            : PathParts.Drop(VerdictReason.FlowTableFull, result.FilterId);
    }

    private PathVerdict Open(Instant now, PacketBuffer packet, in IpPacketInfo outer, in PacketMeta meta)
    {
        if (!EspPacket.TryReadSpi(packet.Span, out var spi, out _))
            return PathParts.Drop(outer.IsFragment ? VerdictReason.Fragment : VerdictReason.EspMalformed);
        parts.LastTraffic = new TrafficSelector(IpProtocol.Esp, 0, 0);
        parts.LastSpi = spi;
        if (parts.Sad.ForInbound(parts.LastPair, spi) is not { } entry)
        {
            if (TransportFields.Inbound(outer, meta.BroadcastDestination).LocalAddressType == NlAddressType.Unicast)
                RecoverFromUnknownSpi(now, spi);
            return PathParts.Drop(VerdictReason.BadSpi);
        }

        if (entry.Exhausted)
            return PathParts.Drop(VerdictReason.SaExpired);
        var reason = entry.Opener.Open(packet);
        if (reason is not (VerdictReason.Opened or VerdictReason.DummyPacket))
            return PathParts.Drop(reason);
        Received(now, entry);
        return reason == VerdictReason.DummyPacket ? PathParts.Drop(reason) : JudgeOpened(now, packet, entry, meta);
    }

    // The selector check comes after opening: only now is the inner header known (RFC 4301 section 5.2).
    private PathVerdict JudgeOpened(Instant now, PacketBuffer packet, SaEntry entry, in PacketMeta meta)
    {
        if (!IpPacketReader.TryRead(packet.Span, meta.InterfaceIndex, out var info))
            return PathParts.Drop(VerdictReason.MalformedPacket);
        var fields = TransportFields.Inbound(info, broadcastDestination: false);
        parts.Note(fields);
        if (!entry.Selector.Covers(fields.Protocol, fields.LocalPort, fields.RemotePort))
            return PathParts.Drop(VerdictReason.WrongSa);
        var flow = parts.Flows.View(now, packet.Span, info, outbound: false);
        var result = Classify(info, fields, meta, flow, arrivedProtected: true);
        if (result.Action != ClassifyAction.Permit)
            return PathParts.Drop(result.Reason, result.FilterId);
        if (ale.Check(flow, fields, outbound: false, arrivedProtected: true, out var asked) is { } refused)
            return refused;
        var added = FlowFlags.Secure | FlowFlags.ProtectedReceived | asked
            | (entry.GuaranteedEncryption ? FlowFlags.GuaranteedEncryption : FlowFlags.None);
        return parts.Flows.TryAccept(now, flow, outbound: false, added, out _)
            ? new PathVerdict(PathAction.Replace, VerdictReason.Opened, result.FilterId)
            : PathParts.Drop(VerdictReason.FlowTableFull, result.FilterId);
    }

    private ClassifyResult Classify(in IpPacketInfo info, in ClassifyFields fields, in PacketMeta meta, in FlowView flow, bool arrivedProtected)
    {
        var layer = info.Family == IpFamily.V4 ? FwpmLayer.InboundTransportV4 : FwpmLayer.InboundTransportV6;
        var group = fields.LocalAddressType is NlAddressType.Multicast or NlAddressType.Broadcast;
        return parts.Classify(
            layer, fields, new CalloutFacts(meta.Loopback, group, arrivedProtected, KeyingMark: false, flow.CountsAsSecured, flow.InGrace));
    }

    // A peer that goes on using SAs this host lost in a crash, or whose delete was lost, would talk into a void until they expire. Keying tells it
    // under the main mode, if there is one; else a negotiation of ours, which says initial contact, makes it forget them. Few a second, because the
    // source address of an unknown SPI proves nothing.
    private void RecoverFromUnknownSpi(Instant now, Spi spi)
    {
        if (now >= _recoveryWindowEnds)
            (_recoveryWindowEnds, _recoveries, _told) = (now + TimeSpan.FromSeconds(1), 0, default);
        if (_recoveries >= Limits.UnknownSpiRecoveriesPerSecond || (parts.LastPair, spi) == _told)
            return;
        _recoveries++;
        _told = (parts.LastPair, spi);
        parts.Events.UnknownSpi(parts.LastPair, spi);
        var wanted = new Wanted(parts.LastPair, TrafficSelector.Any, GuaranteedEncryption: false);
        if (parts.Sad.ForOutbound(parts.LastPair, 0, 0, 0) is null && !parts.Negotiations.IsBackingOff(now, wanted)
            && parts.Negotiations.TryBegin(now, wanted))
        {
            parts.Events.AcquireRequested(wanted);
        }
    }

    private void Received(Instant now, SaEntry entry)
    {
        if (!entry.HasReceived)
        {
            entry.HasReceived = true;
            parts.Events.FirstPacketReceived(entry);
        }

        parts.Used(now, entry);
    }
}
