using Gatehouse.Model.Wfp;

namespace Gatehouse.Filtering;

/// <summary>An object set that breaks a rule of the filtering platform; the message begins with the FWP_E_* name.</summary>
public sealed class FilterRuleException(string message) : Exception(message);

/// <summary>The rules an object must obey to be added (reference sections 2.2, 3.1 and 7.2). Breaking one is an error, never a guess.</summary>
internal static class FilterRules
{
    public static void Check(FwpmFilter filter, IReadOnlyDictionary<Guid, ProviderContext> contexts)
    {
        var layer = FwpmLayers.Info(filter.Layer);
        if (string.IsNullOrEmpty(filter.Name))
            throw Broken("FWP_E_NULL_DISPLAY_NAME", filter, "a filter needs a display name");
        foreach (var condition in filter.Conditions)
            CheckCondition(filter, layer, condition);
        CheckRepeats(filter);
        CheckCallout(filter);
        CheckContext(filter, contexts);
    }

    private static void CheckCondition(FwpmFilter filter, FwpmLayerInfo layer, in FwpmFilterCondition condition)
    {
        var field = FwpmConditionFields.Info(condition.Field);
        if (!layer.Fields.Contains(condition.Field))
            throw Broken("FWP_E_CONDITION_NOT_FOUND", filter, $"{layer.Name} has no field {field.Name}");
        var fieldType = field.TypeFor(layer.Family);
        var valueType = condition.Value.Type == FwpDataType.Range ? condition.Value.ElementType : condition.Value.Type;
        var prefixType = fieldType == FwpDataType.UInt32 ? FwpDataType.V4AddrMask : FwpDataType.V6AddrMask;
        var isAddress = condition.Field is FwpmConditionField.IpLocalAddress or FwpmConditionField.IpRemoteAddress;
        if (valueType != fieldType && !(isAddress && valueType == prefixType))
            throw Broken("FWP_E_TYPE_MISMATCH", filter, $"{field.Name} takes {fieldType}, not {valueType}");
        if (condition.Value.Type == FwpDataType.Range && condition.Value.Low > condition.Value.High)
            throw Broken("FWP_E_INVALID_RANGE", filter, $"the low end of the range on {field.Name} is above its high end");
        if (condition.Match == FwpMatchType.Range != (condition.Value.Type == FwpDataType.Range))
            throw Broken("FWP_E_MATCH_TYPE_MISMATCH", filter, $"FWP_MATCH_RANGE and a range value belong together ({field.Name})");
    }

    // Non-adjacent repeats are undocumented in Windows (reference 10 #6); refusing them keeps the meaning of a filter unambiguous.
    private static void CheckRepeats(FwpmFilter filter)
    {
        for (var i = 2; i < filter.Conditions.Length; i++)
        {
            for (var j = 0; j < i - 1; j++)
            {
                var field = filter.Conditions[i].Field;
                if (filter.Conditions[j].Field == field && filter.Conditions[i - 1].Field != field)
                    throw Broken("FWP_E_DUPLICATE_CONDITION", filter, $"{FwpmConditionFields.Info(field).Name} is repeated, but not adjacent");
            }
        }
    }

    private static void CheckCallout(FwpmFilter filter)
    {
        var isCallout = filter.Action is FwpActionType.CalloutTerminating or FwpActionType.CalloutUnknown or FwpActionType.CalloutInspection;
        if (isCallout != filter.Callout.HasValue)
            throw Broken("FWP_E_CALLOUT_NOT_FOUND", filter, "a callout action names a callout, and no other action does");
        if (filter.Callout is { } callout && FwpmCallouts.Info(callout).Layer != filter.Layer)
            throw Broken("FWP_E_INCOMPATIBLE_LAYER", filter, $"{FwpmCallouts.Info(callout).Name} is not for {FwpmLayers.Info(filter.Layer).Name}");
    }

    private static void CheckContext(FwpmFilter filter, IReadOnlyDictionary<Guid, ProviderContext> contexts)
    {
        if (filter.ProviderContext.HasValue != filter.Flags.HasFlag(FwpmFilterFlags.HasProviderContext))
            throw Broken("FWP_E_INVALID_FLAGS", filter, "FWPM_FILTER_FLAG_HAS_PROVIDER_CONTEXT and a provider context belong together");
        if (filter is { ProviderContext: not null, RawContext: not null })
            throw Broken("FWP_E_INVALID_PARAMETER", filter, "raw context and provider context share one slot; only one may be given");
        if (filter.ProviderContext is not { } key)
            return;
        if (!contexts.TryGetValue(key, out var context))
            throw Broken("FWP_E_PROVIDER_CONTEXT_NOT_FOUND", filter, $"no provider context has the key {key}");
        var isMainMode = filter.Layer is FwpmLayer.IkeextV4 or FwpmLayer.IkeextV6;
        if (isMainMode != context.MainMode is not null)
            throw Broken(
                "FWP_E_PROVIDER_CONTEXT_MISMATCH",
                filter,
                $"'{context.Name}' ({context.Type}) does not belong at {FwpmLayers.Info(filter.Layer).Name}");
    }

    private static FilterRuleException Broken(string code, FwpmFilter filter, string what) => new($"{code}: filter '{filter.Name}': {what}");
}
