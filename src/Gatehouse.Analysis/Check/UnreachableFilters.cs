using Gatehouse.Analysis.Geometry;
using Gatehouse.Filtering;
using Gatehouse.Model.Wfp;
using Gatehouse.Scenarios.Document;

namespace Gatehouse.Analysis.Check;

/// <summary>
/// Filters that never decide anything, because heavier ones take all of their packets, and rules all of whose filters are such. By the geometry
/// of conditions: several filters that cover one together are found as well as a single wider one.
/// </summary>
internal static class UnreachableFilters
{
    /// <summary>Pieces to look at for one filter.</summary>
    private const int PiecesPerFilter = 200_000;

    private const int MaxNames = 4;

    private readonly record struct Outcome(CompiledFilter Filter, Reachability Reachability);

    public static IEnumerable<Finding> Find(CheckSubject subject)
    {
        var outcomes = FwpmLayers.All.SelectMany(layer => AtLayer(subject.Filters, layer.Layer)).ToList();
        foreach (var group in outcomes.GroupBy(outcome => subject.PathOf(outcome.Filter)))
        {
            if (IsRule(subject, group.Key) && group.Where(DecidesPackets).All(outcome => outcome.Reachability.IsUnreachable))
            {
                yield return OfRule(subject, group.Key, [.. group.Where(DecidesPackets)]);
                continue;
            }

            foreach (var outcome in group.Where(outcome => subject.Document is null || !SpeaksOfHosts(outcome)))
            {
                if (Of(subject, group.Key, outcome) is { } finding)
                    yield return finding;
            }
        }
    }

    private static IEnumerable<Outcome> AtLayer(FilterSnapshot snapshot, FwpmLayer layer)
    {
        if (snapshot.AtLayer(layer).IsEmpty)
            yield break;
        var map = LayerMap.Of(snapshot, layer);
        var isLookup = layer is FwpmLayer.IkeextV4 or FwpmLayer.IkeextV6 or FwpmLayer.IpsecV4 or FwpmLayer.IpsecV6;
        for (var place = 0; place < snapshot.AtLayer(layer).Length; place++)
        {
            var filter = snapshot.AtLayer(layer)[place];
            if (filter.Filter.Origin == FilterOrigin.KeyingExemption || (isLookup && filter is { ProviderContext: null, Filter.Action: FwpActionType.Permit }))
                continue;
            var budget = new Budget(PiecesPerFilter);
            yield return new Outcome(filter, map is null
                ? new Reachability(null, false, false, [])
                : isLookup ? Reach.OfLookup(map, place, budget) : Reach.Of(map, place, budget));
        }
    }

    private static bool DecidesPackets(Outcome outcome) => outcome.Filter.Filter.Layer is FwpmLayer.InboundTransportV4 or FwpmLayer.InboundTransportV6
        or FwpmLayer.OutboundTransportV4 or FwpmLayer.OutboundTransportV6;

    // IKEEXT knows addresses only, so there a rule about ports speaks of whole hosts, and rules of the same hosts cover each other by design.
    private static bool SpeaksOfHosts(Outcome outcome) => outcome.Filter.Filter.Layer is FwpmLayer.IkeextV4 or FwpmLayer.IkeextV6;

    private static bool IsRule(CheckSubject subject, string path) => subject.Document is not null && path.StartsWith("rules[", StringComparison.Ordinal);

    private static Finding OfRule(CheckSubject subject, string path, IReadOnlyList<Outcome> outcomes)
    {
        var name = Rule(subject, path)?.Name ?? path;
        var takers = outcomes.SelectMany(outcome => outcome.Reachability.Takers).Select(subject.PathOf).Distinct().Order(StringComparer.Ordinal).ToList();
        return new Finding(
            FindingSeverity.Error,
            FindingKind.Unreachable,
            path,
            $"rule '{name}' is never reached: {List(takers)} {(takers.Count == 1 ? "takes" : "together take")} all of its traffic",
            "the narrower rule before the wider ones, or no rule");
    }

    private static Finding? Of(CheckSubject subject, string path, Outcome outcome)
    {
        var filter = outcome.Filter.Filter;
        var at = FwpmLayers.Info(filter.Layer).Name;
        if (outcome.Reachability.MatchesNothing)
            return new Finding(FindingSeverity.Warning, FindingKind.NeverMatches, path, $"filter '{filter.Name}' at {at}: no packet satisfies its conditions");
        if (!outcome.Reachability.IsDecided)
        {
            return new Finding(
                FindingSeverity.Warning,
                FindingKind.Undecided,
                path,
                $"filter '{filter.Name}' at {at}: whether it is ever reached was not decided within {PiecesPerFilter} pieces");
        }

        if (outcome.Reachability.Example is not null)
            return null;
        var takers = outcome.Reachability.Takers.Select(taker => $"'{taker.Filter.Name}'").Distinct().ToList();
        return new Finding(
            FindingSeverity.Warning,
            FindingKind.Unreachable,
            path,
            $"filter '{filter.Name}' at {at} never decides: {List(takers)} {(takers.Count == 1 ? "takes" : "together take")} all of its packets");
    }

    private static TrafficRule? Rule(CheckSubject subject, string path)
    {
        var index = int.Parse(path["rules[".Length..path.IndexOf(']', StringComparison.Ordinal)]);
        return index < subject.Document!.Rules.Length ? subject.Document.Rules[index] : null;
    }

    private static string List(List<string> names)
    {
        if (names.Count > MaxNames)
            return $"{string.Join(", ", names.Take(MaxNames))} and {names.Count - MaxNames} more";
        return names.Count < 2 ? string.Concat(names) : $"{string.Join(", ", names.Take(names.Count - 1))} and {names[^1]}";
    }
}
