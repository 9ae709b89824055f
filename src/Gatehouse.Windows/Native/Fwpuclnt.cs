using System.Runtime.InteropServices;

[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.System32)]

namespace Gatehouse.Windows.Native;

/// <summary>
/// fwpuclnt.dll, as fwpmu.h and fwpsu.h declare it (reference section 9.3). Every function returns a Win32 status or FWP_E_*; 0 is success.
/// Loaded from System32 only. Nothing here is called before <see cref="WindowsFilterEngine"/> has looked at the system.
/// </summary>
internal static unsafe partial class Fwpuclnt
{
    public const string Library = "fwpuclnt.dll";

    [LibraryImport(Library)]
    public static partial uint FwpmEngineOpen0(char* serverName, uint authnService, void* authIdentity, FWPM_SESSION0* session, nint* engine);

    [LibraryImport(Library)]
    public static partial uint FwpmEngineClose0(nint engine);

    [LibraryImport(Library)]
    public static partial uint FwpmEngineGetOption0(nint engine, uint option, FWP_VALUE0** value);

    [LibraryImport(Library)]
    public static partial uint FwpmEngineSetOption0(nint engine, uint option, FWP_VALUE0* value);

    [LibraryImport(Library)]
    public static partial void FwpmFreeMemory0(void** memory);

    [LibraryImport(Library)]
    public static partial uint FwpmTransactionBegin0(nint engine, uint flags);

    [LibraryImport(Library)]
    public static partial uint FwpmTransactionCommit0(nint engine);

    [LibraryImport(Library)]
    public static partial uint FwpmTransactionAbort0(nint engine);

    [LibraryImport(Library)]
    public static partial uint FwpmProviderAdd0(nint engine, FWPM_PROVIDER0* provider, void* securityDescriptor);

    [LibraryImport(Library)]
    public static partial uint FwpmProviderDeleteByKey0(nint engine, Guid* key);

    [LibraryImport(Library)]
    public static partial uint FwpmProviderGetByKey0(nint engine, Guid* key, FWPM_PROVIDER0** provider);

    [LibraryImport(Library)]
    public static partial uint FwpmProviderCreateEnumHandle0(nint engine, void* template, nint* handle);

    [LibraryImport(Library)]
    public static partial uint FwpmProviderEnum0(nint engine, nint handle, uint requested, void*** entries, uint* returned);

    [LibraryImport(Library)]
    public static partial uint FwpmProviderDestroyEnumHandle0(nint engine, nint handle);

    [LibraryImport(Library)]
    public static partial uint FwpmSubLayerAdd0(nint engine, FWPM_SUBLAYER0* subLayer, void* securityDescriptor);

    [LibraryImport(Library)]
    public static partial uint FwpmSubLayerDeleteByKey0(nint engine, Guid* key);

    [LibraryImport(Library)]
    public static partial uint FwpmSubLayerGetByKey0(nint engine, Guid* key, FWPM_SUBLAYER0** subLayer);

    [LibraryImport(Library)]
    public static partial uint FwpmSubLayerCreateEnumHandle0(nint engine, void* template, nint* handle);

    [LibraryImport(Library)]
    public static partial uint FwpmSubLayerEnum0(nint engine, nint handle, uint requested, void*** entries, uint* returned);

    [LibraryImport(Library)]
    public static partial uint FwpmSubLayerDestroyEnumHandle0(nint engine, nint handle);

    [LibraryImport(Library)]
    public static partial uint FwpmCalloutAdd0(nint engine, FWPM_CALLOUT0* callout, void* securityDescriptor, uint* id);

    [LibraryImport(Library)]
    public static partial uint FwpmCalloutDeleteByKey0(nint engine, Guid* key);

    [LibraryImport(Library)]
    public static partial uint FwpmCalloutDeleteById0(nint engine, uint id);

    [LibraryImport(Library)]
    public static partial uint FwpmCalloutGetByKey0(nint engine, Guid* key, FWPM_CALLOUT0** callout);

    [LibraryImport(Library)]
    public static partial uint FwpmCalloutGetById0(nint engine, uint id, FWPM_CALLOUT0** callout);

    [LibraryImport(Library)]
    public static partial uint FwpmCalloutCreateEnumHandle0(nint engine, void* template, nint* handle);

    [LibraryImport(Library)]
    public static partial uint FwpmCalloutEnum0(nint engine, nint handle, uint requested, void*** entries, uint* returned);

    [LibraryImport(Library)]
    public static partial uint FwpmCalloutDestroyEnumHandle0(nint engine, nint handle);

    [LibraryImport(Library)]
    public static partial uint FwpmProviderContextAdd2(nint engine, FWPM_PROVIDER_CONTEXT2* context, void* securityDescriptor, ulong* id);

    [LibraryImport(Library)]
    public static partial uint FwpmProviderContextDeleteByKey0(nint engine, Guid* key);

    [LibraryImport(Library)]
    public static partial uint FwpmProviderContextDeleteById0(nint engine, ulong id);

    [LibraryImport(Library)]
    public static partial uint FwpmProviderContextGetByKey2(nint engine, Guid* key, FWPM_PROVIDER_CONTEXT2** context);

    [LibraryImport(Library)]
    public static partial uint FwpmProviderContextGetById2(nint engine, ulong id, FWPM_PROVIDER_CONTEXT2** context);

    [LibraryImport(Library)]
    public static partial uint FwpmProviderContextCreateEnumHandle0(nint engine, void* template, nint* handle);

    [LibraryImport(Library)]
    public static partial uint FwpmProviderContextEnum2(nint engine, nint handle, uint requested, void*** entries, uint* returned);

    [LibraryImport(Library)]
    public static partial uint FwpmProviderContextDestroyEnumHandle0(nint engine, nint handle);

    [LibraryImport(Library)]
    public static partial uint FwpmIPsecTunnelAdd2(
        nint engine,
        uint flags,
        FWPM_PROVIDER_CONTEXT2* mainModePolicy,
        FWPM_PROVIDER_CONTEXT2* tunnelPolicy,
        uint numFilterConditions,
        FWPM_FILTER_CONDITION0* filterConditions,
        Guid* keyModKey,
        void* securityDescriptor);

    [LibraryImport(Library)]
    public static partial uint FwpmIPsecTunnelDeleteByKey0(nint engine, Guid* key);

    [LibraryImport(Library)]
    public static partial uint FwpmFilterAdd0(nint engine, FWPM_FILTER0* filter, void* securityDescriptor, ulong* id);

    [LibraryImport(Library)]
    public static partial uint FwpmFilterDeleteByKey0(nint engine, Guid* key);

    [LibraryImport(Library)]
    public static partial uint FwpmFilterDeleteById0(nint engine, ulong id);

    [LibraryImport(Library)]
    public static partial uint FwpmFilterGetByKey0(nint engine, Guid* key, FWPM_FILTER0** filter);

    [LibraryImport(Library)]
    public static partial uint FwpmFilterGetById0(nint engine, ulong id, FWPM_FILTER0** filter);

    [LibraryImport(Library)]
    public static partial uint FwpmFilterCreateEnumHandle0(nint engine, void* template, nint* handle);

    [LibraryImport(Library)]
    public static partial uint FwpmFilterEnum0(nint engine, nint handle, uint requested, void*** entries, uint* returned);

    [LibraryImport(Library)]
    public static partial uint FwpmFilterDestroyEnumHandle0(nint engine, nint handle);

    [LibraryImport(Library)]
    public static partial uint FwpmProviderSubscribeChanges0(
        nint engine, FWPM_FILTER_SUBSCRIPTION0* subscription, delegate* unmanaged<void*, void*, void> callback, void* context, nint* handle);

    [LibraryImport(Library)]
    public static partial uint FwpmProviderUnsubscribeChanges0(nint engine, nint handle);

    [LibraryImport(Library)]
    public static partial uint FwpmSubLayerSubscribeChanges0(
        nint engine, FWPM_FILTER_SUBSCRIPTION0* subscription, delegate* unmanaged<void*, void*, void> callback, void* context, nint* handle);

    [LibraryImport(Library)]
    public static partial uint FwpmSubLayerUnsubscribeChanges0(nint engine, nint handle);

    [LibraryImport(Library)]
    public static partial uint FwpmCalloutSubscribeChanges0(
        nint engine, FWPM_FILTER_SUBSCRIPTION0* subscription, delegate* unmanaged<void*, void*, void> callback, void* context, nint* handle);

    [LibraryImport(Library)]
    public static partial uint FwpmCalloutUnsubscribeChanges0(nint engine, nint handle);

    [LibraryImport(Library)]
    public static partial uint FwpmProviderContextSubscribeChanges0(
        nint engine, FWPM_FILTER_SUBSCRIPTION0* subscription, delegate* unmanaged<void*, void*, void> callback, void* context, nint* handle);

    [LibraryImport(Library)]
    public static partial uint FwpmProviderContextUnsubscribeChanges0(nint engine, nint handle);

    [LibraryImport(Library)]
    public static partial uint FwpmFilterSubscribeChanges0(
        nint engine, FWPM_FILTER_SUBSCRIPTION0* subscription, delegate* unmanaged<void*, void*, void> callback, void* context, nint* handle);

    [LibraryImport(Library)]
    public static partial uint FwpmFilterUnsubscribeChanges0(nint engine, nint handle);
}
