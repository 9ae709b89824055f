using System.Collections.Immutable;
using Gatehouse.Filtering;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Analysis.Import;

/// <summary>
/// A filter item. The weight Windows computed is taken and not the one that was asked for: automatic weights differ between builds, and the order
/// of the host at hand is the question.
/// </summary>
internal sealed class FilterImport(ImportLog log, Func<XmlElementNode, FwpmSubLayer?> subLayerOf, IReadOnlyDictionary<Guid, ProviderContext> contexts)
{
    private const FwpmFilterFlags OutputOnly = FwpmFilterFlags.Disabled | FwpmFilterFlags.Indexed;

    private static readonly (string Name, FwpmFilterFlags Flag)[] Flags =
    [
        ("FWPM_FILTER_FLAG_PERSISTENT", FwpmFilterFlags.Persistent),
        ("FWPM_FILTER_FLAG_BOOTTIME", FwpmFilterFlags.BootTime),
        ("FWPM_FILTER_FLAG_HAS_PROVIDER_CONTEXT", FwpmFilterFlags.HasProviderContext),
        ("FWPM_FILTER_FLAG_CLEAR_ACTION_RIGHT", FwpmFilterFlags.ClearActionRight),
        ("FWPM_FILTER_FLAG_PERMIT_IF_CALLOUT_UNREGISTERED", FwpmFilterFlags.PermitIfCalloutUnregistered),
        ("FWPM_FILTER_FLAG_DISABLED", FwpmFilterFlags.Disabled),
        ("FWPM_FILTER_FLAG_INDEXED", FwpmFilterFlags.Indexed),
        ("FWPM_FILTER_FLAG_IPSEC_NO_ACQUIRE_INITIATE", FwpmFilterFlags.IpsecNoAcquireInitiate),
    ];

    /// <summary>The filter; null after an error, or after a notice about why it is left out.</summary>
    public FwpmFilter? Read(XmlElementNode item)
    {
        log.Unknown(
            item, "filterKey", "displayData", "flags", "providerKey", "providerData", "layerKey", "subLayerKey", "weight", "filterCondition", "action",
            "rawContext", "providerContextKey", "reserved", "filterId", "effectiveWeight");
        if (!KeyText.TryGuid(item.TextOf("filterKey"), out var key))
        {
            log.Error(item["filterKey"] ?? item, "the filter has no key", "<filterKey> with a GUID");
            return null;
        }

        var layerKey = item["layerKey"] ?? item;
        if (KeyText.Layer(layerKey.Text) is not { } layer)
        {
            log.Notice(layerKey, $"layer {layerKey.Text}", $"the layer '{ConditionImport.Quote(layerKey.Text)}' is not known; its filters are left out");
            return null;
        }

        var (conditions, flags, weight) = (Conditions(item), FlagsOf(item), Weight(item));
        if (conditions is null || flags is null || weight is null || subLayerOf(item["subLayerKey"] ?? item) is not { } subLayer
            || !TryAction(item, out var action, out var callout))
            return null;
        if (flags.Value.HasFlag(FwpmFilterFlags.Disabled))
        {
            log.Notice(item, "disabled", "a disabled filter decides nothing and is left out, as are others like it");
            return null;
        }

        var name = item["displayData"]?.TextOf("name") is { Length: > 0 } given ? given : $"filter {item.TextOf("filterId")} {key}";
        var filter = new FwpmFilter(key, name, layer, conditions.Value, action, weight.Value, callout, Flags: flags.Value & ~OutputOnly)
        {
            SubLayer = subLayer,
        };
        return Obeys(item, WithContext(item, filter));
    }

    private ImmutableArray<FwpmFilterCondition>? Conditions(XmlElementNode item)
    {
        var conditions = new List<FwpmFilterCondition>();
        var isWhole = true;
        if (item["filterCondition"] is { } list)
            log.Unknown(list, "item");
        foreach (var node in item.Items("filterCondition"))
        {
            if (ConditionImport.Read(node, log) is { } condition)
                conditions.Add(condition);
            else
                isWhole = false;
        }

        if (!isWhole)
            return null;

        // Conditions on one field that do not stand together are read as alternatives, as those that do (reference 10 #6).
        var grouped = conditions.GroupBy(condition => condition.Field).SelectMany(group => group).ToImmutableArray();
        if (!grouped.SequenceEqual(conditions))
            log.Notice(item["filterCondition"]!, "repeated field", "conditions on one field stand apart; they are read as alternatives, here and elsewhere");
        return grouped;
    }

    private FwpmFilterFlags? FlagsOf(XmlElementNode item)
    {
        var flags = FwpmFilterFlags.None;
        foreach (var node in item.Items("flags"))
        {
            var known = Array.Find(Flags, entry => entry.Name == node.Text);
            if (known.Name is null)
                log.Notice(node, $"flag {node.Text}", $"the flag '{ConditionImport.Quote(node.Text)}' is not known and has no effect here");
            flags |= known.Flag;
        }

        return flags;
    }

    private FwpmWeight? Weight(XmlElementNode item)
    {
        if (item["effectiveWeight"] is { } effective && effective.TextOf("type") == "FWP_UINT64")
        {
            if (NumberText.TryRead(effective.TextOf("uint64"), FwpDataType.UInt64, out var exact))
                return new FwpmWeight(FwpmWeightKind.Exact, (ulong)exact);
            log.Error(effective, $"'{ConditionImport.Quote(effective.TextOf("uint64"))}' is no weight", "<uint64> with a number");
            return null;
        }

        var weight = item["weight"];
        switch (weight?.TextOf("type") ?? "FWP_EMPTY")
        {
            case "FWP_EMPTY":
                return FwpmWeight.Auto;
            case "FWP_UINT8" when NumberText.TryRead(weight!.TextOf("uint8"), FwpDataType.UInt8, out var range) && range <= 15:
                return new FwpmWeight(FwpmWeightKind.Range, (ulong)range);
            case "FWP_UINT64" when NumberText.TryRead(weight!.TextOf("uint64"), FwpDataType.UInt64, out var exact):
                return new FwpmWeight(FwpmWeightKind.Exact, (ulong)exact);
            default:
                log.Error(weight!, "this is no weight", "FWP_EMPTY, FWP_UINT8 of 0 to 15, or FWP_UINT64");
                return null;
        }
    }

    private bool TryAction(XmlElementNode item, out FwpActionType action, out FwpmCallout? callout)
    {
        (action, callout) = (default, null);
        if (item["action"] is not { } node)
        {
            log.Error(item, "the filter has no action", "<action>");
            return false;
        }

        log.Unknown(node, "type", "filterType", "calloutKey");
        var type = node.TextOf("type");
        var known = Array.FindIndex(Enum.GetValues<FwpActionType>(), one => WfpNames.Of(one) == type);
        if (known < 0)
        {
            log.Notice(node, $"action {type}", $"the action '{ConditionImport.Quote(type)}' is not known; filters that have it are left out");
            return false;
        }

        action = Enum.GetValues<FwpActionType>()[known];
        if (action is FwpActionType.Block or FwpActionType.Permit)
            return true;

        // The union of FWPM_ACTION0 is printed by its first member, whichever is meant.
        var key = node.TextOf("calloutKey") is { Length: > 0 } named ? named : node.TextOf("filterType");
        callout = KeyText.Callout(key);
        if (callout is null)
        {
            log.Notice(
                node, $"callout {key}", $"nothing is known of what the callout '{ConditionImport.Quote(key)}' decides; filters that ask it are left out");
        }

        return callout is not null;
    }

    private FwpmFilter WithContext(XmlElementNode item, FwpmFilter filter)
    {
        if (filter.Flags.HasFlag(FwpmFilterFlags.HasProviderContext))
        {
            if (KeyText.TryGuid(item.TextOf("providerContextKey"), out var key) && contexts.ContainsKey(key))
                return filter with { ProviderContext = key };
            var named = item.TextOf("providerContextKey");
            log.Notice(
                item["providerContextKey"] ?? item,
                $"context {named}",
                $"the provider context '{ConditionImport.Quote(named)}' is not among those that could be read; its filters stand without it");
            return filter with { Flags = filter.Flags & ~FwpmFilterFlags.HasProviderContext };
        }

        if (item["rawContext"] is not { } raw || filter.Callout is null)
            return filter;
        if (NumberText.TryRead(raw.Text, FwpDataType.UInt64, out var context))
            return context == UInt128.Zero ? filter : filter with { RawContext = (ulong)context };
        log.Error(raw, $"'{ConditionImport.Quote(raw.Text)}' is no context", "a number");
        return filter;
    }

    // What this engine would refuse is left out, and said: a rule of ours that this Windows does not have, or a newer layer.
    private FwpmFilter? Obeys(XmlElementNode item, FwpmFilter filter)
    {
        try
        {
            ImmutableArray<ProviderContext> needed = filter.ProviderContext is { } key ? [contexts[key]] : [];
            FilterSnapshot.Compile(new WfpObjectSet(needed, [filter]));
            return filter;
        }
        catch (FilterRuleException exception)
        {
            log.Notice(item, $"rule {exception.Error} {filter.Layer}", $"left out, as are others for the same reason: {exception.Message}");
            return null;
        }
    }
}
