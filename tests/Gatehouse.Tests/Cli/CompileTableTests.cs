using System.Text.Json;
using Gatehouse.Oracles.Wfp;
using Gatehouse.Tests.Scenarios;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Cli;

/// <summary>What compile prints, against the rows of the scenario pages as the oracle has them.</summary>
public sealed class CompileTableTests
{
    private static readonly string[] Scenarios = ["transport-mode", "negotiation-discovery", "negotiation-discovery-boundary", "clear", "block"];

    public static TheoryData<string, bool, bool, bool, bool, bool> Combinations()
    {
        var data = new TheoryData<string, bool, bool, bool, bool, bool>();
        foreach (var scenario in Scenarios)
        {
            for (var bits = 0; bits < 32; bits++)
            {
                var (ike, authIp, v4, v6, icmp) = ((bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, (bits & 8) != 0, (bits & 16) != 0);
                if ((ike || authIp) == scenario is not ("clear" or "block") && (v4 || v6))
                    data.Add(scenario, ike, authIp, v4, v6, icmp);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    public async Task Filters_are_the_documented_rows(string scenario, bool ike, bool authIp, bool v4, bool v6, bool icmpExempt)
    {
        using var json = await Compile(PolicyTexts.Build(scenario, ike, authIp, v4, v6, icmpExempt));
        var contextTypes = json.RootElement.GetProperty("providerContexts").EnumerateArray()
            .ToDictionary(context => Text(context, "key"), context => Text(context, "type"));
        var actual = json.RootElement.GetProperty("filters").EnumerateArray().Select(filter => Row(filter, contextTypes).ToString());
        var expected = ScenarioTables.Filters(scenario, ike, authIp, v4, v6, icmpExempt).Select(filter => filter.ToString());
        actual.Order().ShouldBe(expected.Order());
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    public async Task Contexts_are_the_documented_ones(string scenario, bool ike, bool authIp, bool v4, bool v6, bool icmpExempt)
    {
        using var json = await Compile(PolicyTexts.Build(scenario, ike, authIp, v4, v6, icmpExempt));
        var actual = json.RootElement.GetProperty("providerContexts").EnumerateArray().Select(context =>
            (Short(Text(context, "type"), "FWPM_IPSEC_"), Flags(context, "IPSEC_POLICY_FLAG_")));
        actual.Order().ShouldBe(ScenarioTables.Contexts(scenario, ike, authIp).Order());
    }

    [Theory]
    [InlineData("transport-mode", true, true, true, true, 4, 16)]
    [InlineData("transport-mode", true, false, true, true, 2, 12)]
    [InlineData("transport-mode", false, true, true, true, 2, 12)]
    [InlineData("transport-mode", true, true, true, false, 4, 8)]
    [InlineData("transport-mode", true, false, false, true, 2, 6)]
    [InlineData("negotiation-discovery", true, true, true, true, 4, 20)]
    [InlineData("negotiation-discovery", true, false, true, true, 2, 16)]
    [InlineData("negotiation-discovery", false, true, true, true, 2, 16)]
    [InlineData("negotiation-discovery", true, true, false, true, 4, 10)]
    [InlineData("negotiation-discovery-boundary", true, true, true, true, 4, 16)]
    [InlineData("negotiation-discovery-boundary", true, false, true, true, 2, 12)]
    [InlineData("negotiation-discovery-boundary", false, true, true, false, 2, 6)]
    [InlineData("clear", false, false, true, true, 0, 0)]
    [InlineData("block", false, false, true, true, 0, 8)]
    public async Task Counts_are_as_documented(string scenario, bool ike, bool authIp, bool v4, bool v6, int contexts, int filters)
    {
        using var json = await Compile(PolicyTexts.Build(scenario, ike, authIp, v4, v6, icmpExempt: true));
        json.RootElement.GetProperty("providerContexts").GetArrayLength().ShouldBe(contexts);
        json.RootElement.GetProperty("filters").GetArrayLength().ShouldBe(filters);
    }

    private static async Task<JsonDocument> Compile(string policy)
    {
        var run = await CliRun.OnPolicy(policy, "compile", "--format", "json");
        run.Error.ShouldBe("");
        run.ExitCode.ShouldBe(0);
        return JsonDocument.Parse(run.Output);
    }

    private static ExpectedFilter Row(JsonElement filter, Dictionary<string, string> contextTypes)
    {
        Text(filter, "subLayer").ShouldBe("FWPM_SUBLAYER_UNIVERSAL");
        var conditions = filter.GetProperty("conditions").EnumerateArray().Select(Condition).ToArray();
        var context = Text(filter, "providerContext");
        return new ExpectedFilter(
            Short(Text(filter, "layer"), "FWPM_LAYER_"),
            conditions.Length == 0 ? "-" : string.Join(", ", conditions),
            Short(Text(filter, "action"), "FWP_ACTION_"),
            Short(Text(filter, "callout"), "FWPM_CALLOUT_"),
            Short(Text(filter, "weight"), "FWPM_WEIGHT_RANGE_"),
            Short(Text(filter, "rawContext"), "FWPM_CONTEXT_IPSEC_"),
            context == "-" ? "-" : Short(contextTypes[context], "FWPM_IPSEC_"),
            Flags(filter, "FWPM_FILTER_FLAG_"));
    }

    private static string Condition(JsonElement condition)
    {
        Text(condition, "match").ShouldBe("FWP_MATCH_EQUAL");
        Text(condition, "type").ShouldBe("FWP_UINT8");
        var value = Text(condition, "value");
        Text(condition, "field").ShouldBe(value == "NlatUnicast" ? "FWPM_CONDITION_IP_LOCAL_ADDRESS_TYPE" : "FWPM_CONDITION_IP_PROTOCOL");
        return value;
    }

    private static string Flags(JsonElement owner, string prefix) =>
        string.Join(", ", owner.GetProperty("flags").EnumerateArray().Select(flag => Short(flag.GetString()!, prefix)).DefaultIfEmpty("-"));

    private static string Text(JsonElement owner, string property) => owner.GetProperty(property).GetString() ?? "-";

    private static string Short(string text, string prefix)
    {
        if (text == "-")
            return text;
        text.ShouldStartWith(prefix);
        return text[prefix.Length..];
    }
}
