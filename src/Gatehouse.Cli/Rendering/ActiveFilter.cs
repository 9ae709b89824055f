using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Filtering;
using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;

namespace Gatehouse.Cli.Rendering;

/// <summary>A filter in force: as compile prints it, with what only the engine knows.</summary>
internal static class ActiveFilter
{
    public static readonly string[] Header = ["ID", "LAYER", "WEIGHT", "ORIGIN", "ACTION", "CONDITIONS", "NAME"];

    public static JsonObject Json(CompiledFilter compiled) => Json(compiled.Filter, compiled.Id, compiled.EffectiveWeight);

    /// <summary>A filter as an engine gives it back, with how long it lives.</summary>
    public static JsonObject Json(FwpmEntry<FwpmFilter> entry)
    {
        var json = Json(entry.Object, entry.Id, entry.EffectiveWeight);
        json["lifetime"] = $"{entry.Lifetime}";
        return json;
    }

    /// <summary>A row of the table, from the JSON a node answered.</summary>
    public static string[] Row(JsonElement filter) =>
    [
        filter.GetProperty("id").GetUInt64().ToString(),
        FilterText.Short(Text(filter, "layer"), "FWPM_LAYER_"),
        $"0x{filter.GetProperty("effectiveWeight").GetUInt64():x16}",
        Text(filter, "origin"),
        filter.GetProperty("callout").ValueKind == JsonValueKind.Null
            ? FilterText.Short(Text(filter, "action"), "FWP_ACTION_")
            : FilterText.Short(Text(filter, "callout"), "FWPM_CALLOUT_"),
        Conditions(filter.GetProperty("conditions")),
        Text(filter, "name"),
    ];

    private static JsonObject Json(FwpmFilter filter, ulong id, ulong effectiveWeight)
    {
        var json = FilterJson.Of(filter, origin: true);
        json["id"] = id;
        json["effectiveWeight"] = effectiveWeight;
        return json;
    }

    private static string Conditions(JsonElement conditions) => conditions.GetArrayLength() == 0
        ? "any"
        : string.Join(", ", conditions.EnumerateArray().Select(condition =>
            $"{FilterText.Short(Text(condition, "field"), "FWPM_CONDITION_")} {Match(Text(condition, "match"))} {condition.GetProperty("value")}"));

    private static string Match(string match) => match == "FWP_MATCH_EQUAL" ? "=" : FilterText.Short(match, "FWP_MATCH_");

    private static string Text(JsonElement owner, string property) => owner.GetProperty(property).GetString() ?? "-";
}
