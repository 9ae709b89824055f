using Gatehouse.Model.Wfp;

namespace Gatehouse.Cli.Rendering;

/// <summary>A filter as a row of a table. The common beginnings of names are left out; JSON has them in full.</summary>
internal static class FilterText
{
    public static readonly string[] Header = ["NAME", "LAYER", "CONDITIONS", "ACTION", "WEIGHT", "CONTEXT"];

    public static string[] Row(FwpmFilter filter, Func<Guid, string> contextName) =>
    [
        filter.Name,
        Short(WfpNames.Of(filter.Layer), "FWPM_LAYER_"),
        filter.Conditions.IsEmpty ? "any" : string.Join(", ", filter.Conditions.Select(Condition)),
        filter.Callout is { } callout
            ? $"{Short(WfpNames.Of(filter.Action), "FWP_ACTION_")} {Short(WfpNames.Of(callout), "FWPM_CALLOUT_")}"
            : Short(WfpNames.Of(filter.Action), "FWP_ACTION_"),
        WfpNames.Of(filter.Weight) is { } weight ? Short(weight, "FWPM_WEIGHT_RANGE_") : "auto",
        filter.RawContext is { } raw
            ? Short(Short(WfpNames.RawContext(filter.Layer, raw), "FWPM_CONTEXT_IPSEC_"), "FWPM_CONTEXT_")
            : filter.ProviderContext is { } context ? contextName(context) : "-",
    ];

    /// <summary>policy or keying-exemption.</summary>
    public static string Origin(FilterOrigin origin) => origin == FilterOrigin.KeyingExemption ? "keying-exemption" : "policy";

    /// <summary>A constant without the beginning that all of its kind share.</summary>
    public static string Short(string name, string prefix) => name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : name;

    /// <summary>A condition in one line.</summary>
    public static string Condition(FwpmFilterCondition condition)
    {
        var field = Short(WfpNames.Of(condition.Field), "FWPM_CONDITION_");
        var operation = condition.Match switch
        {
            FwpMatchType.Equal => "=",
            FwpMatchType.NotEqual => "!=",
            FwpMatchType.Greater => ">",
            FwpMatchType.Less => "<",
            FwpMatchType.GreaterOrEqual => ">=",
            FwpMatchType.LessOrEqual => "<=",
            FwpMatchType.Range => " in ",
            _ => $" {Short(WfpNames.Of(condition.Match), "FWP_MATCH_")} ",
        };
        return field + operation + ConditionText.Of(condition);
    }
}
