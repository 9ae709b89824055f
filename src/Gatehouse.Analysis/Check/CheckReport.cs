using System.Collections.Immutable;

namespace Gatehouse.Analysis.Check;

/// <summary>What check found.</summary>
/// <param name="Findings">All of it, errors first, in the order of the checks.</param>
/// <param name="Filters">How many filters were looked at.</param>
/// <param name="Tests">How many tests the policy has.</param>
public sealed record CheckReport(ImmutableArray<Finding> Findings, int Filters, int Tests)
{
    /// <summary>How many findings are errors.</summary>
    public int Errors => Findings.Count(finding => finding.Severity == FindingSeverity.Error);

    /// <summary>How many findings are warnings.</summary>
    public int Warnings => Findings.Length - Errors;

    /// <summary>How many tests got another verdict.</summary>
    public int FailedTests => Findings.Count(finding => finding.Kind == FindingKind.Test);
}
