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

/// <summary>A whole simulation, drawn from one number.</summary>
internal sealed record SwarmPlan(
    ulong Seed,
    MatrixCell Policies,
    KeyingCase Keying,
    IpFamily Family,
    bool ExemptIcmp,
    bool ShortLives,
    NoSaBehavior OnNoSa,
    LinkFaults Faults,
    double Duration,
    double PauseAt,
    double Pause,
    IReadOnlyList<PlannedFlow> Flows,
    IReadOnlyList<PlannedMishap> Mishaps)
{
    // Seconds in which things happen, pauses not counted: most runs are short, the others see what an SA replaced a minute ago leads to.
    private const double Short = 45;
    private const double Long = 130;

    // Pairs of rules nobody negotiates under say little here; the matrix plays them.
    private static readonly MatrixCell[] Plain = [.. MatrixCells.Plain
        .Where(cell => Talks(cell.Initiator.Base) || Talks(cell.Responder.Base))
        .Where(cell => cell is { Keying: KeyingCase.Works, Flow: { Traffic: Traffic.Tcp, Family: IpFamily.V4 } })];

    private static readonly MatrixCell[] Mixed = [.. MatrixCells.Mixed
        .Where(cell => cell is { Keying: KeyingCase.Works, Flow: { Traffic: Traffic.Tcp, Family: IpFamily.V4, ToRulePort: true } })];

    /// <summary>A plan in which nothing happens by itself, for simulations that are told what happens.</summary>
    public static SwarmPlan Uneventful(Scenario initiator, Scenario responder, IpFamily family, bool shortLives = false) => new(
        Seed: 1,
        new MatrixCell(new(initiator), new(responder), KeyingCase.Works, new(Traffic.Tcp, family)),
        KeyingCase.Works,
        family,
        ExemptIcmp: false,
        shortLives,
        NoSaBehavior.Hold,
        LinkFaults.None,
        Duration: 0,
        PauseAt: 0,
        Pause: 0,
        [],
        []);

    /// <summary>The plan of a seed.</summary>
    public static SwarmPlan Draw(ulong seed)
    {
        var draw = new Draw(seed ^ 0x737761726d);
        var exemptIcmp = draw.Chance(0.3);
        var family = draw.Chance(0.5) ? IpFamily.V4 : IpFamily.V6;
        var duration = draw.Chance(0.8) ? Short : Long;
        var flows = Enumerable.Range(0, draw.Below(4) + 1).Select(i => DrawFlow(draw, family, exemptIcmp, (ushort)(40000 + i))).ToArray();
        return new SwarmPlan(
            seed,
            DrawPolicies(draw),
            draw.Chance(0.75) ? KeyingCase.Works : (KeyingCase)(draw.Below(3) + 1),
            family,
            exemptIcmp,
            ShortLives: draw.Chance(0.3),
            draw.Chance(0.2) ? NoSaBehavior.Drop : NoSaBehavior.Hold,
            draw.Chance(0.2) ? LinkFaults.None : new LinkFaults(0.3 * draw.Fraction(), 0.2 * draw.Fraction(), 0.2 * draw.Fraction()),
            duration,
            PauseAt: 10 + (25 * draw.Fraction()),
            Pause: draw.Chance(0.5) ? 0 : draw.Chance(0.5) ? 65 : 320,
            flows,
            [.. Enumerable.Range(0, draw.Below(4)).Select(_ => DrawMishap(draw, duration))]);
    }

    /// <summary>The plan in words.</summary>
    public string Describe() =>
        $"{Policies.Initiator} -> {Policies.Responder}, keying {Keying}, {Family}, {(ExemptIcmp ? "ICMP exempt, " : "")}{(ShortLives ? "short lives, " : "")}"
        + $"{OnNoSa}, {Faults}, pause {Pause} s at {PauseAt:F1}; flows {string.Join(", ", Flows)}; mishaps {string.Join(", ", Mishaps)}";

    private static bool Talks(Scenario scenario) => scenario is not (Scenario.Clear or Scenario.Block);

    private static MatrixCell DrawPolicies(Draw draw) => draw.Chance(0.6) ? draw.Of(Plain) : draw.Of(Mixed);

    // Only the responder has the rules' port.
    private static PlannedFlow DrawFlow(Draw draw, IpFamily family, bool exemptIcmp, ushort clientPort)
    {
        var traffic = draw.Below(3) switch
        {
            0 => Traffic.Tcp,
            1 => Traffic.Udp,
            _ => exemptIcmp ? Traffic.ExemptIcmp : Traffic.Icmp,
        };
        var fromInitiator = draw.Chance(0.6);
        var toRulePort = traffic == Traffic.Tcp && fromInitiator && draw.Chance(0.5);
        return new PlannedFlow(
            new Flow(traffic, family, toRulePort), fromInitiator, clientPort, 15 * draw.Fraction(), 0.2 + draw.Fraction(), Reopens: draw.Chance(0.4));
    }

    private static PlannedMishap DrawMishap(Draw draw, double duration)
    {
        var kind = (Mishap)draw.Below(5);
        return new PlannedMishap(
            kind,
            At: 1 + ((duration - 5) * draw.Fraction()),
            Lasts: kind == Mishap.Cut ? 20 * draw.Fraction() : 3 * draw.Fraction(),
            ToInitiator: draw.Chance(0.5),
            NewPolicies: kind == Mishap.Reload ? DrawPolicies(draw) : null);
    }
}
