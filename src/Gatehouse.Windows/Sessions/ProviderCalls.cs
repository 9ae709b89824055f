using Gatehouse.Model.Wfp.Management;
using Gatehouse.Windows.Native;
using Gatehouse.Windows.Translation;

namespace Gatehouse.Windows.Sessions;

/// <summary>FwpmProvider*. Providers have no LUID.</summary>
internal sealed unsafe class ProviderCalls(WindowsSession session) : ObjectCalls<FwpmProvider>(session, "Provider")
{
    protected override uint Add(nint engine, NativeArena arena, FwpmProvider added, void* security, out ulong id)
    {
        id = 0;
        return Fwpuclnt.FwpmProviderAdd0(engine, ObjectTranslator.Write(arena, added), security);
    }

    protected override uint DeleteByKey(nint engine, Guid* key) => Fwpuclnt.FwpmProviderDeleteByKey0(engine, key);

    protected override uint GetByKey(nint engine, Guid* key, void** found) => Fwpuclnt.FwpmProviderGetByKey0(engine, key, (FWPM_PROVIDER0**)found);

    protected override uint CreateEnumHandle(nint engine, nint* handle) => Fwpuclnt.FwpmProviderCreateEnumHandle0(engine, null, handle);

    protected override uint EnumPage(nint engine, nint handle, uint requested, void*** entries, uint* returned) =>
        Fwpuclnt.FwpmProviderEnum0(engine, handle, requested, entries, returned);

    protected override uint DestroyEnumHandle(nint engine, nint handle) => Fwpuclnt.FwpmProviderDestroyEnumHandle0(engine, handle);

    protected override uint Subscribe(
        nint engine, FWPM_FILTER_SUBSCRIPTION0* subscription, delegate* unmanaged<void*, void*, void> callback, void* context, nint* handle) =>
        Fwpuclnt.FwpmProviderSubscribeChanges0(engine, subscription, callback, context, handle);

    protected override uint Unsubscribe(nint engine, nint handle) => Fwpuclnt.FwpmProviderUnsubscribeChanges0(engine, handle);

    protected override uint GetSecurity(nint engine, Guid* key, uint parts, SecurityPointers* found) =>
        Fwpuclnt.FwpmProviderGetSecurityInfoByKey0(engine, key, parts, &found->Owner, &found->Group, &found->Dacl, &found->Sacl, &found->Descriptor);

    protected override uint SetSecurity(nint engine, Guid* key, uint parts, SecurityPointers given) =>
        Fwpuclnt.FwpmProviderSetSecurityInfoByKey0(engine, key, parts, given.Owner, given.Group, given.Dacl, null);

    protected override FwpmEntry<FwpmProvider> Read(void* native) => ObjectTranslator.Read((FWPM_PROVIDER0*)native);
}
