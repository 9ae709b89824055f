using Gatehouse.Analysis.Explain;
using Gatehouse.Analysis.Geometry;
using Gatehouse.Base;
using Gatehouse.Model.Wfp;
using Gatehouse.Scenarios.Document;

namespace Gatehouse.Analysis.Check;

/// <summary>
/// A rule that takes a part of a stricter rule's traffic, and other traffic as well. A narrow exception before a wider rule is how one writes
/// exceptions; two rules that merely cross seldom are meant to.
/// </summary>
internal static class OverlapHoles
{
    public static IEnumerable<Finding> Find(CheckSubject subject)
    {
        if (subject.Document is not { Rules.IsEmpty: false } document)
            yield break;
        var told = new HashSet<(int, int)>();
        foreach (var family in document.Families)
        {
            var layer = family == IpFamily.V4 ? FwpmLayer.InboundTransportV4 : FwpmLayer.InboundTransportV6;
            if (LayerMap.Of(subject.Filters, layer) is not { } map)
                continue;
            var boxes = Boxes(subject, map, document.Rules.Length);
            foreach (var (weak, strict) in Pairs(document))
            {
                if (boxes[weak] is not { } first || boxes[strict] is not { } second || !first.Intersects(second))
                    continue;
                if (!first.IsWithin(second) && !second.IsWithin(first) && told.Add((weak, strict)))
                    yield return Of(document, weak, strict, Ask.New(map.Space.Example(first.And(second)), PacketDirection.Inbound));
            }
        }
    }

    private static IEnumerable<(int Weak, int Strict)> Pairs(PolicyDocument document)
    {
        for (var strict = 1; strict < document.Rules.Length; strict++)
        {
            for (var weak = 0; weak < strict; weak++)
            {
                if (Strictness.Of(document.Rules[weak].Scenario) < Strictness.Of(document.Rules[strict].Scenario))
                    yield return (weak, strict);
            }
        }
    }

    private static Box?[] Boxes(CheckSubject subject, LayerMap map, int rules)
    {
        var boxes = new Box?[rules];
        for (var i = 0; i < map.Filters.Length; i++)
        {
            var path = subject.PathOf(map.Filters[i]);
            if (path.StartsWith("rules[", StringComparison.Ordinal))
                boxes[int.Parse(path["rules[".Length..^1])] = map.Boxes[i];
        }

        return boxes;
    }

    private static Finding Of(PolicyDocument document, int weak, int strict, Question example) => new(
        FindingSeverity.Warning,
        FindingKind.Hole,
        $"rules[{strict}]",
        $"rule '{document.Rules[weak].Name}' comes first and takes a part of the traffic of '{document.Rules[strict].Name}', which promises more",
        "the stricter rule first, or no traffic in common",
        Ask.Text(example));
}
