using Gatehouse.Filtering;
using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;

namespace Gatehouse.Bfe.Objects;

/// <summary>FWPM_FILTER0.</summary>
internal sealed class FilterFamily : ObjectFamily<FwpmFilter>
{
    public static readonly FilterFamily Instance = new();

    public override ObjectType Type => ObjectType.Filter;

    public override FwpError NotFound => FwpError.FilterNotFound;

    public override ObjectTable<FwpmFilter> Table(BfeState state) => state.Filters;

    protected override BfeState Replace(BfeState state, ObjectTable<FwpmFilter> table) => state with { Filters = table };

    public override FwpmFilter WithKey(FwpmFilter keyless, Guid key) => keyless with { Key = key };

    public override bool IsPersistent(FwpmFilter declared) => declared.Flags.HasFlag(FwpmFilterFlags.Persistent);

    public override IEnumerable<(ObjectReference To, FwpError Missing)> Needs(FwpmFilter of)
    {
        foreach (var need in Reference.ToProvider(of.Provider))
            yield return need;
        yield return (new ObjectReference(ObjectType.SubLayer, of.SubLayer.Key), FwpError.SublayerNotFound);
        if (CalloutOf(of) is { } callout)
            yield return (new ObjectReference(ObjectType.Callout, callout), FwpError.CalloutNotFound);
        if (of.ProviderContext is { } context)
            yield return (new ObjectReference(ObjectType.ProviderContext, context), FwpError.ProviderContextNotFound);
    }

    public override FwpResult<FwpmFilter> Check(FwpmFilter added, BfeState state)
    {
        if (!Enum.IsDefined(added.Layer))
            return Fail(FwpError.LayerNotFound, $"filter '{added.Name}' is for layer {(int)added.Layer}, which does not exist");
        if (added.Origin != FilterOrigin.Policy)
            return Fail(FwpError.InvalidParameter, $"filter '{added.Name}' claims to be a keying exemption; those are the engine's own");
        try
        {
            FilterRules.Check(added, key => state.ProviderContexts.ByKey(key)?.Object);
        }
        catch (FilterRuleException broken)
        {
            return Fail(broken.Error, broken.What);
        }

        if (added.ForeignCallout is { } foreign && state.Callouts.ByKey(foreign)?.Object is { } callout && callout.Layer != added.Layer)
            return Fail(FwpError.IncompatibleLayer, $"filter '{added.Name}': callout '{callout.Name}' is not for {FwpmLayers.Info(added.Layer).Name}");

        // A filter names its sublayer by key; name and weight are those the engine knows.
        return added with { SubLayer = state.SubLayers.ByKey(added.SubLayer.Key)!.Object };
    }

    public override bool Fits(FwpmFilter candidate, FwpmEnumTemplate template) =>
        (template.Provider is null || candidate.Provider == template.Provider)
        && (template.Layer is null || candidate.Layer == template.Layer)
        && (template.Callout is null || CalloutOf(candidate) == template.Callout)
        && (template.ProviderContext is null || candidate.ProviderContext == template.ProviderContext)
        && ((uint)candidate.Action & template.ActionMask) != 0
        && FitsBootTime(candidate, template.Flags)
        && ConditionComparison.Fits(candidate, template);

    private static Guid? CalloutOf(FwpmFilter filter) => filter.Callout is { } callout ? FwpmCallouts.Info(callout).Key : filter.ForeignCallout;

    public override FwpResult Check(FwpmEnumTemplate template)
    {
        if (template.ContextType is not null)
            return Lacks(template, contextType: true);
        if (template.ActionMask == 0)
            return Fail(FwpError.NeverMatch, "an action mask of 0 matches no filter");
        if (!Enum.IsDefined(template.EnumType))
            return Fail(FwpError.InvalidEnumerator, $"{(int)template.EnumType} is no FWP_FILTER_ENUM_TYPE");
        if (!template.Conditions.IsEmpty && template.Layer is null)
            return Fail(FwpError.InvalidParameter, "a template with conditions names the layer whose fields they test");
        return FwpResult.Success;
    }

    public override ulong EffectiveWeight(FwpmFilter of) => AutoWeight.Effective(of);

    private static bool FitsBootTime(FwpmFilter candidate, FwpFilterEnumFlags flags)
    {
        var bootTime = candidate.Flags.HasFlag(FwpmFilterFlags.BootTime);
        return flags.HasFlag(FwpFilterEnumFlags.BootTimeOnly) ? bootTime : !bootTime || flags.HasFlag(FwpFilterEnumFlags.IncludeBootTime);
    }
}
