using Gatehouse.Filtering;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Wfp;
using Gatehouse.Oracles.Wfp;
using Gatehouse.Scenarios.Reading;
using Gatehouse.Scenarios.Recipes;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Scenarios;

/// <summary>The objects of rules: the rows of the oracle's tables, their weights, keys and contexts.</summary>
public sealed class RuleRowTests
{
    private const string Keying = "keying: { ike: { authentication: [{ psk: { env: X } }] } }\n";
    private const string Discovery = "gatehouse: 1\nscenario: negotiation-discovery\ntraffic: { families: [ipv4] }\n" + Keying;

    [Theory]
    [InlineData("transport-mode")]
    [InlineData("negotiation-discovery")]
    [InlineData("negotiation-discovery-boundary")]
    [InlineData("clear")]
    [InlineData("block")]
    public void A_rule_has_the_rows_of_its_scenario_with_its_own_conditions(string scenario)
    {
        Rows($"scenario: {scenario}, remote: [10.0.0.0/8, 192.0.2.1]")
            .ShouldBe(RuleTables.Rows(scenario, "10.0.0.0/8, 192.0.2.1", "10.0.0.0/8, 192.0.2.1", guarantee: false), ignoreOrder: true);
        Rows($"scenario: {scenario}, local: 10.0.0.1, protocol: udp, localPort: 5000-5010, remotePort: 53").ShouldBe(
            RuleTables.Rows(scenario, "IPPROTO_UDP, 10.0.0.1, 5000-5010, 53", "10.0.0.1", guarantee: false), ignoreOrder: true);
    }

    [Theory]
    [InlineData("transport-mode")]
    [InlineData("negotiation-discovery")]
    public void A_guarantee_of_encryption_takes_the_place_of_the_plain_row(string scenario) =>
        Rows($"scenario: {scenario}, protocol: tcp, localPort: 5555, remote: 10.0.0.0/8, guaranteeEncryption: true").ShouldBe(
            RuleTables.Rows(scenario, "IPPROTO_TCP, 5555, 10.0.0.0/8", "10.0.0.0/8", guarantee: true), ignoreOrder: true);

    [Fact]
    public void Rules_of_one_scenario_share_its_context_and_the_base_scenarios_too()
    {
        var objects = Compile(Discovery + """
            rules:
              - { name: a, scenario: transport-mode, remote: 10.0.0.1 }
              - { name: b, scenario: transport-mode, remote: 10.0.0.2 }
              - { name: c, scenario: negotiation-discovery, remote: 10.0.0.3 }
              - { name: d, scenario: negotiation-discovery-boundary, remote: 10.0.0.4 }
            """);
        objects.ProviderContexts.Select(context => (context.Type, context.QuickMode?.Flags, context.QuickMode?.NdAllowClearTimeoutSeconds)).ShouldBe(
        [
            (ProviderContextType.IkeMm, null, null),
            (ProviderContextType.IkeQmTransport, IpsecPolicyFlags.NdSecure, 10u),
            (ProviderContextType.IkeQmTransport, IpsecPolicyFlags.None, 0u),
            (ProviderContextType.IkeQmTransport, IpsecPolicyFlags.NdBoundary, 10u),
        ]);
        string[] flags = ["NdSecure", "None", "None", "NdSecure", "NdBoundary"];
        objects.Filters.Where(filter => filter.Layer == FwpmLayer.IpsecV4)
            .Select(filter => $"{objects.ProviderContexts.Single(context => context.Key == filter.ProviderContext).QuickMode!.Flags}").ShouldBe(flags);
    }

    [Fact]
    public void Weights_fall_from_rule_to_rule_between_exemptions_and_callouts()
    {
        var rules = Enumerable.Range(1, 1024).Select(number => $"  - {{ name: r{number}, scenario: transport-mode, protocol: tcp, localPort: {number} }}\n");
        var objects = Compile(Discovery + "rules:\n" + string.Concat(rules));
        var filters = FilterSnapshot.Compile(objects).Filters.ToArray();
        filters.Length.ShouldBe(objects.Filters.Length + 4);
        filters.ShouldAllBe(filter => filter.EffectiveWeight >> 60 == 0xC
            ? filter.Filter.Action == FwpActionType.Permit || filter.Filter.Origin == FilterOrigin.KeyingExemption
            : (filter.EffectiveWeight >> 60 == 0xA || filter.EffectiveWeight == RuleWeight.First) == filter.Filter.Name.StartsWith("rule "));
        foreach (var layer in filters.Where(filter => filter.Filter.Name.StartsWith("rule ")).GroupBy(filter => filter.Filter.Layer))
            layer.Select(filter => filter.Filter.Name.Split(' ')[1]).ShouldBe(Enumerable.Range(1, 1024).Select(number => $"r{number}"));
    }

    [Fact]
    public void Keys_depend_on_names_and_rows_not_on_places()
    {
        const string First = "  - { name: a, scenario: block, remote: 10.0.0.1 }\n";
        const string Second = "  - { name: b, scenario: transport-mode, remote: 10.0.0.2 }\n";
        var one = Compile(Discovery + "rules:\n" + First + Second);
        var other = Compile(Discovery + "rules:\n" + Second + First);
        var renamed = Compile(Discovery + "rules:\n" + First.Replace("name: a", "name: c") + Second);
        Keys(one).ShouldBeUnique();
        Keys(one).ShouldBe(Keys(other), ignoreOrder: true);
        Keys(one).ShouldBe(Keys(Compile(Discovery + "rules:\n" + First + Second)));
        Keys(renamed).Intersect(Keys(one)).Count().ShouldBe(Keys(one).Length - one.Filters.Count(filter => filter.Name.StartsWith("rule a ")));
    }

    [Theory]
    [InlineData("clear", "name: a, scenario: clear, protocol: tcp", "")]
    [InlineData("clear", "name: a, scenario: block, protocol: tcp", "INBOUND_TRANSPORT OUTBOUND_TRANSPORT")]
    [InlineData("block", "name: a, scenario: clear, protocol: tcp", "INBOUND_TRANSPORT OUTBOUND_TRANSPORT")]
    public void Layers_where_nothing_could_say_no_stay_empty(string scenario, string rule, string layers)
    {
        var objects = Compile($"gatehouse: 1\nscenario: {scenario}\ntraffic: {{ families: [ipv4] }}\nrules: [{{ {rule} }}]\n");
        objects.ProviderContexts.ShouldBeEmpty();
        var expected = layers.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(layer => $"FWPM_LAYER_{layer}_V4");
        objects.Filters.Select(filter => WfpNames.Of(filter.Layer)).Distinct().ShouldBe(expected);
    }

    [Fact]
    public void Only_exemptions_and_rules_that_a_guarantee_could_hit_are_at_the_connect_layer()
    {
        var objects = Compile(Discovery + """
            exemptions: [icmp, { remote: 10.0.0.9 }, { protocol: tcp, remotePort: 80 }]
            rules:
              - { name: gre, scenario: clear, protocol: 47 }
              - { name: host, scenario: transport-mode, remote: 10.0.0.1 }
              - { name: all, scenario: transport-mode, protocol: tcp, guaranteeEncryption: true }
            """);
        objects.Filters.Where(filter => filter.Layer == FwpmLayer.AleAuthConnectV4).Select(filter => filter.Name).ShouldBe(
        [
            "CON-2 exempt outbound connections any protocol remote 10.0.0.9, IPv4",
            "CON-2 exempt outbound connections tcp remote port 80, IPv4",
            "rule host CON no guarantee for outbound connections, IPv4",
            "rule all GE-OUT require encryption of outbound connections, IPv4",
        ]);
    }

    [Fact]
    public void Main_mode_policy_and_its_exemptions_exist_only_for_the_families_of_the_rules_that_negotiate()
    {
        var objects = Compile("gatehouse: 1\nscenario: block\n" + Keying + "rules: [{ name: a, scenario: transport-mode, remote: 'fd00::1' }]\n");
        objects.Filters.Where(filter => filter.ProviderContext is not null).Select(filter => filter.Layer).ShouldBe([FwpmLayer.IkeextV6, FwpmLayer.IpsecV6]);
        KeyingExemptions.For(objects).Select(filter => filter.Layer).ShouldBe([FwpmLayer.InboundTransportV6, FwpmLayer.OutboundTransportV6]);
    }

    private static string[] Rows(string rule)
    {
        var objects = Compile(Discovery + $"rules: [{{ name: it, {rule} }}]\n");
        FilterSnapshot.Compile(objects);
        var filters = objects.Filters.Where(filter => filter.Name.StartsWith("rule it ")).ToArray();
        filters.ShouldAllBe(filter => filter.Weight == new FwpmWeight(FwpmWeightKind.Exact, 0xB000_0000_0000_0000));
        return [.. filters.Select(filter => Row(filter, objects))];
    }

    private static string Row(FwpmFilter filter, WfpObjectSet objects)
    {
        var context = objects.ProviderContexts.SingleOrDefault(context => context.Key == filter.ProviderContext);
        return string.Join(
            " | ",
            WfpNames.Of(filter.Layer)["FWPM_LAYER_".Length..],
            filter.Conditions.IsEmpty ? "-" : string.Join(", ", filter.Conditions.Select(ConditionText.Of)),
            WfpNames.Of(filter.Action)["FWP_ACTION_".Length..],
            filter.Callout is { } callout ? WfpNames.Of(callout)["FWPM_CALLOUT_".Length..] : "-",
            filter.RawContext is { } raw ? WfpNames.RawContext(filter.Layer, raw).Replace("FWPM_CONTEXT_IPSEC_", "").Replace("FWPM_CONTEXT_", "") : "-",
            context is null ? "-" : Policy(context));
    }

    private static string Policy(ProviderContext context) => context.QuickMode is not { } quickMode
        ? "main mode"
        : string.Join(", ", IpsecNames.Of(quickMode.Flags).Select(flag => flag["IPSEC_POLICY_FLAG_".Length..]).DefaultIfEmpty("no flags"));

    private static Guid[] Keys(WfpObjectSet objects) =>
        [.. objects.ProviderContexts.Select(context => context.Key), .. objects.Filters.Select(filter => filter.Key)];

    private static WfpObjectSet Compile(string policy)
    {
        var result = PolicyReader.Read(policy, "policy.yaml");
        result.ErrorLines().ShouldBeEmpty();
        return ScenarioCompiler.Compile(result.Document!);
    }
}
