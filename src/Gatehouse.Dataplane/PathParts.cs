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

/// <summary>What both directions of the packet path share.</summary>
internal sealed class PathParts(
    SecurityAssociationDatabase sad, HoldingQueue holding, NegotiationTable negotiations, FlowTracker flows, IPathEvents events)
{
    private DecisionCache? _decisions;

    public SecurityAssociationDatabase Sad => sad;

    public HoldingQueue Holding => holding;

    public NegotiationTable Negotiations => negotiations;

    public FlowTracker Flows => flows;

    public IPathEvents Events => events;

    public required NoSaBehavior OnNoSa { get; set; }

    /// <summary>The objects that decide; a packet is judged by exactly one snapshot.</summary>
    public required PublishedFilters Filters { get; init; }

    /// <summary>Watches classifications; null where packets pass.</summary>
    public IClassifyTrace? Trace { get; set; }

    /// <summary>The address pair of the packet judged last; default when it could not be read.</summary>
    public AddressPair LastPair { get; set; }

    /// <summary>Protocol and ports of the packet judged last; default when they could not be read.</summary>
    public TrafficSelector LastTraffic { get; set; }

    /// <summary>The SPI of the packet judged last; 0 for one that arrived in clear, or is to be sent.</summary>
    public Spi LastSpi { get; set; }

    /// <summary>True when ALE authorised a connection that the packet judged last begins.</summary>
    public bool BeginsConnection { get; set; }

    /// <summary>Begins with another packet.</summary>
    public void Forget() => (LastPair, LastTraffic, LastSpi, BeginsConnection) = (default, default, default, false);

    /// <summary>Notes what the packet is, for reports.</summary>
    public void Note(in ClassifyFields fields) => LastTraffic = new TrafficSelector(fields.Protocol, fields.LocalPort, fields.RemotePort);

    /// <summary>Asks a layer. Small layers are asked anew for each packet, because that costs no more than to remember; so are watched ones.</summary>
    public ClassifyResult Classify(FwpmLayer layer, in ClassifyFields fields, in CalloutFacts facts)
    {
        var filters = Filters.Current;
        return Trace is null && filters.AtLayer(layer).Length >= Limits.RememberDecisionsFrom
            ? (_decisions ??= new DecisionCache()).Classify(filters, layer, fields, facts)
            : filters.Classify(layer, fields, facts, Trace);
    }

    public static PathVerdict Drop(VerdictReason reason, ulong filterId = 0) => new(PathAction.Drop, reason, filterId);

    /// <summary>The SA that a packet of these fields needs, as wide as the deciding filter.</summary>
    public Wanted Want(in ClassifyFields fields, NarrowedFields narrowed, bool guaranteedEncryption) => new(
        LastPair,
        new TrafficSelector(
            (narrowed & (NarrowedFields.Protocol | NarrowedFields.LocalPort | NarrowedFields.RemotePort)) != 0 ? fields.Protocol : (byte)0,
            (narrowed & NarrowedFields.LocalPort) != 0 && IpProtocol.HasPorts(fields.Protocol) ? fields.LocalPort : (ushort)0,
            (narrowed & NarrowedFields.RemotePort) != 0 && IpProtocol.HasPorts(fields.Protocol) ? fields.RemotePort : (ushort)0),
        guaranteedEncryption);

    /// <summary>Counts a packet on its SA, and tells when a limit of traffic is reached.</summary>
    public void Used(Instant now, SaEntry entry)
    {
        entry.LastUsed = now;
        if (entry.CheckTraffic() is { } limit)
            events.TrafficLimitReached(entry, limit);
    }
}
