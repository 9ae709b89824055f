using Gatehouse.Base;
using Gatehouse.Dataplane;
using Gatehouse.Oracles.Matrix;

namespace Gatehouse.Simulation.Tests.Swarm;

/// <summary>Plans drawn from a number.</summary>
internal static class SwarmPlans
{
    // Most runs are short; the others see what an SA that was replaced a minute ago leads to.
    private const double Short = 45;
    private const double Long = 130;

    // Pairs of rules nobody negotiates under say little here; the matrix plays them.
    private static readonly MatrixCell[] Plain = [.. MatrixCells.Plain
        .Where(cell => Talks(cell.Initiator.Base) || Talks(cell.Responder.Base))
        .Where(cell => cell is { Keying: KeyingCase.Works, Flow: { Traffic: Traffic.Tcp, Family: IpFamily.V4 } })];

    private static readonly MatrixCell[] Mixed = [.. MatrixCells.Mixed
        .Where(cell => cell is { Keying: KeyingCase.Works, Flow: { Traffic: Traffic.Tcp, Family: IpFamily.V4, ToRulePort: true } })];

    /// <summary>The plan of a seed.</summary>
    public static SwarmPlan Draw(ulong seed)
    {
        var draw = new Draw(seed ^ 0x737761726d);
        var exemptIcmp = draw.Chance(0.3);
        var family = draw.Chance(0.5) ? IpFamily.V4 : IpFamily.V6;
        var duration = draw.Chance(0.8) ? Short : Long;
        var policies = DrawPolicies(draw);
        return new SwarmPlan
        {
            Seed = seed,
            Initiator = policies.Initiator,
            Responder = policies.Responder,
            Keying = draw.Chance(0.75) ? KeyingCase.Works : (KeyingCase)(draw.Below(3) + 1),
            Family = family,
            ExemptIcmp = exemptIcmp,
            ShortLives = draw.Chance(0.3),
            OnNoSa = draw.Chance(0.2) ? NoSaBehavior.Drop : NoSaBehavior.Hold,
            Faults = draw.Chance(0.2) ? LinkFaults.None : new LinkFaults(0.3 * draw.Fraction(), 0.2 * draw.Fraction(), 0.2 * draw.Fraction()),
            Duration = duration,
            PauseAt = 10 + (25 * draw.Fraction()),
            Pause = draw.Chance(0.5) ? 0 : draw.Chance(0.5) ? 65 : 320,
            Flows = [.. Enumerable.Range(0, draw.Below(4) + 1).Select(i => DrawFlow(draw, family, exemptIcmp, (ushort)(40000 + i)))],
            Mishaps = [.. Enumerable.Range(0, draw.Below(4)).Select(_ => DrawMishap(draw, duration))],
        };
    }

    /// <summary>The plan of a seed with drawn keying modules at both hosts: the same mishaps under another stream of choices.</summary>
    public static SwarmPlan DrawCoexistence(ulong seed)
    {
        var draw = new Draw(seed ^ 0x636f6578);
        var speeches = Enum.GetValues<Speech>();
        var modules = new Modules(draw.Of(speeches), draw.Of(speeches), ExtendedMode: draw.Chance(0.3));
        if (draw.Chance(0.15))
            modules = modules with { Case = AuthIpCase.WrongMachine };
        return Draw(seed) with { Modules = modules };
    }

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
