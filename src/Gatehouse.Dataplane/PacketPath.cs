using Gatehouse.Base;
using Gatehouse.Dataplane.Flows;
using Gatehouse.Dataplane.Holding;
using Gatehouse.Dataplane.Sad;
using Gatehouse.Filtering;
using Gatehouse.Model.Verdicts;

namespace Gatehouse.Dataplane;

/// <summary>
/// The road of every packet, both ways. One thread, no I/O; nothing is allocated for a packet that is permitted, sealed, opened or dropped.
/// </summary>
public sealed class PacketPath
{
    private readonly PathParts _parts;
    private readonly OutboundPath _outbound;
    private readonly InboundPath _inbound;
    private readonly List<HeldPacket> _pushedOut = [];

    /// <summary>A path through these parts, which judges by <paramref name="filters"/> until they are replaced.</summary>
    public PacketPath(
        FilterSnapshot filters,
        SecurityAssociationDatabase sad,
        HoldingQueue holding,
        NegotiationTable negotiations,
        FlowTracker flows,
        IPathEvents events,
        NoSaBehavior onNoSa)
    {
        _parts = new PathParts(sad, holding, negotiations, flows, events) { Filters = new PublishedFilters(filters), OnNoSa = onNoSa };
        var ale = new AleAuthorisation(_parts);
        _outbound = new OutboundPath(_parts, ale, _pushedOut);
        _inbound = new InboundPath(_parts, ale);
    }

    /// <summary>Packets that had to give way to newer held ones during the last call; the node completes and clears them.</summary>
    public IList<HeldPacket> PushedOut => _pushedOut;

    /// <summary>The packet judged last, for reports; default where it could not be read.</summary>
    public JudgedPacket Last => new(_parts.LastPair, _parts.LastTraffic, _parts.LastSpi, _parts.BeginsConnection);

    /// <summary>What becomes of traffic that waits for its SA.</summary>
    public NoSaBehavior OnNoSa => _parts.OnNoSa;

    /// <summary>Watches classifications, for an explanation; null where packets pass.</summary>
    public IClassifyTrace? Trace
    {
        get => _parts.Trace;
        set => _parts.Trace = value;
    }

    /// <summary>From the next packet on these filters decide, and ALE authorises every flow again.</summary>
    public void Replace(FilterSnapshot filters, NoSaBehavior onNoSa)
    {
        _parts.OnNoSa = onNoSa;
        _parts.Filters.Publish(filters);
        _parts.Flows.AleEpoch++;
    }

    /// <summary>Judges a packet this host is about to send. On Replace the buffer holds ESP.</summary>
    public PathVerdict Outbound(Instant now, PacketBuffer packet, in PacketMeta meta, ulong token)
    {
        _parts.Forget();
        return _outbound.Judge(now, packet, meta, token);
    }

    /// <summary>Judges a packet addressed to this host. On Replace the buffer holds the packet that came out of ESP.</summary>
    public PathVerdict Inbound(Instant now, PacketBuffer packet, in PacketMeta meta)
    {
        _parts.Forget();
        return _inbound.Judge(now, packet, meta);
    }

    /// <summary>Seals a packet that was held, under the newest SA that covers it. False when there is none or it cannot be sealed.</summary>
    public bool TrySealHeld(Instant now, in HeldPacket held, PacketBuffer scratch) => _outbound.TrySealHeld(now, held, scratch);
}
