using Gatehouse.Model.Wfp.Management;
using Gatehouse.Windows.Native;
using Gatehouse.Windows.Translation;

namespace Gatehouse.Windows.Sessions;

/// <summary>FwpmCallout*. The LUID of a callout has 32 bits.</summary>
internal sealed unsafe class CalloutCalls(WindowsSession session) : ObjectCalls<FwpmCalloutObject>(session, "Callout")
{
    protected override uint Add(nint engine, NativeArena arena, FwpmCalloutObject added, void* security, out ulong id)
    {
        uint given = 0;
        var status = Fwpuclnt.FwpmCalloutAdd0(engine, ObjectTranslator.Write(arena, added), security, &given);
        id = given;
        return status;
    }

    protected override uint DeleteByKey(nint engine, Guid* key) => Fwpuclnt.FwpmCalloutDeleteByKey0(engine, key);

    protected override uint GetByKey(nint engine, Guid* key, void** found) => Fwpuclnt.FwpmCalloutGetByKey0(engine, key, (FWPM_CALLOUT0**)found);

    protected override uint DeleteById(nint engine, ulong id) => Fwpuclnt.FwpmCalloutDeleteById0(engine, checked((uint)id));

    protected override uint GetById(nint engine, ulong id, void** found) => Fwpuclnt.FwpmCalloutGetById0(engine, checked((uint)id), (FWPM_CALLOUT0**)found);

    protected override uint CreateEnumHandle(nint engine, nint* handle) => Fwpuclnt.FwpmCalloutCreateEnumHandle0(engine, null, handle);

    protected override uint EnumPage(nint engine, nint handle, uint requested, void*** entries, uint* returned) =>
        Fwpuclnt.FwpmCalloutEnum0(engine, handle, requested, entries, returned);

    protected override uint DestroyEnumHandle(nint engine, nint handle) => Fwpuclnt.FwpmCalloutDestroyEnumHandle0(engine, handle);

    protected override uint Subscribe(
        nint engine, FWPM_FILTER_SUBSCRIPTION0* subscription, delegate* unmanaged<void*, void*, void> callback, void* context, nint* handle) =>
        Fwpuclnt.FwpmCalloutSubscribeChanges0(engine, subscription, callback, context, handle);

    protected override uint Unsubscribe(nint engine, nint handle) => Fwpuclnt.FwpmCalloutUnsubscribeChanges0(engine, handle);

    protected override uint GetSecurity(nint engine, Guid* key, uint parts, SecurityPointers* found) =>
        Fwpuclnt.FwpmCalloutGetSecurityInfoByKey0(engine, key, parts, &found->Owner, &found->Group, &found->Dacl, &found->Sacl, &found->Descriptor);

    protected override uint SetSecurity(nint engine, Guid* key, uint parts, SecurityPointers given) =>
        Fwpuclnt.FwpmCalloutSetSecurityInfoByKey0(engine, key, parts, given.Owner, given.Group, given.Dacl, null);

    protected override FwpmEntry<FwpmCalloutObject> Read(void* native) => ObjectTranslator.Read((FWPM_CALLOUT0*)native);

    protected override bool Fits(FwpmCalloutObject candidate, FwpmEnumTemplate template) =>
        base.Fits(candidate, template) && (template.Layer is null || candidate.Layer == template.Layer);
}
