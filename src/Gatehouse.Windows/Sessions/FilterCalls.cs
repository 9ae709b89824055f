using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;
using Gatehouse.Windows.Native;
using Gatehouse.Windows.Translation;

namespace Gatehouse.Windows.Sessions;

/// <summary>FwpmFilter*. Filters.</summary>
internal sealed unsafe class FilterCalls(WindowsSession session) : ObjectCalls<FwpmFilter>(session, "Filter")
{
    protected override uint Add(nint engine, NativeArena arena, FwpmFilter added, void* security, out ulong id)
    {
        ulong given = 0;
        var status = Fwpuclnt.FwpmFilterAdd0(engine, FilterTranslator.Write(arena, added), security, &given);
        id = given;
        return status;
    }

    protected override uint DeleteByKey(nint engine, Guid* key) => Fwpuclnt.FwpmFilterDeleteByKey0(engine, key);

    protected override uint GetByKey(nint engine, Guid* key, void** found) => Fwpuclnt.FwpmFilterGetByKey0(engine, key, (FWPM_FILTER0**)found);

    protected override uint DeleteById(nint engine, ulong id) => Fwpuclnt.FwpmFilterDeleteById0(engine, id);

    protected override uint GetById(nint engine, ulong id, void** found) => Fwpuclnt.FwpmFilterGetById0(engine, id, (FWPM_FILTER0**)found);

    protected override uint CreateEnumHandle(nint engine, nint* handle) => Fwpuclnt.FwpmFilterCreateEnumHandle0(engine, null, handle);

    protected override uint EnumPage(nint engine, nint handle, uint requested, void*** entries, uint* returned) =>
        Fwpuclnt.FwpmFilterEnum0(engine, handle, requested, entries, returned);

    protected override uint DestroyEnumHandle(nint engine, nint handle) => Fwpuclnt.FwpmFilterDestroyEnumHandle0(engine, handle);

    protected override uint Subscribe(
        nint engine, FWPM_FILTER_SUBSCRIPTION0* subscription, delegate* unmanaged<void*, void*, void> callback, void* context, nint* handle) =>
        Fwpuclnt.FwpmFilterSubscribeChanges0(engine, subscription, callback, context, handle);

    protected override uint Unsubscribe(nint engine, nint handle) => Fwpuclnt.FwpmFilterUnsubscribeChanges0(engine, handle);

    protected override uint GetSecurity(nint engine, Guid* key, uint parts, SecurityPointers* found) =>
        Fwpuclnt.FwpmFilterGetSecurityInfoByKey0(engine, key, parts, &found->Owner, &found->Group, &found->Dacl, &found->Sacl, &found->Descriptor);

    protected override uint SetSecurity(nint engine, Guid* key, uint parts, SecurityPointers given) =>
        Fwpuclnt.FwpmFilterSetSecurityInfoByKey0(engine, key, parts, given.Owner, given.Group, given.Dacl, null);

    protected override FwpmEntry<FwpmFilter> Read(void* native) => FilterTranslator.Read((FWPM_FILTER0*)native, Session.SubLayerOf);

    protected override bool Fits(FwpmFilter candidate, FwpmEnumTemplate template) => base.Fits(candidate, template)
        && (template.Layer is null || candidate.Layer == template.Layer)
        && ((uint)candidate.Action & template.ActionMask) != 0
        && (template.ProviderContext is null || candidate.ProviderContext == template.ProviderContext)
        && (template.Callout is null || (candidate.Callout is { } callout && FwpmCallouts.Info(callout).Key == template.Callout));
}
