using Gatehouse.Base;
using Gatehouse.Dataplane.Flows;
using Gatehouse.Dataplane.Holding;
using Gatehouse.Dataplane.Sad;
using Gatehouse.Filtering;
using Gatehouse.Filtering.Callouts;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Verdicts;
using Gatehouse.Model.Wfp;
using Gatehouse.Packets;

namespace Gatehouse.Dataplane;

/// <summary>The road of a packet this host is about to send: classify, authorise its connection, then seal, hold, let go in clear, or drop.</summary>
internal sealed class OutboundPath(PathParts parts, AleAuthorisation ale, List<HeldPacket> pushedOut)
{
    private const FlowFlags Asked = FlowFlags.GuaranteedEncryption | FlowFlags.RequireSecurity;

    public PathVerdict Judge(Instant now, PacketBuffer packet, in PacketMeta meta, ulong token)
    {
        if (!IpPacketReader.TryRead(packet.Span, meta.InterfaceIndex, out var info))
            return PathParts.Drop(VerdictReason.MalformedPacket);
        var fields = TransportFields.Outbound(info, meta.BroadcastDestination);
        parts.LastPair = new AddressPair(fields.Local, fields.Remote);
        parts.Note(fields);
        var flow = parts.Flows.View(now, packet.Span, info, outbound: true);
        var verdict = Judge(now, packet, info, fields, meta, flow, token);
        if (verdict.Action is PathAction.Drop or PathAction.Hold)
            parts.Flows.KeepAlive(now, flow);
        return verdict;
    }

    /// <summary>Seals a packet that was held, under the newest SA that covers it. False when there is none or it cannot be sealed.</summary>
    public bool TrySealHeld(Instant now, in HeldPacket held, PacketBuffer scratch)
    {
        var traffic = held.Traffic;
        if (parts.Sad.ForOutbound(held.Pair, traffic.Protocol, traffic.LocalPort, traffic.RemotePort, held.GuaranteedEncryption) is not { } entry)
            return false;
        scratch.Load(held.Packet);
        var flow = parts.Flows.View(now, held.Flow, outbound: true);
        flow = flow with { Flags = flow.Flags | (held.Flags & Asked) };
        return Seal(now, scratch, entry, flow, 0).Action == PathAction.Replace;
    }

    private PathVerdict Judge(
        Instant now, PacketBuffer packet, in IpPacketInfo info, in ClassifyFields fields, in PacketMeta meta, FlowView flow, ulong token)
    {
        var result = Classify(info, fields, meta, flow);
        if (result.Action == ClassifyAction.Block)
            return PathParts.Drop(result.Reason, result.FilterId);

        // What no SA can exist for, and keying itself, is no flow of the policy's.
        if (result.Reason is VerdictReason.NotProtectable or VerdictReason.KeyingExemption)
            return new PathVerdict(PathAction.Accept, result.Reason, result.FilterId);
        if (ale.Check(flow, fields, outbound: true, arrivedProtected: false, out var asked) is { } refused)
            return refused;
        flow = flow with { Flags = flow.Flags | asked };
        return Decide(now, packet, fields, flow, token, result);
    }

    private ClassifyResult Classify(in IpPacketInfo info, in ClassifyFields fields, in PacketMeta meta, in FlowView flow)
    {
        var layer = info.Family == IpFamily.V4 ? FwpmLayer.OutboundTransportV4 : FwpmLayer.OutboundTransportV6;
        var group = fields.DestinationAddressType is NlAddressType.Multicast or NlAddressType.Broadcast;
        var loopback = meta.Loopback || info.Destination.IsLoopback;
        return parts.Classify(
            layer, fields, new CalloutFacts(loopback, group, ArrivedProtected: false, meta.KeyingMark, flow.CountsAsSecured, flow.InGrace));
    }

    // A flow that was ever protected stays so, whatever a filter permits now: Windows' exemptions would let its answers go in clear, and the
    // peer, which protects the flow, would drop them.
    private PathVerdict Decide(Instant now, PacketBuffer packet, in ClassifyFields fields, in FlowView flow, ulong token, in ClassifyResult result)
    {
        var clearAllowed = result.Action switch
        {
            ClassifyAction.Permit => !flow.IsSecured,
            ClassifyAction.Discover or ClassifyAction.DiscoverQuietly => !flow.CountsAsSecured && !flow.IsSecured,
            _ => false,
        };
        if (result.Action == ClassifyAction.Permit && clearAllowed)
            return AcceptClear(now, flow, result, FlowFlags.None);
        var entry = parts.Sad.ForOutbound(parts.LastPair, fields.Protocol, fields.LocalPort, fields.RemotePort, flow.GuaranteedEncryption);
        if (entry is not null && !(entry.LeavesClear && clearAllowed))
            return Seal(now, packet, entry, flow, result.FilterId);
        var negotiates = !result.StartsNothing;
        var wanted = parts.Want(fields, result.Narrowed, flow.GuaranteedEncryption);
        if (clearAllowed)
        {
            var asks = negotiates && entry is null && flow.IsOfConnection && AsksOnce(now, flow, wanted);
            return AcceptClear(now, flow, result, asks ? FlowFlags.Acquire : FlowFlags.None);
        }

        return negotiates ? Wait(now, packet, fields, flow, token, wanted, result.FilterId) : PathParts.Drop(VerdictReason.NoSa, result.FilterId);
    }

    private PathVerdict AcceptClear(Instant now, in FlowView flow, in ClassifyResult result, FlowFlags added) =>
        parts.Flows.TryAccept(now, flow, outbound: true, flow.Flags | added, out _)
            ? new PathVerdict(PathAction.Accept, result.Reason, result.FilterId)
            : PathParts.Drop(VerdictReason.FlowTableFull, result.FilterId);

    // Acquire: a flow that goes in clear asks for one negotiation. Only when that one failed may it ask again, after the peer's back-off, so
    // that a long-lived connection is upgraded too once its peer can.
    private bool AsksOnce(Instant now, in FlowView flow, in Wanted wanted)
    {
        if ((flow.Flags & FlowFlags.Acquire) != 0 && !parts.Negotiations.HasFailed(wanted))
            return false;
        if (parts.Negotiations.IsBackingOff(now, wanted))
            return false;
        if (parts.Negotiations.TryBegin(now, wanted))
        {
            parts.Negotiations.NoteTrigger(wanted.Addresses, flow.Packet.Key);
            parts.Events.AcquireRequested(wanted);
        }

        return parts.Negotiations.IsRunning(wanted);
    }

    private PathVerdict Wait(
        Instant now, PacketBuffer packet, in ClassifyFields fields, in FlowView flow, ulong token, in Wanted wanted, ulong filterId)
    {
        if (parts.Negotiations.IsBackingOff(now, wanted))
            return PathParts.Drop(VerdictReason.NegotiationFailed, filterId);
        if (parts.Negotiations.TryBegin(now, wanted))
            parts.Events.AcquireRequested(wanted);
        if (parts.OnNoSa == NoSaBehavior.Drop || !parts.Negotiations.IsRunning(wanted))
            return PathParts.Drop(VerdictReason.NoSa, filterId);
        var traffic = new TrafficSelector(fields.Protocol, fields.LocalPort, fields.RemotePort);
        var held = new HeldPacket(token, wanted, packet.Span.ToArray(), now, traffic, flow.Packet, flow.Flags);
        parts.Holding.Hold(held, pushedOut);
        return new PathVerdict(PathAction.Hold, VerdictReason.Held, filterId);
    }

    private PathVerdict Seal(Instant now, PacketBuffer packet, SaEntry entry, in FlowView flow, ulong filterId)
    {
        var reason = entry.Sealer.Seal(packet);
        if (reason != VerdictReason.Sealed)
            return PathParts.Drop(reason, filterId);
        if (!parts.Flows.TryAcceptSealed(now, flow, entry, flow.Flags))
            return PathParts.Drop(VerdictReason.FlowTableFull, filterId);
        parts.Used(now, entry);
        return new PathVerdict(PathAction.Replace, VerdictReason.Sealed, filterId);
    }
}
