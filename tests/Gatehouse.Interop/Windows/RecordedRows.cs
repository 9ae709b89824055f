using System.Text.Json;
using Gatehouse.Oracles.Wfp;
using Shouldly;

namespace Gatehouse.Interop.Windows;

/// <summary>Recorded filters in the words of the documented tables. GUIDs were named by the recorder, from the documented lists.</summary>
internal static class RecordedRows
{
    /// <summary>The filters that were added.</summary>
    public static IEnumerable<ExpectedFilter> Filters(IReadOnlyList<RecordedCall> calls)
    {
        var types = Added(calls, "FwpmProviderContextAdd2")
            .ToDictionary(context => Text(context, "key"), context => ContextType(context.GetProperty("type").GetInt32()));
        return Added(calls, "FwpmFilterAdd0").Select(filter => Row(filter, types));
    }

    /// <summary>The provider contexts that were added: type and quick-mode flags.</summary>
    public static IEnumerable<(string Type, string Flags)> Contexts(IReadOnlyList<RecordedCall> calls) =>
        Added(calls, "FwpmProviderContextAdd2").Select(context => (
            ContextType(context.GetProperty("type").GetInt32()),
            context.TryGetProperty("quickMode", out var quickMode) ? QuickModeFlags(quickMode.GetProperty("flags").GetInt32()) : "-"));

    /// <summary>The objects a function was given and took.</summary>
    public static IEnumerable<JsonElement> Added(IReadOnlyList<RecordedCall> calls, string function) =>
        calls.Where(call => call.Name == function && call.Status == 0).Select(call => call.Object);

    private static ExpectedFilter Row(JsonElement filter, Dictionary<string, string> contextTypes)
    {
        // Left unset, as the scenario pages have it: UNIVERSAL.
        Text(filter, "subLayer").ShouldBe($"{Guid.Empty}");
        var layer = Text(filter, "layerName");
        var conditions = string.Join(", ", filter.GetProperty("conditions").EnumerateArray().Select(Condition));
        var context = filter.GetProperty("providerContext").GetString();
        var callout = Text(filter, "calloutName");
        return new ExpectedFilter(
            layer,
            conditions.Length == 0 ? "-" : conditions,
            Action(filter.GetProperty("action").GetInt32()),
            callout.Length == 0 ? "-" : callout,
            Weight(filter.GetProperty("weight")),
            context is null ? RawContext(layer, filter.GetProperty("rawContext").GetUInt64()) : "-",
            context is null ? "-" : contextTypes[context],
            filter.GetProperty("flags").GetInt32() switch { 0 => "-", 4 => "HAS_PROVIDER_CONTEXT", var other => $"{other}" });
    }

    private static string Condition(JsonElement condition)
    {
        condition.GetProperty("match").GetInt32().ShouldBe(0);
        condition.GetProperty("value").GetProperty("type").GetInt32().ShouldBe(1);
        return (Text(condition, "fieldName"), condition.GetProperty("value").GetProperty("value").GetInt32()) switch
        {
            ("IP_LOCAL_ADDRESS_TYPE", 1) => "NlatUnicast",
            ("IP_PROTOCOL", 1) => "IPPROTO_ICMP",
            ("IP_PROTOCOL", 58) => "IPPROTO_ICMPV6",
            var other => $"{other}",
        };
    }

    private static string Action(int action) => action switch
    {
        0x1001 => "BLOCK",
        0x1002 => "PERMIT",
        0x5003 => "CALLOUT_TERMINATING",
        _ => $"{action}",
    };

    private static string Weight(JsonElement weight) => weight.GetProperty("type").GetInt32() switch
    {
        0 => "-",
        1 when weight.GetProperty("value").GetInt32() == 12 => "IKE_EXEMPTIONS",
        _ => $"{weight}",
    };

    private static string RawContext(string layer, ulong context) => (layer[..^3], context) switch
    {
        (_, 0) => "-",
        ("INBOUND_TRANSPORT", 2) => "INBOUND_PERSIST_CONNECTION_SECURITY",
        ("OUTBOUND_TRANSPORT", 1) => "OUTBOUND_NEGOTIATE_DISCOVER",
        _ => $"{context}",
    };

    private static string ContextType(int type) => type switch
    {
        1 => "IKE_QM_TRANSPORT_CONTEXT",
        3 => "AUTHIP_QM_TRANSPORT_CONTEXT",
        5 => "IKE_MM_CONTEXT",
        6 => "AUTHIP_MM_CONTEXT",
        _ => $"{type}",
    };

    private static string QuickModeFlags(int flags) => flags switch
    {
        0 => "-",
        2 => "ND_SECURE",
        4 => "ND_BOUNDARY",
        _ => $"{flags}",
    };

    private static string Text(JsonElement owner, string property) => owner.GetProperty(property).GetString()!;
}
