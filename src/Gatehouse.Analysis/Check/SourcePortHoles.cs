using Gatehouse.Scenarios.Document;

namespace Gatehouse.Analysis.Check;

/// <summary>
/// An exemption, or a rule that leaves in clear, by the peer's port alone. Whoever sends chooses the port he sends from, so this opens every port
/// of this host to everybody in clear.
/// </summary>
internal static class SourcePortHoles
{
    public static IEnumerable<Finding> Find(CheckSubject subject)
    {
        if (subject.Document is not { } document || !Promises(document))
            yield break;
        for (var index = 0; index < document.Exemptions.Length; index++)
        {
            if (IsHole(document.Exemptions[index]))
                yield return Of($"exemptions[{index}]", $"exemption {document.Exemptions[index]}");
        }

        for (var index = 0; index < document.Rules.Length; index++)
        {
            var rule = document.Rules[index];
            if (rule.Scenario == ScenarioKind.Clear && IsHole(rule.Traffic))
                yield return Of($"rules[{index}]", $"rule '{rule.Name}'");
        }
    }

    private static bool Promises(PolicyDocument document) =>
        document.Rules.Select(rule => rule.Scenario).Append(document.Scenario).Any(Strictness.ForbidsClearInbound);

    private static bool IsHole(TrafficMatch match) =>
        match is { RemotePort: not null, LocalPort: null }
        && (match.Remote.IsEmpty || match.Remote.Any(prefix => prefix.Length == 0));

    private static Finding Of(string path, string what) => new(
        FindingSeverity.Error,
        FindingKind.Hole,
        path,
        $"{what} names the peer's port and no peer: whoever sends from that port reaches every local port in clear",
        "remote: with the addresses of the servers, or localPort");
}
