using Gatehouse.Model.Wfp;

namespace Gatehouse.Filtering;

/// <summary>An object set that breaks a rule of the filtering platform; the message begins with the FWP_E_* name.</summary>
/// <param name="error">Which rule.</param>
/// <param name="what">What breaks it.</param>
public sealed class FilterRuleException(FwpError error, string what) : Exception($"{FwpErrors.Name(error)}: {what}")
{
    /// <summary>Which rule.</summary>
    public FwpError Error { get; } = error;

    /// <summary>What breaks it, without the name.</summary>
    public string What { get; } = what;
}

/// <summary>The rules an object must obey to be added (reference sections 2.2, 3.1 and 7.2). Breaking one is an error, never a guess.</summary>
public static class FilterRules
{
    private const FwpmFilterFlags Settable =
        FwpmFilterFlags.Persistent | FwpmFilterFlags.BootTime | FwpmFilterFlags.HasProviderContext | FwpmFilterFlags.ClearActionRight |
        FwpmFilterFlags.PermitIfCalloutUnregistered | FwpmFilterFlags.IpsecNoAcquireInitiate;

    /// <summary>Throws <see cref="FilterRuleException"/> when the filter breaks a rule; <paramref name="contexts"/> finds a context by key.</summary>
    public static void Check(FwpmFilter filter, Func<Guid, ProviderContext?> contexts)
    {
        var layer = FwpmLayers.Info(filter.Layer);
        if (string.IsNullOrEmpty(filter.Name))
            throw Broken(FwpError.NullDisplayName, filter, "a filter needs a display name");
        foreach (var condition in filter.Conditions)
        {
            if (ConditionRules.Check(layer, condition) is { } broken)
                throw Broken(broken.Error, filter, broken.What);
        }

        CheckShape(filter, layer);
        CheckRepeats(filter);
        CheckCallout(filter);
        if (ContextLayers.Check(filter) is { } misplaced)
            throw Broken(misplaced.Error, filter, misplaced.What);
        CheckContext(filter, contexts);
    }

    private static void CheckShape(FwpmFilter filter, FwpmLayerInfo layer)
    {
        if (!Enum.IsDefined(filter.Action))
            throw Broken(FwpError.InvalidActionType, filter, $"0x{(int)filter.Action:x} is no action that a filter may be added with");
        if (filter.Weight is { Kind: FwpmWeightKind.Range, Value: > 15 } || !Enum.IsDefined(filter.Weight.Kind))
            throw Broken(FwpError.InvalidWeight, filter, $"a UINT8 weight is 0 to 15, not {filter.Weight.Value}");
        if ((filter.Flags & ~Settable) != 0)
            throw Broken(FwpError.InvalidFlags, filter, $"0x{(int)filter.Flags:x} has flags that may not be set");
        if (filter.Flags.HasFlag(FwpmFilterFlags.Persistent | FwpmFilterFlags.BootTime))
            throw Broken(FwpError.InvalidFlags, filter, "a filter is persistent or of boot time, not both");
        if (filter.Flags.HasFlag(FwpmFilterFlags.BootTime) && !layer.Flags.HasFlag(FwpmLayerFlags.Kernel))
            throw Broken(FwpError.IncompatibleLayer, filter, "filters of boot time stand at kernel layers only");
        var mayTerminate = filter.Action is FwpActionType.CalloutTerminating or FwpActionType.CalloutUnknown;
        if (filter.Flags.HasFlag(FwpmFilterFlags.PermitIfCalloutUnregistered) && !mayTerminate)
            throw Broken(FwpError.InvalidFlags, filter, "PERMIT_IF_CALLOUT_UNREGISTERED belongs to a callout that may terminate");
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
                    throw Broken(FwpError.DuplicateCondition, filter, $"{FwpmConditionFields.Info(field).Name} is repeated, but not adjacent");
            }
        }
    }

    private static void CheckCallout(FwpmFilter filter)
    {
        var isCallout = filter.Action is FwpActionType.CalloutTerminating or FwpActionType.CalloutUnknown or FwpActionType.CalloutInspection;
        if (isCallout != (filter.Callout.HasValue || filter.ForeignCallout.HasValue))
            throw Broken(FwpError.CalloutNotFound, filter, "a callout action names a callout, and no other action does");
        if (filter is { Callout: not null, ForeignCallout: not null })
            throw Broken(FwpError.InvalidParameter, filter, "a filter names one callout");
        if (filter.ForeignCallout is { } key && (key == Guid.Empty || FwpmCallouts.Find(key) is not null))
            throw Broken(FwpError.CalloutNotFound, filter, $"{key} is not the key of a foreign callout");
        if (filter.Callout is { } callout && FwpmCallouts.Info(callout).Layer != filter.Layer)
            throw Broken(FwpError.IncompatibleLayer, filter, $"{FwpmCallouts.Info(callout).Name} is not for {FwpmLayers.Info(filter.Layer).Name}");
    }

    private static void CheckContext(FwpmFilter filter, Func<Guid, ProviderContext?> contexts)
    {
        if (filter.ProviderContext.HasValue != filter.Flags.HasFlag(FwpmFilterFlags.HasProviderContext))
            throw Broken(FwpError.InvalidFlags, filter, "FWPM_FILTER_FLAG_HAS_PROVIDER_CONTEXT and a provider context belong together");
        if (filter is { ProviderContext: not null, RawContext: not null })
            throw Broken(FwpError.InvalidParameter, filter, "raw context and provider context share one slot; only one may be given");
        if (filter.ProviderContext is not { } key)
            return;
        if (filter.Callout is { } callout && !FwpmCallouts.Info(callout).UsesProviderContext)
            throw Broken(FwpError.ContextIncompatibleWithCallout, filter, $"{FwpmCallouts.Info(callout).Name} takes no provider context");
        if (contexts(key) is not { } context)
            throw Broken(FwpError.ProviderContextNotFound, filter, $"no provider context has the key {key}");
        if (filter.ForeignCallout is null && !ContextLayers.Serves(context.Type, filter.Layer, filter.Callout))
            throw Broken(
                FwpError.ProviderContextMismatch,
                filter,
                $"'{context.Name}' ({context.Type}) does not belong at {FwpmLayers.Info(filter.Layer).Name}");
    }

    private static FilterRuleException Broken(FwpError error, FwpmFilter filter, string what) => new(error, $"filter '{filter.Name}': {what}");
}
