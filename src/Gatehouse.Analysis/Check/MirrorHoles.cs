using Gatehouse.Analysis.Explain;
using Gatehouse.Analysis.Geometry;
using Gatehouse.Base;
using Gatehouse.Filtering;
using Gatehouse.Filtering.Callouts;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Analysis.Check;

/// <summary>
/// Traffic that must be protected one way and passes in clear the other. A policy document cannot say that; filters from elsewhere can.
/// </summary>
internal static class MirrorHoles
{
    private const int MaxPieces = 100_000;

    private static readonly CalloutFacts NoFacts = new(Loopback: false, GroupDestination: false, ArrivedProtected: false, KeyingMark: false);

    public static IEnumerable<Finding> Find(CheckSubject subject)
    {
        foreach (var (inbound, outbound, family) in new[]
        {
            (FwpmLayer.InboundTransportV4, FwpmLayer.OutboundTransportV4, IpFamily.V4),
            (FwpmLayer.InboundTransportV6, FwpmLayer.OutboundTransportV6, IpFamily.V6),
        })
        {
            var objects = LayerMap.Objects(subject.Filters.AtLayer(inbound)).Concat(LayerMap.Objects(subject.Filters.AtLayer(outbound)));
            if (FieldSpace.Build(family, objects) is not { } space)
                continue;
            var (into, outOf) = (LayerMap.In(space, subject.Filters, inbound), LayerMap.In(space, subject.Filters, outbound));
            foreach (var finding in OneWay(subject, into, outOf).Concat(OneWay(subject, outOf, into)))
                yield return finding;
        }
    }

    /// <summary>Protected at the first layer, in clear at the other; one finding for each pair of deciding filters.</summary>
    private static IEnumerable<Finding> OneWay(CheckSubject subject, LayerMap there, LayerMap back)
    {
        var told = new HashSet<(ulong, ulong)>();
        var budget = new Budget(MaxPieces);
        foreach (var region in Regions.Of(there, there.Space.Everything, budget))
        {
            var fields = there.Space.Example(region.Packets);
            if (!IsProtected(subject.Filters, there.Layer, fields, out var protector) || told.Count > 100)
                continue;
            foreach (var part in Regions.Of(back, region.Packets, budget))
            {
                var example = back.Space.Example(part.Packets);
                var result = subject.Filters.Classify(back.Layer, example, NoFacts);
                var by = part.Voters.IsEmpty ? null : part.Voters[^1];
                if (result.Action == ClassifyAction.Permit && by?.Filter.Origin != FilterOrigin.KeyingExemption && told.Add((protector, by?.Id ?? 0)))
                    yield return Of(subject, there, back, protector, by, example);
            }
        }
    }

    private static bool IsProtected(FilterSnapshot filters, FwpmLayer layer, in ClassifyFields fields, out ulong filter)
    {
        var result = filters.Classify(layer, fields, NoFacts);
        filter = result.FilterId;
        return result.Action == ClassifyAction.Protect || (result.Action == ClassifyAction.Block && IsTransportCallout(filters, result.FilterId));
    }

    private static bool IsTransportCallout(FilterSnapshot filters, ulong id) =>
        filters.Filters.FirstOrDefault(filter => filter.Id == id)?.Filter is
        {
            Callout: FwpmCallout.IpsecInboundTransportV4 or FwpmCallout.IpsecInboundTransportV6,
        };

    private static Finding Of(CheckSubject subject, LayerMap there, LayerMap back, ulong protector, CompiledFilter? by, in ClassifyFields example)
    {
        var filter = there.Filters.First(one => one.Id == protector);
        var outbound = back.Layer is FwpmLayer.OutboundTransportV4 or FwpmLayer.OutboundTransportV6;
        var because = by is null ? "no filter matches it" : $"filter '{by.Filter.Name}' permits it";
        return new Finding(
            FindingSeverity.Error,
            FindingKind.Hole,
            subject.PathOf(filter),
            $"'{filter.Filter.Name}' requires protection, and the same traffic {(outbound ? "leaves" : "is let in")} in clear, as {because}",
            "the same conditions at the inbound and the outbound transport layer",
            Ask.Text(Ask.New(example, outbound ? PacketDirection.Outbound : PacketDirection.Inbound)));
    }
}
