using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;
using Gatehouse.Windows.Native;
using Gatehouse.Windows.Translation;

namespace Gatehouse.Windows.Sessions;

/// <summary>FwpmSubLayer*. Sublayers have no LUID.</summary>
internal sealed unsafe class SubLayerCalls(WindowsSession session) : ObjectCalls<FwpmSubLayer>(session, "SubLayer")
{
    protected override uint Add(nint engine, NativeArena arena, FwpmSubLayer added, void* security, out ulong id)
    {
        id = 0;
        return Fwpuclnt.FwpmSubLayerAdd0(engine, ObjectTranslator.Write(arena, added), security);
    }

    protected override uint DeleteByKey(nint engine, Guid* key) => Fwpuclnt.FwpmSubLayerDeleteByKey0(engine, key);

    protected override uint GetByKey(nint engine, Guid* key, void** found) => Fwpuclnt.FwpmSubLayerGetByKey0(engine, key, (FWPM_SUBLAYER0**)found);

    protected override uint CreateEnumHandle(nint engine, nint* handle) => Fwpuclnt.FwpmSubLayerCreateEnumHandle0(engine, null, handle);

    protected override uint EnumPage(nint engine, nint handle, uint requested, void*** entries, uint* returned) =>
        Fwpuclnt.FwpmSubLayerEnum0(engine, handle, requested, entries, returned);

    protected override uint DestroyEnumHandle(nint engine, nint handle) => Fwpuclnt.FwpmSubLayerDestroyEnumHandle0(engine, handle);

    protected override uint Subscribe(
        nint engine, FWPM_FILTER_SUBSCRIPTION0* subscription, delegate* unmanaged<void*, void*, void> callback, void* context, nint* handle) =>
        Fwpuclnt.FwpmSubLayerSubscribeChanges0(engine, subscription, callback, context, handle);

    protected override uint Unsubscribe(nint engine, nint handle) => Fwpuclnt.FwpmSubLayerUnsubscribeChanges0(engine, handle);

    protected override uint GetSecurity(nint engine, Guid* key, uint parts, SecurityPointers* found) =>
        Fwpuclnt.FwpmSubLayerGetSecurityInfoByKey0(engine, key, parts, &found->Owner, &found->Group, &found->Dacl, &found->Sacl, &found->Descriptor);

    protected override uint SetSecurity(nint engine, Guid* key, uint parts, SecurityPointers given) =>
        Fwpuclnt.FwpmSubLayerSetSecurityInfoByKey0(engine, key, parts, given.Owner, given.Group, given.Dacl, null);

    protected override FwpmEntry<FwpmSubLayer> Read(void* native) => ObjectTranslator.Read((FWPM_SUBLAYER0*)native);
}
