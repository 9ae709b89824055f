using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;
using Gatehouse.Windows.Native;
using Gatehouse.Windows.Translation;

namespace Gatehouse.Windows.Sessions;

/// <summary>FwpmProviderContext*. The Windows 8 version of the calls, which knows every policy type of the model.</summary>
internal sealed unsafe class ProviderContextCalls(WindowsSession session) : ObjectCalls<ProviderContext>(session, "ProviderContext")
{
    /// <summary>Compares the key that Windows has with the one it would be given; what Windows handed out of it is zeroed.</summary>
    public FwpResult<bool?> HasSameKey(ProviderContext context)
    {
        if (Session.Keys?.Invoke(context) is not { } wanted)
            return new FwpResult<bool?>(null, FwpError.None, "");
        var key = context.Key;
        FWPM_PROVIDER_CONTEXT2* native = null;
        var status = Fwpuclnt.FwpmProviderContextGetByKey2(Session.Engine, &key, &native);
        if (status != 0)
            return Failure.Of(status, "FwpmProviderContextGetByKey", $"{key}");
        try
        {
            return new FwpResult<bool?>(ContextTranslator.HasKey(native, wanted), FwpError.None, "");
        }
        finally
        {
            Fwpuclnt.FwpmFreeMemory0((void**)&native);
        }
    }

    protected override uint Add(nint engine, NativeArena arena, ProviderContext added, void* security, out ulong id)
    {
        ulong given = 0;
        var native = ContextTranslator.Write(arena, added, Session.Keys);
        var status = Fwpuclnt.FwpmProviderContextAdd2(engine, native, security, &given);
        id = given;
        return status;
    }

    protected override uint DeleteByKey(nint engine, Guid* key) => Fwpuclnt.FwpmProviderContextDeleteByKey0(engine, key);

    protected override uint GetByKey(nint engine, Guid* key, void** found) =>
        Fwpuclnt.FwpmProviderContextGetByKey2(engine, key, (FWPM_PROVIDER_CONTEXT2**)found);

    protected override uint DeleteById(nint engine, ulong id) => Fwpuclnt.FwpmProviderContextDeleteById0(engine, id);

    protected override uint GetById(nint engine, ulong id, void** found) => Fwpuclnt.FwpmProviderContextGetById2(engine, id, (FWPM_PROVIDER_CONTEXT2**)found);

    protected override uint CreateEnumHandle(nint engine, nint* handle) => Fwpuclnt.FwpmProviderContextCreateEnumHandle0(engine, null, handle);

    protected override uint EnumPage(nint engine, nint handle, uint requested, void*** entries, uint* returned) =>
        Fwpuclnt.FwpmProviderContextEnum2(engine, handle, requested, entries, returned);

    protected override uint DestroyEnumHandle(nint engine, nint handle) => Fwpuclnt.FwpmProviderContextDestroyEnumHandle0(engine, handle);

    protected override uint Subscribe(
        nint engine, FWPM_FILTER_SUBSCRIPTION0* subscription, delegate* unmanaged<void*, void*, void> callback, void* context, nint* handle) =>
        Fwpuclnt.FwpmProviderContextSubscribeChanges0(engine, subscription, callback, context, handle);

    protected override uint Unsubscribe(nint engine, nint handle) => Fwpuclnt.FwpmProviderContextUnsubscribeChanges0(engine, handle);

    protected override uint GetSecurity(nint engine, Guid* key, uint parts, SecurityPointers* found) =>
        Fwpuclnt.FwpmProviderContextGetSecurityInfoByKey0(engine, key, parts, &found->Owner, &found->Group, &found->Dacl, &found->Sacl, &found->Descriptor);

    protected override uint SetSecurity(nint engine, Guid* key, uint parts, SecurityPointers given) =>
        Fwpuclnt.FwpmProviderContextSetSecurityInfoByKey0(engine, key, parts, given.Owner, given.Group, given.Dacl, null);

    protected override FwpmEntry<ProviderContext> Read(void* native) => ContextTranslator.Read((FWPM_PROVIDER_CONTEXT2*)native);

    protected override bool Fits(ProviderContext candidate, FwpmEnumTemplate template) =>
        base.Fits(candidate, template) && (template.ContextType is null || candidate.Type == template.ContextType);
}
