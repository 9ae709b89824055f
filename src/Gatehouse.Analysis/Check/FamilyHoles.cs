using Gatehouse.Base;

namespace Gatehouse.Analysis.Check;

/// <summary>A policy about one address family lets the other pass: what no filter matches, WFP permits.</summary>
internal static class FamilyHoles
{
    public static IEnumerable<Finding> Find(CheckSubject subject)
    {
        if (subject.Document is not { Families.Length: 1 } document || Strictness.Of(document.Scenario) == 0)
            yield break;
        var missing = document.Families[0] == IpFamily.V4 ? "IPv6" : "IPv4";
        yield return new Finding(
            FindingSeverity.Warning,
            FindingKind.Hole,
            "traffic.families",
            $"the policy has no filter for {missing}: all of it passes in clear",
            "both families, unless this host has no other");
    }
}
