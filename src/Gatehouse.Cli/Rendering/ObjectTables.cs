using System.Text.Json.Nodes;
using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;

namespace Gatehouse.Cli.Rendering;

/// <summary>Tables of the objects of a set, beside those every engine has. Properties may be added later, never renamed.</summary>
internal static class ObjectTables
{
    public static ObjectTable Contexts(ShownObjects shown) => new(
        "providerContexts",
        ProviderContextText.Header,
        [.. shown.Objects.ProviderContexts.SelectMany(ContextRows)],
        new JsonArray([.. shown.Objects.ProviderContexts.Select(ProviderContextJson.Of)]));

    public static ObjectTable Callouts(ShownObjects shown)
    {
        var asked = shown.Objects.Filters.Select(CalloutOf).OfType<Guid>().CountBy(key => key).ToDictionary();
        var names = FwpmCallouts.All.ToDictionary(info => info.Key, info => info.Name);
        var rows = shown.Callouts.Select(callout => (
            Object: callout, Name: names.GetValueOrDefault(callout.Key, callout.Name), Filters: asked.GetValueOrDefault(callout.Key))).ToList();
        return new ObjectTable(
            "callouts",
            ["NAME", "LAYER", "REGISTERED", "CONTEXT", "FILTERS", "KEY"],
            [
                .. rows.Select(row => new[]
                {
                    FilterText.Short(row.Name, "FWPM_CALLOUT_"),
                    FilterText.Short(WfpNames.Of(row.Object.Layer), "FWPM_LAYER_"),
                    IsRegistered(row.Object) ? "yes" : "no",
                    UsesContext(row.Object) ? "provider" : "raw",
                    $"{row.Filters}",
                    row.Object.Key.ToString("D"),
                }),
            ],
            new JsonArray([.. rows.Select(row => new JsonObject
            {
                ["key"] = row.Object.Key.ToString("D"),
                ["name"] = row.Name,
                ["layer"] = WfpNames.Of(row.Object.Layer),
                ["registered"] = IsRegistered(row.Object),
                ["usesProviderContext"] = UsesContext(row.Object),
                ["filters"] = row.Filters,
            })]));
    }

    public static ObjectTable SubLayers(ShownObjects shown)
    {
        var used = shown.Objects.Filters.GroupBy(filter => filter.SubLayer.Key).ToDictionary(group => group.Key, group => group.Count());
        var rows = shown.SubLayers.Concat(shown.Objects.Filters.Select(filter => filter.SubLayer)).DistinctBy(subLayer => subLayer.Key)
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

    public static ObjectTable Layers(ShownObjects shown)
    {
        var used = shown.Objects.Filters.GroupBy(filter => filter.Layer).ToDictionary(group => group.Key, group => group.Count());
        return new ObjectTable(
            "layers",
            ["NAME", "FIELDS", "FILTERS", "KEY"],
            [
                .. shown.Layers.Select(layer => new[]
                {
                    FilterText.Short(NameOf(layer), "FWPM_LAYER_"), $"{layer.Fields.Length}", $"{Filters(layer)}", layer.Key.ToString("D"),
                }),
            ],
            new JsonArray([.. shown.Layers.Select(layer => new JsonObject
            {
                ["key"] = layer.Key.ToString("D"),
                ["name"] = NameOf(layer),
                ["displayName"] = layer.Name,
                ["id"] = layer.Id,
                ["defaultSubLayer"] = layer.DefaultSubLayer.ToString("D"),
                ["fields"] = JsonText.Array(layer.Fields),
                ["filters"] = Filters(layer),
            })]));

        int Filters(FwpmLayerEntry layer) => layer.Layer is { } known ? used.GetValueOrDefault(known) : 0;
    }

    // One that no IPsec policy uses goes by its display name.
    private static string NameOf(FwpmLayerEntry layer) => layer.Layer is { } known ? WfpNames.Of(known) : layer.Name;

    // A context whose policy could not be read still is one.
    private static IEnumerable<string[]> ContextRows(ProviderContext context)
    {
        var rows = ProviderContextText.Rows(context).ToList();
        string[] row = [context.Name, FilterText.Short(WfpNames.Of(context.Type), "FWPM_IPSEC_"), .. ProviderContextText.Header.Skip(2).Select(_ => "-")];
        return rows.Count > 0 ? rows : [row];
    }

    private static bool IsRegistered(FwpmCalloutObject callout) => callout.Flags.HasFlag(FwpmCalloutFlags.Registered);

    private static bool UsesContext(FwpmCalloutObject callout) => callout.Flags.HasFlag(FwpmCalloutFlags.UsesProviderContext);

    private static Guid? CalloutOf(FwpmFilter filter) => filter.Callout is { } callout ? FwpmCallouts.Info(callout).Key : filter.ForeignCallout;
}
