using Gatehouse.Analysis.Explain;
using Gatehouse.Analysis.Geometry;
using Gatehouse.Base;
using Gatehouse.Filtering;
using Gatehouse.Model.Verdicts;
using Gatehouse.Model.Wfp;
using Gatehouse.Scenarios.Document;

namespace Gatehouse.Analysis.Check;

/// <summary>
/// Holds what the packet path does with one packet of every region against what the document says of it, read without any filter: the first
/// exemption or rule that matches, else the scenario. The two are written apart, so a fault of either shows.
/// </summary>
internal static class PromiseHoles
{
    private const int MaxRegions = 4096;
    private const int MaxFindings = 20;

    public static IEnumerable<Finding> Find(CheckSubject subject) =>
        subject.Document is { } document ? Broken(subject, document).Take(MaxFindings) : [];

    private static IEnumerable<Finding> Broken(CheckSubject subject, PolicyDocument document)
    {
        foreach (var family in document.Families)
        {
            foreach (var direction in new[] { PacketDirection.Outbound, PacketDirection.Inbound })
            {
                foreach (var fields in Examples(subject.Filters, family, direction))
                {
                    if (Judge(subject, document, Ask.New(fields, direction)) is { } finding)
                        yield return finding;
                }
            }
        }
    }

    private static IEnumerable<ClassifyFields> Examples(FilterSnapshot filters, IpFamily family, PacketDirection direction)
    {
        var layer = (direction, family) switch
        {
            (PacketDirection.Outbound, IpFamily.V4) => FwpmLayer.OutboundTransportV4,
            (PacketDirection.Outbound, _) => FwpmLayer.OutboundTransportV6,
            (_, IpFamily.V4) => FwpmLayer.InboundTransportV4,
            _ => FwpmLayer.InboundTransportV6,
        };
        var unicast = FwpmFilterCondition.Equal(FwpmConditionField.IpLocalAddressType, FwpConditionValue.UInt8((byte)NlAddressType.Unicast));
        if (FieldSpace.Build(family, LayerMap.Objects(filters.AtLayer(layer)), unicast) is not { } space)
            return [];
        var map = LayerMap.In(space, filters, layer);
        return Regions.Of(map, space.Of([unicast]), new Budget(MaxRegions * 4)).Take(MaxRegions).Select(region => space.Example(region.Packets));
    }

    private static Finding? Judge(CheckSubject subject, PolicyDocument document, Question question)
    {
        if (PromiseOf(document, question) is not { } promise)
            return null;
        var answer = Ask.Of(subject, question);
        var passes = answer.Verdict is ExplainedVerdict.Permit or ExplainedVerdict.ClearAndNegotiate;
        var allowed = question.IsOutbound ? !Strictness.ForbidsClearOutbound(promise.Scenario) : !Strictness.ForbidsClearInbound(promise.Scenario);
        if (!passes || allowed || answer.Reason is VerdictReason.KeyingExemption or VerdictReason.NotProtectable)
            return null;
        return new Finding(
            FindingSeverity.Error,
            FindingKind.Hole,
            promise.Path,
            $"a packet passes in clear that must not: {answer.Sentence.TrimEnd('.')}",
            "",
            Ask.Text(question));
    }

    /// <summary>The scenario of a packet by the document alone; null when an exemption leaves it in clear.</summary>
    private static (ScenarioKind Scenario, string Path)? PromiseOf(PolicyDocument document, Question question)
    {
        if (document.Exemptions.Any(exemption => Matches(exemption, question)))
            return null;
        for (var index = 0; index < document.Rules.Length; index++)
        {
            if (Matches(document.Rules[index].Traffic, question))
                return (document.Rules[index].Scenario, $"rules[{index}]");
        }

        return (document.Scenario, "scenario");
    }

    private static bool Matches(TrafficMatch match, Question question) =>
        (match.Protocol is not { } protocol || protocol.For(question.Local.Address.Family) == question.Protocol)
        && Matches(match.LocalPort, question.Local.Port) && Matches(match.RemotePort, question.Remote.Port)
        && Matches(match.Local, question.Local.Address) && Matches(match.Remote, question.Remote.Address);

    private static bool Matches(PortRange? range, ushort port) => range is not { } ports || (port >= ports.Low && port <= ports.High);

    private static bool Matches(IReadOnlyCollection<AddressPrefix> prefixes, IpAddr address) =>
        prefixes.Count == 0 || prefixes.Any(prefix => prefix.Includes(new AddressPrefix(address, (byte)(address.Length * 8))));
}
