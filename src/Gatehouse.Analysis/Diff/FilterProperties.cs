using Gatehouse.Model.Wfp;

namespace Gatehouse.Analysis.Diff;

/// <summary>What a filter says, without its key, as properties to compare.</summary>
internal static class FilterProperties
{
    /// <summary>The properties; <paramref name="contextName"/> says how a provider context is called.</summary>
    public static IEnumerable<(string Name, string Value)> Of(FwpmFilter filter, Func<Guid, string> contextName)
    {
        yield return ("layer", WfpNames.Of(filter.Layer));
        yield return ("subLayer", filter.SubLayer.Name.Length > 0 ? filter.SubLayer.Name : $"{filter.SubLayer.Key}");
        yield return ("subLayerWeight", $"{filter.SubLayer.Weight}");
        yield return ("flags", string.Join(" ", WfpNames.Of(filter.Flags)));
        yield return ("conditions", string.Join(", ", filter.Conditions.Select(Condition)));
        yield return ("action", WfpNames.Of(filter.Action));
        yield return ("callout", filter.Callout is { } callout ? WfpNames.Of(callout) : "");
        yield return ("weight", WfpNames.Of(filter.Weight) ?? "auto");
        yield return ("rawContext", filter.RawContext is { } context ? WfpNames.RawContext(filter.Layer, context) : "");
        yield return ("providerContext", filter.ProviderContext is { } key ? contextName(key) : "");
    }

    private static string Condition(FwpmFilterCondition condition)
    {
        var value = condition.Value.Bytes is { } bytes ? bytes.ToString() : ConditionText.Of(condition);
        return $"{WfpNames.Of(condition.Field)} {WfpNames.Of(condition.Match)} {WfpNames.Of(condition.Value.Type)} {value}";
    }
}
