using System.Runtime.InteropServices;

namespace Gatehouse.Windows.Native;

/// <summary>The calls of fwpuclnt.dll that only look: sessions, layers, net events, security associations, statistics (reference 7.5 and 9.3).</summary>
internal static unsafe partial class Fwpuclnt
{
    [LibraryImport(Library)]
    public static partial uint FwpmSessionCreateEnumHandle0(nint engine, void* template, nint* handle);

    [LibraryImport(Library)]
    public static partial uint FwpmSessionEnum0(nint engine, nint handle, uint requested, void*** entries, uint* returned);

    [LibraryImport(Library)]
    public static partial uint FwpmSessionDestroyEnumHandle0(nint engine, nint handle);

    [LibraryImport(Library)]
    public static partial uint FwpmLayerCreateEnumHandle0(nint engine, void* template, nint* handle);

    [LibraryImport(Library)]
    public static partial uint FwpmLayerEnum0(nint engine, nint handle, uint requested, void*** entries, uint* returned);

    [LibraryImport(Library)]
    public static partial uint FwpmLayerDestroyEnumHandle0(nint engine, nint handle);

    [LibraryImport(Library)]
    public static partial uint FwpmNetEventCreateEnumHandle0(nint engine, FWPM_NET_EVENT_ENUM_TEMPLATE0* template, nint* handle);

    [LibraryImport(Library)]
    public static partial uint FwpmNetEventEnum1(nint engine, nint handle, uint requested, void*** entries, uint* returned);

    [LibraryImport(Library)]
    public static partial uint FwpmNetEventDestroyEnumHandle0(nint engine, nint handle);

    [LibraryImport(Library)]
    public static partial uint FwpmNetEventSubscribe0(
        nint engine, FWPM_NET_EVENT_SUBSCRIPTION0* subscription, delegate* unmanaged<void*, FWPM_NET_EVENT1*, void> callback, void* context, nint* handle);

    [LibraryImport(Library)]
    public static partial uint FwpmNetEventUnsubscribe0(nint engine, nint handle);

    [LibraryImport(Library)]
    public static partial uint IPsecSaContextCreateEnumHandle0(nint engine, void* template, nint* handle);

    [LibraryImport(Library)]
    public static partial uint IPsecSaContextEnum1(nint engine, nint handle, uint requested, void*** entries, uint* returned);

    [LibraryImport(Library)]
    public static partial uint IPsecSaContextDestroyEnumHandle0(nint engine, nint handle);

    [LibraryImport(Library)]
    public static partial uint IkeextSaCreateEnumHandle0(nint engine, void* template, nint* handle);

    [LibraryImport(Library)]
    public static partial uint IkeextSaEnum2(nint engine, nint handle, uint requested, void*** entries, uint* returned);

    [LibraryImport(Library)]
    public static partial uint IkeextSaDestroyEnumHandle0(nint engine, nint handle);

    [LibraryImport(Library)]
    public static partial uint IPsecGetStatistics1(nint engine, IPSEC_STATISTICS1* statistics);

    [LibraryImport(Library)]
    public static partial uint IkeextGetStatistics1(nint engine, IKEEXT_STATISTICS1* statistics);
}
