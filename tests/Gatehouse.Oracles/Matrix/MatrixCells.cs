using Gatehouse.Base;

namespace Gatehouse.Oracles.Matrix;

/// <summary>One situation with what must come of it.</summary>
public sealed record MatrixCell(HostPolicy Initiator, HostPolicy Responder, KeyingCase Keying, Flow Flow)
{
    /// <summary>What must happen.</summary>
    public Expectation Expected => Expectation.For(Initiator, Responder, Keying, Flow);

    /// <summary>The keying modules of both; null for IKE alone at both.</summary>
    public Modules? Modules { get; init; }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Initiator} -> {Responder}, {Flow.Traffic} over {Flow.Family}{(Flow.ToRulePort ? " to the rules' port" : "")}, keying {Modules?.ToString() ?? $"{Keying}"}";
}

/// <summary>
/// Every cell. The plain ones are all ordered pairs of scenarios, so each pair occurs with its roles swapped, times everything else.
/// </summary>
public static class MatrixCells
{
    private static readonly Scenario[] Scenarios = Enum.GetValues<Scenario>();
    private static readonly Scenario[] Protecting = [Scenario.Transport, Scenario.Discovery, Scenario.Boundary];
    private static readonly IpFamily[] Families = [IpFamily.V4, IpFamily.V6];

    /// <summary>One scenario per host: 25 pairs, 4 keying cases, 4 kinds of traffic, 2 families.</summary>
    public static IReadOnlyList<MatrixCell> Plain { get; } =
    [
        .. from initiator in Scenarios
           from responder in Scenarios
           from keying in Enum.GetValues<KeyingCase>()
           from traffic in Enum.GetValues<Traffic>()
           from family in Families
           select new MatrixCell(new(initiator), new(responder), keying, new(traffic, family)),
    ];

    /// <summary>
    /// Rules on one or both hosts, with a flow a rule decides and one it does not. A rule only one host has is a protecting one: a clear or block
    /// rule alone would be a quarrel between two policies, in which an SA for other traffic decides (8.4, quick mode uses the filter's traffic).
    /// </summary>
    public static IReadOnlyList<MatrixCell> Mixed { get; } =
    [
        // The same rule for one port on both hosts, any scenario on any other.
        .. from policy in PortRules(Scenarios)
           from cell in Cells(policy, policy, [Traffic.Tcp], KeyingCase.Works, KeyingCase.PeerSilent)
           select cell,

        // A rule of the initiator alone: it asks for the port's traffic, which the responder's one scenario covers.
        .. from policy in PortRules(Protecting)
           from responder in Protecting
           from cell in Cells(policy, new(responder), [Traffic.Tcp], KeyingCase.Works)
           select cell,

        // A rule of the responder alone, whose base covers what the initiator asks for: all traffic.
        .. from policy in PortRules(Protecting).Where(policy => Protecting.Contains(policy.Base))
           from initiator in Protecting
           from cell in Cells(new(initiator), policy, [Traffic.Tcp], KeyingCase.Works)
           select cell,

        // Prefixes, protocols, and the first of two matching rules.
        .. from policy in Handmade
           from cell in Cells(policy, policy, [Traffic.Tcp, Traffic.Udp, Traffic.Icmp], KeyingCase.Works, KeyingCase.WrongCredentials)
           select cell,
    ];

    /// <summary>
    /// IKE alone, AuthIP alone and both, at each host, under the protecting scenarios; with AuthIP at both also with extended mode, and with
    /// credentials that fail.
    /// </summary>
    public static IReadOnlyList<MatrixCell> Coexistence { get; } =
    [
        .. from initiator in Protecting
           from responder in Protecting
           from modules in ModulePairs
           from traffic in new[] { Traffic.Tcp, Traffic.Udp }
           from family in Families
           select new MatrixCell(new(initiator), new(responder), modules.Keying, new(traffic, family)) { Modules = modules },
    ];

    private static IEnumerable<Modules> ModulePairs =>
        from initiator in Enum.GetValues<Speech>()
        from responder in Enum.GetValues<Speech>()
        from extended in new[] { false, true }
        from outcome in Enum.GetValues<AuthIpCase>()
        let modules = new Modules(initiator, responder, extended, outcome)
        where modules.Used == Speech.AuthIp ? extended || outcome != AuthIpCase.WrongUser : !extended && outcome == AuthIpCase.Works
        select modules;

    /// <summary>All of the pages' cells.</summary>
    public static IEnumerable<MatrixCell> All => Plain.Concat(Mixed);

    private static IEnumerable<HostPolicy> Handmade =>
    [
        new(Scenario.Discovery, new Rule(Scenario.Transport, Prefix: IpFamily.V4)),
        new(Scenario.Clear, new Rule(Scenario.Boundary, Prefix: IpFamily.V6)),
        new(Scenario.Transport, new Rule(Scenario.Clear, Protocol: Traffic.Udp)),
        new(Scenario.Boundary, new Rule(Scenario.Block, Protocol: Traffic.Udp), new Rule(Scenario.Discovery, Prefix: IpFamily.V4)),
        new(Scenario.Block, new Rule(Scenario.Clear, Port: true), new Rule(Scenario.Transport, Protocol: Traffic.Tcp)),
        new(Scenario.Transport, new Rule(Scenario.Discovery, Port: true), new Rule(Scenario.Boundary, Prefix: IpFamily.V6, Protocol: Traffic.Tcp)),
    ];

    private static IEnumerable<HostPolicy> PortRules(Scenario[] scenarios) =>
        from @base in Scenarios
        from rule in scenarios
        where rule != @base
        select new HostPolicy(@base, new Rule(rule, Port: true));

    private static IEnumerable<MatrixCell> Cells(HostPolicy initiator, HostPolicy responder, Traffic[] traffic, params KeyingCase[] keying) =>
        from outcome in keying
        from kind in traffic
        from family in Families
        from toRulePort in kind == Traffic.Tcp ? new[] { true, false } : [false]
        select new MatrixCell(initiator, responder, outcome, new(kind, family, toRulePort));
}
