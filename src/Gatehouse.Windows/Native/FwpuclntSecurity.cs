using System.Runtime.InteropServices;

namespace Gatehouse.Windows.Native;

/// <summary>
/// Who may do what (reference section 7.4). Parts are SECURITY_INFORMATION bits; a SID and an ACL are as in winnt.h. The zero GUID means the container.
/// </summary>
internal static unsafe partial class Fwpuclnt
{
    [LibraryImport(Library)]
    public static partial uint FwpmEngineGetSecurityInfo0(
        nint engine, uint parts, byte** owner, byte** group, byte** dacl, byte** sacl, void** descriptor);

    [LibraryImport(Library)]
    public static partial uint FwpmEngineSetSecurityInfo0(nint engine, uint parts, byte* owner, byte* group, byte* dacl, byte* sacl);

    [LibraryImport(Library)]
    public static partial uint FwpmProviderGetSecurityInfoByKey0(
        nint engine, Guid* key, uint parts, byte** owner, byte** group, byte** dacl, byte** sacl, void** descriptor);

    [LibraryImport(Library)]
    public static partial uint FwpmProviderSetSecurityInfoByKey0(nint engine, Guid* key, uint parts, byte* owner, byte* group, byte* dacl, byte* sacl);

    [LibraryImport(Library)]
    public static partial uint FwpmSubLayerGetSecurityInfoByKey0(
        nint engine, Guid* key, uint parts, byte** owner, byte** group, byte** dacl, byte** sacl, void** descriptor);

    [LibraryImport(Library)]
    public static partial uint FwpmSubLayerSetSecurityInfoByKey0(nint engine, Guid* key, uint parts, byte* owner, byte* group, byte* dacl, byte* sacl);

    [LibraryImport(Library)]
    public static partial uint FwpmCalloutGetSecurityInfoByKey0(
        nint engine, Guid* key, uint parts, byte** owner, byte** group, byte** dacl, byte** sacl, void** descriptor);

    [LibraryImport(Library)]
    public static partial uint FwpmCalloutSetSecurityInfoByKey0(nint engine, Guid* key, uint parts, byte* owner, byte* group, byte* dacl, byte* sacl);

    [LibraryImport(Library)]
    public static partial uint FwpmProviderContextGetSecurityInfoByKey0(
        nint engine, Guid* key, uint parts, byte** owner, byte** group, byte** dacl, byte** sacl, void** descriptor);

    [LibraryImport(Library)]
    public static partial uint FwpmProviderContextSetSecurityInfoByKey0(nint engine, Guid* key, uint parts, byte* owner, byte* group, byte* dacl, byte* sacl);

    [LibraryImport(Library)]
    public static partial uint FwpmFilterGetSecurityInfoByKey0(
        nint engine, Guid* key, uint parts, byte** owner, byte** group, byte** dacl, byte** sacl, void** descriptor);

    [LibraryImport(Library)]
    public static partial uint FwpmFilterSetSecurityInfoByKey0(nint engine, Guid* key, uint parts, byte* owner, byte* group, byte* dacl, byte* sacl);
}
