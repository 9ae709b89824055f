using System.Text.Json.Nodes;
using Gatehouse.Filtering.Arbitration;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Cli.Rendering;

/// <summary>Tables of the objects of a set, beside those every engine has. Properties may be added later, never renamed.</summary>
internal static class ObjectTables
{
    public static ObjectTable Contexts(WfpObjectSet objects) => new(
        "providerContexts",
        ProviderContextText.Header,
        [.. objects.ProviderContexts.SelectMany(ContextRows)],
        new JsonArray([.. objects.ProviderContexts.Select(ProviderContextJson.Of)]));

    public static ObjectTable Callouts(WfpObjectSet objects)
    {
        var asked = objects.Filters.Where(filter => filter.Callout.HasValue).GroupBy(filter => filter.Callout!.Value).ToDictionary(
            group => group.Key, group => group.Count());
        var rows = FwpmCallouts.All.Select(info => (Info: info, Filters: asked.GetValueOrDefault(info.Callout), IsRegistered: IsRegistered(info))).ToList();
        return new ObjectTable(
            "callouts",
            ["NAME", "LAYER", "REGISTERED", "CONTEXT", "FILTERS", "KEY"],
            [
                .. rows.Select(row => new[]
                {
                    FilterText.Short(row.Info.Name, "FWPM_CALLOUT_"),
                    FilterText.Short(WfpNames.Of(row.Info.Layer), "FWPM_LAYER_"),
                    row.IsRegistered ? "yes" : "no",
                    row.Info.UsesProviderContext ? "provider" : "raw",
                    $"{row.Filters}",
                    row.Info.Key.ToString("D"),
                }),
            ],
            new JsonArray([.. rows.Select(row => new JsonObject
            {
                ["key"] = row.Info.Key.ToString("D"),
                ["name"] = row.Info.Name,
                ["layer"] = WfpNames.Of(row.Info.Layer),
                ["registered"] = row.IsRegistered,
                ["usesProviderContext"] = row.Info.UsesProviderContext,
                ["filters"] = row.Filters,
            })]));
    }

    public static ObjectTable SubLayers(WfpObjectSet objects)
    {
        var used = objects.Filters.GroupBy(filter => filter.SubLayer.Key).ToDictionary(group => group.Key, group => group.Count());
        var rows = FwpmSubLayer.BuiltIns.Concat(objects.Filters.Select(filter => filter.SubLayer)).DistinctBy(subLayer => subLayer.Key)
            .OrderByDescending(subLayer => subLayer.Weight).ToList();
        return new ObjectTable(
            "subLayers",
            ["NAME", "WEIGHT", "FILTERS", "KEY"],
            [
                .. rows.Select(subLayer => new[]
                {
                    FilterText.Short(subLayer.Name, "FWPM_SUBLAYER_"), $"0x{subLayer.Weight:x4}", $"{used.GetValueOrDefault(subLayer.Key)}",
                    subLayer.Key.ToString("D"),
                }),
            ],
            new JsonArray([.. rows.Select(subLayer => new JsonObject
            {
                ["key"] = subLayer.Key.ToString("D"),
                ["name"] = subLayer.Name,
                ["weight"] = subLayer.Weight,
                ["filters"] = used.GetValueOrDefault(subLayer.Key),
            })]));
    }

    public static ObjectTable Layers(WfpObjectSet objects)
    {
        var used = objects.Filters.GroupBy(filter => filter.Layer).ToDictionary(group => group.Key, group => group.Count());
        return new ObjectTable(
            "layers",
            ["NAME", "FIELDS", "FILTERS", "KEY"],
            [
                .. FwpmLayers.All.Select(layer => new[]
                {
                    FilterText.Short(layer.Name, "FWPM_LAYER_"), $"{layer.Fields.Length}", $"{used.GetValueOrDefault(layer.Layer)}", layer.Key.ToString("D"),
                }),
            ],
            new JsonArray([.. FwpmLayers.All.Select(layer => new JsonObject
            {
                ["key"] = layer.Key.ToString("D"),
                ["name"] = layer.Name,
                ["fields"] = JsonText.Array(layer.Fields.Select(WfpNames.Of)),
                ["filters"] = used.GetValueOrDefault(layer.Layer),
            })]));
    }

    // A context whose policy could not be read still is one.
    private static IEnumerable<string[]> ContextRows(ProviderContext context)
    {
        var rows = ProviderContextText.Rows(context).ToList();
        string[] row = [context.Name, FilterText.Short(WfpNames.Of(context.Type), "FWPM_IPSEC_"), .. ProviderContextText.Header.Skip(2).Select(_ => "-")];
        return rows.Count > 0 ? rows : [row];
    }

    private static bool IsRegistered(FwpmCalloutInfo info) => !ArbitrationOptions.Default.Unregistered.Contains(info.Callout);
}
