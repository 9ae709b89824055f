using System.Collections.Immutable;
using Gatehouse.Base;

namespace Gatehouse.Scenarios.Document;

/// <summary>What happens to an outbound packet whose SA does not exist yet.</summary>
public enum NoSaAction
{
    /// <summary>It waits, bounded in time and space, and never leaves unless sealed.</summary>
    Hold,

    /// <summary>It is dropped; the sender repeats it.</summary>
    Drop,
}

/// <summary>A policy as it was written, with every default filled in. It holds no secret, only where to find one.</summary>
public sealed record PolicyDocument
{
    /// <summary>The version of the document format this build reads.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Name of the policy; the keys of its WFP objects are derived from it.</summary>
    public required string Name { get; init; }

    /// <summary>Which documented scenario to build for the traffic no rule speaks of.</summary>
    public required ScenarioKind Scenario { get; init; }

    /// <summary>Families the policy covers, IPv4 before IPv6; at least one.</summary>
    public required ImmutableArray<IpFamily> Families { get; init; }

    /// <summary>Traffic that stays in clear, in the order of the document.</summary>
    public required ImmutableArray<TrafficMatch> Exemptions { get; init; }

    /// <summary>Traffic with a scenario of its own; the first rule that matches wins. Exemptions come before all of them.</summary>
    public ImmutableArray<TrafficRule> Rules { get; init; } = [];

    /// <summary>The keying modules, IKE before AuthIP, no module twice; none exactly when no scenario of the policy negotiates.</summary>
    public required ImmutableArray<ModuleSection> Keying { get; init; }

    /// <summary>What the author expects of the policy; gatehouse check asks. No object comes of them.</summary>
    public ImmutableArray<PolicyTest> Tests { get; init; } = [];

    /// <summary>What an outbound packet without SA meets.</summary>
    public required NoSaAction OnNoSa { get; init; }
}
