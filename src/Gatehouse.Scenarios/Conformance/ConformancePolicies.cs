using System.Collections.Immutable;
using Gatehouse.Base;
using Gatehouse.Model.Wfp;
using Gatehouse.Scenarios.Reading;
using Gatehouse.Scenarios.Recipes;

namespace Gatehouse.Scenarios.Conformance;

/// <summary>
/// The policies of the conformance suite: every scenario with both keying modules, fenced in, so that no real traffic can match. Every filter speaks only of
/// peers in 192.0.2.0/24 or 2001:db8::/32, which are for documentation and belong to nobody (RFC 5737, RFC 3849).
/// </summary>
public static class ConformancePolicies
{
    private static readonly FwpConditionValue V4 = FwpConditionValue.Prefix(IpAddr.Parse("192.0.2.0"), 24);

    private static readonly FwpConditionValue V6 = FwpConditionValue.Prefix(IpAddr.Parse("2001:db8::"), 32);

    /// <summary>Names of the policies.</summary>
    public static readonly ImmutableArray<string> Names =
    [
        "transport-mode", "negotiation-discovery", "negotiation-discovery-boundary", "block", "rules",
    ];

    /// <summary>The objects of one policy, owned by a provider of the suite's own.</summary>
    public static WfpObjectSet Objects(string name, Guid provider)
    {
        var read = PolicyReader.Read(Text(name), $"{name}.yaml");
        var document = read.Document ?? throw new InvalidOperationException(string.Join('\n', read.ErrorLines()));
        var objects = ScenarioCompiler.Compile(document);
        var fenced = new WfpObjectSet(
            [.. objects.ProviderContexts.Select(context => context with { Provider = provider })],
            [.. objects.Filters.Select(filter => Fence(filter) with { Provider = provider })]);
        return Breach(fenced) is { } breach ? throw new InvalidOperationException(breach) : fenced;
    }

    /// <summary>A sentence about a filter that real traffic could match, or null. Nothing may be added while there is one.</summary>
    public static string? Breach(WfpObjectSet objects)
    {
        foreach (var filter in objects.Filters)
            if (!filter.Conditions.Contains(FenceOf(filter)))
                return $"filter {filter.Name} is not limited to addresses for documentation: nothing is added";
        return null;
    }

    private static FwpmFilter Fence(FwpmFilter filter) =>
        filter with { Conditions = [.. filter.Conditions.Where(condition => condition.Field != FwpmConditionField.IpRemoteAddress), FenceOf(filter)] };

    private static FwpmFilterCondition FenceOf(FwpmFilter filter) =>
        FwpmFilterCondition.Equal(FwpmConditionField.IpRemoteAddress, FwpmLayers.Info(filter.Layer).Family == IpFamily.V4 ? V4 : V6);

    private static string Text(string name) => name switch
    {
        "block" => "gatehouse: 1\nname: conformance-block\nscenario: block\n",
        "rules" => """
            gatehouse: 1
            name: conformance-rules
            scenario: negotiation-discovery
            rules:
              - { name: telnet, scenario: block, protocol: tcp, localPort: 23 }
              - { name: database, scenario: transport-mode, protocol: tcp, remotePort: 1433, guaranteeEncryption: true }
              - { name: printers, scenario: clear, protocol: udp, remotePort: 161 }
            keying: { ike: { authentication: [certificate] } }
            """,
        _ => $$"""
            gatehouse: 1
            name: conformance-{{name}}
            scenario: {{name}}
            keying: { ike: { authentication: [certificate] }, authip: { authentication: [kerberos] } }
            """,
    };
}
