using System.Text.Json;

namespace Gatehouse.Cli.Rendering;

/// <summary>An explanation for people, from its JSON, which a running node may have answered.</summary>
internal static class ExplanationText
{
    public static void Write(TextWriter output, JsonElement explanation)
    {
        output.WriteLine($"{Text(explanation, "verdict").ToUpperInvariant()}  {Text(explanation, "sentence")}");
        foreach (var layer in explanation.GetProperty("layers").EnumerateArray())
            WriteLayer(output, layer);
    }

    private static void WriteLayer(TextWriter output, JsonElement layer)
    {
        output.WriteLine();
        output.WriteLine($"{FilterText.Short(Text(layer, "layer"), "FWPM_LAYER_")}: {Text(layer, "vote")} ({Text(layer, "reason")})");
        var fields = layer.GetProperty("fields").EnumerateObject().Select(field => $"{FilterText.Short(field.Name, "FWPM_CONDITION_")}={field.Value}");
        output.WriteLine($"  packet  {string.Join(", ", fields)}");
        var facts = layer.GetProperty("facts").EnumerateArray().Select(fact => fact.GetString()).ToList();
        if (facts.Count > 0)
            output.WriteLine($"  facts   {string.Join(", ", facts)}");
        foreach (var sublayer in layer.GetProperty("sublayers").EnumerateArray())
            output.WriteLine($"  vote    {FilterText.Short(Text(sublayer, "sublayer"), "FWPM_SUBLAYER_")} {Text(sublayer, "vote")}");
        foreach (var filter in layer.GetProperty("filters").EnumerateArray())
            output.WriteLine($"  {(filter.GetProperty("decided").GetBoolean() ? "=>" : "  ")} {Text(filter, "name")}: {Outcome(filter)}");
        if (layer.GetProperty("filters").GetArrayLength() == 0)
            output.WriteLine("     no filter stands here");
    }

    private static string Outcome(JsonElement filter)
    {
        if (!filter.GetProperty("matches").GetBoolean())
            return $"no match, {Text(filter, "failedCondition")} does not hold";
        var action = FilterText.Short(Text(filter, "action"), "FWP_ACTION_");
        if (filter.GetProperty("callout").ValueKind == JsonValueKind.Null)
            return $"matches, {action}";
        var context = filter.GetProperty("rawContext").ValueKind == JsonValueKind.Null
            ? ""
            : $" with {FilterText.Short(FilterText.Short(Text(filter, "rawContext"), "FWPM_CONTEXT_IPSEC_"), "FWPM_CONTEXT_")}";
        return $"matches, {action} {FilterText.Short(Text(filter, "callout"), "FWPM_CALLOUT_")}{context}: {Text(filter, "calloutDecision")}";
    }

    private static string Text(JsonElement owner, string property) => owner.GetProperty(property).GetString() ?? "-";
}
