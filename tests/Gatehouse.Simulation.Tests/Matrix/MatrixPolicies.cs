using System.Collections.Concurrent;
using System.Text;
using Gatehouse.Base;
using Gatehouse.Model.Wfp;
using Gatehouse.Oracles.Matrix;
using Gatehouse.Packets;
using Gatehouse.Simulation.Invariants;

namespace Gatehouse.Simulation.Tests.Matrix;

/// <summary>The policies of the matrix as documents of the product, and what they promise, for the checkers.</summary>
internal static class MatrixPolicies
{
    /// <summary>The responder's TCP port that rules name.</summary>
    public const ushort RulePort = 1433;

    /// <summary>The responder's port that no rule names.</summary>
    public const ushort OtherPort = 7000;

    private static readonly ConcurrentDictionary<string, WfpObjectSet> Compiled = new();

    /// <summary>The compiled policy of one host.</summary>
    public static WfpObjectSet For(HostPolicy policy, MatrixPolicyOptions options) =>
        Compiled.GetOrAdd(Text(policy, options), SimulatedPolicies.Compile);

    /// <summary>What the host has promised for the flow of a packet.</summary>
    public static FlowRule Promise(HostPolicy policy, FlowPacket packet, bool exemptIcmp)
    {
        var family = packet.Source.Address.Family;
        var traffic = packet.Flow.Protocol switch
        {
            IpProtocol.Tcp => Traffic.Tcp,
            IpProtocol.Udp => Traffic.Udp,
            _ => exemptIcmp ? Traffic.ExemptIcmp : Traffic.Icmp,
        };
        if (traffic == Traffic.ExemptIcmp)
            return FlowRule.Permitted;
        return policy.For(new Flow(traffic, family, packet.Source.Port == RulePort || packet.Destination.Port == RulePort)) switch
        {
            Scenario.Transport => FlowRule.Required,
            Scenario.Discovery => FlowRule.InboundRequired,
            Scenario.Boundary => FlowRule.Requested,
            Scenario.Block => FlowRule.Blocked,
            _ => FlowRule.Permitted,
        };
    }

    private static string Text(HostPolicy policy, MatrixPolicyOptions options)
    {
        var rules = new StringBuilder();
        for (var i = 0; i < policy.Rules.Length; i++)
            AddRule(rules, policy.Rules[i], $"rule-{i}", options.IsInitiator);
        var head = $"""
            gatehouse: 1
            name: matrix
            scenario: {Word(policy.Base)}
            exemptions: [{(options.ExemptIcmp ? "icmp" : "")}]
            {(rules.Length == 0 ? "" : "rules:")}
            {rules}
            """;
        return policy.Rules.Select(rule => rule.Scenario).Append(policy.Base).Any(Negotiates) ? $"{head}\n{Keying(options)}" : head;
    }

    // A policy in which nobody negotiates must not say how.
    private static bool Negotiates(Scenario scenario) => scenario is not (Scenario.Clear or Scenario.Block);

    private static string Keying(MatrixPolicyOptions options) => string.Concat(
        "keying:\n",
        options.Speech.HasFlag(Speech.Ike) ? Module("ike", "psk: { env: GATEHOUSE_PSK }", options) : "",
        options.Speech.HasFlag(Speech.AuthIp) ? Module("authip", "kerberos", options) : "",
        options.Speech.HasFlag(Speech.AuthIp) && options.ExtendedMode ? "    extendedMode: { authentication: [kerberos] }\n" : "");

    private static string Module(string name, string method, MatrixPolicyOptions options) => $$"""
          {{name}}:
            authentication:
              - {{method}}
            mainMode:
              proposals:
                - { encryption: aes-128, integrity: sha-256, group: {{(options.OtherGroup ? "ecp-384" : "ecp-256")}} }
              lifetime: { seconds: {{(options.ShortLives ? 150 : 28800)}} }
            quickMode:
              lifetime: { seconds: {{(options.ShortLives ? 60 : 3600)}} }

        """;

    private static void AddRule(StringBuilder text, Rule rule, string name, bool isInitiator)
    {
        text.Append($"  - {{ name: {name}, scenario: {Word(rule.Scenario)}");
        if (rule.Prefix is { } family)
            text.Append($", remote: [{(family == IpFamily.V4 ? "10.0.0.0/24" : "\"fd00::/64\"")}]");
        if (rule.Port)
            text.Append($", protocol: tcp, {(isInitiator ? "remotePort" : "localPort")}: {RulePort}");
        else if (rule.Protocol is { } protocol)
            text.Append($", protocol: {(protocol == Traffic.Udp ? "udp" : "tcp")}");
        text.Append(" }\n");
    }

    private static string Word(Scenario scenario) => scenario switch
    {
        Scenario.Transport => "transport-mode",
        Scenario.Discovery => "negotiation-discovery",
        Scenario.Boundary => "negotiation-discovery-boundary",
        Scenario.Clear => "clear",
        _ => "block",
    };
}
