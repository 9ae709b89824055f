using System.Collections.Frozen;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Windows.Translation;

/// <summary>From GUIDs back to the names of the model. Windows has more layers, fields and callouts than an IPsec policy needs.</summary>
internal static class WfpKeys
{
    /// <summary>FWPM_KEYING_MODULE_* (reference section 4.3).</summary>
    private static readonly (KeyingModule Module, Guid Key)[] ModuleKeys =
    [
        (KeyingModule.Ike, Guid.Parse("a9bbf787-82a8-45bb-a400-5d7e5952c7a9")),
        (KeyingModule.AuthIp, Guid.Parse("11e3dae0-dd26-4590-857d-ab4b28d1a095")),
        (KeyingModule.IkeV2, Guid.Parse("041792cc-8f07-419d-a394-716968cb1647")),
    ];

    private static readonly FrozenDictionary<Guid, FwpmLayer> Layers = FwpmLayers.All.ToFrozenDictionary(layer => layer.Key, layer => layer.Layer);

    private static readonly FrozenDictionary<Guid, FwpmCallout> Callouts =
        FwpmCallouts.All.ToFrozenDictionary(callout => callout.Key, callout => callout.Callout);

    private static readonly FrozenDictionary<Guid, FwpmConditionField> Fields = FwpmConditionFields.All
        .Where(field => field.Key != Guid.Empty).ToFrozenDictionary(field => field.Key, field => field.Field);

    private static readonly FrozenDictionary<Guid, FwpmSubLayer> SubLayers = FwpmSubLayer.BuiltIns.ToFrozenDictionary(subLayer => subLayer.Key);

    public static FwpmLayer Layer(Guid key) =>
        Layers.TryGetValue(key, out var layer) ? layer : throw new TranslationException(FwpError.LayerNotFound, $"the layer {key} is none of an IPsec policy");

    public static FwpmLayer? LayerOrNull(Guid key) => Layers.TryGetValue(key, out var layer) ? layer : null;

    public static FwpmCallout Callout(Guid key) => Callouts.TryGetValue(key, out var callout)
        ? callout
        : throw new TranslationException(FwpError.CalloutNotFound, $"the callout {key} is none of Windows' own for IPsec");

    public static FwpmConditionField Field(Guid key) => Fields.TryGetValue(key, out var field)
        ? field
        : throw new TranslationException(FwpError.ConditionNotFound, $"the condition field {key} is not known");

    /// <summary>The SDK's name of a condition field; its GUID as text where that is not known.</summary>
    public static string FieldName(Guid key) => Fields.TryGetValue(key, out var field) ? WfpNames.Of(field) : key.ToString("D");

    public static Guid Field(FwpmConditionField field)
    {
        var info = FwpmConditionFields.Info(field);
        return info.Key != Guid.Empty ? info.Key : throw new TranslationException(FwpError.ConditionNotFound, $"the GUID of {info.Name} is not known");
    }

    public static FwpmSubLayer? BuiltInSubLayer(Guid key) => SubLayers.GetValueOrDefault(key);

    public static Guid Module(KeyingModule module) => ModuleKeys.First(row => row.Module == module).Key;

    public static KeyingModule Module(Guid key)
    {
        foreach (var row in ModuleKeys)
            if (row.Key == key)
                return row.Module;
        throw new TranslationException(FwpError.NotFound, $"the keying module {key} is not known");
    }
}
