using System.Collections.Immutable;
using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;
using Gatehouse.Windows.Native;

namespace Gatehouse.Windows.Translation;

/// <summary>FWPM_FILTER0. rawContext and providerContextKey are one slot in Windows; the model has two and never fills both.</summary>
internal static unsafe class FilterTranslator
{
    /// <summary>FWPM_FILTER_FLAG_INDEXED and DISABLED: Windows' own remarks, no part of what was added.</summary>
    private const FwpmFilterFlags OutputOnly = FwpmFilterFlags.Indexed | FwpmFilterFlags.Disabled;

    public static FWPM_FILTER0* Write(NativeArena arena, FwpmFilter filter)
    {
        if (filter.RawContext is not null && filter.ProviderContext is not null)
            throw new TranslationException(FwpError.InvalidParameter, "rawContext and providerContextKey share one slot: a filter carries one of them");
        var native = arena.Allocate<FWPM_FILTER0>();
        native->filterKey = filter.Key;
        native->displayData = arena.Display(filter.Name, filter.Description);
        native->flags = (uint)filter.Flags;
        native->providerKey = arena.CopyOrNull(filter.Provider);
        native->layerKey = FwpmLayers.Info(filter.Layer).Key;

        // The scenario pages leave the sublayer unset, which means UNIVERSAL: so do we (reference section 3.3).
        native->subLayerKey = filter.SubLayer.Key == FwpmSubLayer.Universal.Key ? Guid.Empty : filter.SubLayer.Key;
        native->weight = ValueTranslator.WriteWeight(arena, filter.Weight);
        native->numFilterConditions = (uint)filter.Conditions.Length;
        native->filterCondition = WriteConditions(arena, filter.Conditions);
        native->action = new FWPM_ACTION0 { type = (uint)filter.Action };
        if (filter.Callout is { } callout)
            native->action.calloutKey = FwpmCallouts.Info(callout).Key;
        if (filter.ProviderContext is { } context)
            native->providerContextKey = context;
        else if (filter.RawContext is { } raw)
            native->rawContext = raw;
        return native;
    }

    /// <summary>What Windows has. <paramref name="subLayerOf"/> finds a sublayer that is not built in.</summary>
    public static FwpmEntry<FwpmFilter> Read(FWPM_FILTER0* native, Func<Guid, FwpmSubLayer> subLayerOf)
    {
        var flags = (FwpmFilterFlags)native->flags & ~OutputOnly;
        var withContext = flags.HasFlag(FwpmFilterFlags.HasProviderContext);
        var action = (FwpActionType)native->action.type;
        var callout = action is FwpActionType.CalloutTerminating or FwpActionType.CalloutUnknown or FwpActionType.CalloutInspection;
        var filter = new FwpmFilter(
            native->filterKey,
            NativeArena.ReadString(native->displayData.name) ?? "",
            WfpKeys.Layer(native->layerKey),
            ReadConditions(native->filterCondition, native->numFilterConditions),
            action,
            ValueTranslator.ReadWeight(native->weight),
            callout ? WfpKeys.Callout(native->action.calloutKey) : null,
            withContext || native->rawContext == 0 ? null : native->rawContext,
            withContext ? native->providerContextKey : null,
            flags)
        {
            SubLayer = WfpKeys.BuiltInSubLayer(native->subLayerKey) ?? subLayerOf(native->subLayerKey),
            Provider = native->providerKey is null ? null : *native->providerKey,
            Description = NativeArena.ReadString(native->displayData.description),
        };
        var lifetime = flags.HasFlag(FwpmFilterFlags.Persistent) ? FwpmLifetime.Persistent : FwpmLifetime.Static;
        var weight = native->effectiveWeight;
        return new FwpmEntry<FwpmFilter>(filter, native->filterId, lifetime, (FwpDataType)weight.type == FwpDataType.UInt64 ? *weight.uint64 : 0);
    }

    public static FWPM_FILTER_CONDITION0* WriteConditions(NativeArena arena, ImmutableArray<FwpmFilterCondition> conditions)
    {
        var native = arena.Allocate<FWPM_FILTER_CONDITION0>(conditions.Length);
        for (var i = 0; i < conditions.Length; i++)
        {
            native[i].fieldKey = WfpKeys.Field(conditions[i].Field);
            native[i].matchType = (uint)conditions[i].Match;
            native[i].conditionValue = ValueTranslator.Write(arena, conditions[i].Value);
        }

        return native;
    }

    private static ImmutableArray<FwpmFilterCondition> ReadConditions(FWPM_FILTER_CONDITION0* native, uint count)
    {
        var conditions = ImmutableArray.CreateBuilder<FwpmFilterCondition>((int)count);
        for (var i = 0; i < count; i++)
        {
            conditions.Add(new FwpmFilterCondition(
                WfpKeys.Field(native[i].fieldKey), (FwpMatchType)native[i].matchType, ValueTranslator.Read(native[i].conditionValue)));
        }

        return conditions.MoveToImmutable();
    }
}
