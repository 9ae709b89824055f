using System.Text.Json.Nodes;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Cli.Rendering;

/// <summary>A filter as JSON, the same for compile and show filters. Properties may be added later, never renamed.</summary>
internal static class FilterJson
{
    /// <summary>The filter; with <paramref name="origin"/> also who added it, which compile leaves out because it is always the policy.</summary>
    public static JsonObject Of(FwpmFilter filter, bool origin = false)
    {
        var json = new JsonObject
        {
            ["key"] = filter.Key.ToString("D"),
            ["name"] = filter.Name,
            ["layer"] = WfpNames.Of(filter.Layer),
            ["subLayer"] = WfpNames.Of(filter.SubLayer),
            ["flags"] = JsonText.Array(WfpNames.Of(filter.Flags)),
            ["conditions"] = new JsonArray([.. filter.Conditions.Select(Condition)]),
            ["action"] = WfpNames.Of(filter.Action),
            ["callout"] = filter.Callout is { } callout ? WfpNames.Of(callout) : null,
            ["weight"] = WfpNames.Of(filter.Weight),
            ["rawContext"] = filter.RawContext is { } context ? WfpNames.RawContext(filter.Layer, context) : null,
            ["providerContext"] = filter.ProviderContext?.ToString("D"),
        };
        if (origin)
            json["origin"] = FilterText.Origin(filter.Origin);
        return json;
    }

    private static JsonObject Condition(FwpmFilterCondition condition) => new()
    {
        ["field"] = WfpNames.Of(condition.Field),
        ["match"] = WfpNames.Of(condition.Match),
        ["type"] = WfpNames.Of(condition.Value.Type),
        ["value"] = ConditionText.Of(condition),
    };
}
