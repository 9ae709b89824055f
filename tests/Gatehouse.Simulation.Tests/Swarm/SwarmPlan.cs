using Gatehouse.Base;
using Gatehouse.Dataplane;
using Gatehouse.Oracles.Matrix;

namespace Gatehouse.Simulation.Tests.Swarm;

/// <summary>What befalls a host of a swarm.</summary>
internal enum Mishap
{
    /// <summary>The node is killed and begins again, with its flow records; applications live on.</summary>
    Crash,

    /// <summary>As <see cref="Crash"/>, but the records are lost.</summary>
    CrashWithoutRecords,

    /// <summary>The whole host begins anew: node, records and applications.</summary>
    Reboot,

    /// <summary>Other policies come into force on both hosts, on one after the other.</summary>
    Reload,

    /// <summary>The wire is cut for a while.</summary>
    Cut,
}

/// <summary>Something that happens at a time.</summary>
internal sealed record PlannedMishap(Mishap Kind, double At, double Lasts, bool ToInitiator, MatrixCell? NewPolicies);

/// <summary>A flow of a simulation.</summary>
internal sealed record PlannedFlow(Flow Kind, bool FromInitiator, ushort ClientPort, double Start, double Period, bool Reopens);

/// <summary>A whole simulation. Unless told otherwise nothing happens in it by itself.</summary>
internal sealed record SwarmPlan
{
    public ulong Seed { get; init; } = 1;

    public required HostPolicy Initiator { get; init; }

    public required HostPolicy Responder { get; init; }

    public KeyingCase Keying { get; init; } = KeyingCase.Works;

    /// <summary>The keying modules of both; null for IKE alone.</summary>
    public Modules? Modules { get; init; }

    /// <summary>How keying goes with these modules.</summary>
    public KeyingCase Outcome => Keying == KeyingCase.Works && Modules is { } modules ? modules.Keying : Keying;

    public IpFamily Family { get; init; } = IpFamily.V4;

    public bool ExemptIcmp { get; init; }

    /// <summary>SAs live for a minute.</summary>
    public bool ShortLives { get; init; }

    public NoSaBehavior OnNoSa { get; init; } = NoSaBehavior.Hold;

    public LinkFaults Faults { get; init; } = LinkFaults.None;

    /// <summary>Seconds in which things happen, the pause not counted.</summary>
    public double Duration { get; init; }

    public double PauseAt { get; init; }

    public double Pause { get; init; }

    public IReadOnlyList<PlannedFlow> Flows { get; init; } = [];

    public IReadOnlyList<PlannedMishap> Mishaps { get; init; } = [];

    /// <summary>The plan in words.</summary>
    public string Describe() =>
        $"{Initiator} -> {Responder}, keying {Keying} {Modules}, {Family}, {(ExemptIcmp ? "ICMP exempt, " : "")}{(ShortLives ? "short lives, " : "")}"
        + $"{OnNoSa}, {Faults}, {Duration} s, pause {Pause} s at {PauseAt:F1}; flows {string.Join(", ", Flows)}; mishaps {string.Join(", ", Mishaps)}";
}
