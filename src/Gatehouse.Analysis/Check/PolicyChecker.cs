using System.Collections.Immutable;
using Gatehouse.Base;

namespace Gatehouse.Analysis.Check;

/// <summary>Everything that can be said about a policy, or about objects from elsewhere, without a packet.</summary>
public static class PolicyChecker
{
    /// <summary>Runs every check.</summary>
    /// <param name="subject">What to check.</param>
    /// <param name="keyDistributionCenters">Hosts the Kerberos check looks for by address; empty: any.</param>
    /// <param name="nameServers">The same for name servers.</param>
    public static CheckReport Check(
        CheckSubject subject, ImmutableArray<IpAddr> keyDistributionCenters = default, ImmutableArray<IpAddr> nameServers = default)
    {
        if (!keyDistributionCenters.IsDefaultOrEmpty || !nameServers.IsDefaultOrEmpty)
            subject = subject.With(keyDistributionCenters.IsDefault ? [] : keyDistributionCenters, nameServers.IsDefault ? [] : nameServers);
        IEnumerable<Finding> findings =
        [
            .. UnreachableFilters.Find(subject),
            .. SourcePortHoles.Find(subject),
            .. FamilyHoles.Find(subject),
            .. OverlapHoles.Find(subject),
            .. ReadableProposals.Find(subject),
            .. PromiseHoles.Find(subject),
            .. MirrorHoles.Find(subject),
            .. KerberosDeadlock.Find(subject),
            .. NeighbourDiscoveryDeadlock.Find(subject),
            .. PolicyTests.Find(subject),
        ];
        return new CheckReport(
            [.. findings.OrderBy(finding => finding.Severity)], subject.Filters.Filters.Count(), subject.Document?.Tests.Length ?? 0);
    }
}
