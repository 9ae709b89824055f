using System.Runtime.InteropServices;

namespace Gatehouse.Host.Gss;

/// <summary>
/// MIT's libgssapi_krb5, found at run time: whoever does not use Kerberos does not need it. The functions are RFC 2744's, and three extensions that
/// MIT and Heimdal share; the structures are laid out as on Linux.
/// </summary>
internal sealed unsafe class GssLibrary
{
    private const string FileName = "libgssapi_krb5.so.2";
    private static readonly Lazy<GssLibrary?> Loaded = new(Load);
    private readonly nint _handle;

    private GssLibrary(nint handle)
    {
        _handle = handle;
        ImportName = (delegate* unmanaged<uint*, GssBuffer*, GssOid*, nint*, uint>)Export("gss_import_name");
        AcquireCredentialFrom =
            (delegate* unmanaged<uint*, nint, uint, GssOids.Set*, int, GssKeyValues*, nint*, nint, nint, uint>)Export("gss_acquire_cred_from");
        InitSecurityContext =
            (delegate* unmanaged<uint*, nint, nint*, nint, GssOid*, uint, uint, nint, GssBuffer*, nint, GssBuffer*, uint*, nint, uint>)Export(
                "gss_init_sec_context");
        AcceptSecurityContext =
            (delegate* unmanaged<uint*, nint*, nint, GssBuffer*, nint, nint*, nint, GssBuffer*, uint*, nint, nint, uint>)Export("gss_accept_sec_context");
        InquireContext = (delegate* unmanaged<uint*, nint, nint*, nint*, nint, nint, nint, nint, nint, uint>)Export("gss_inquire_context");
        InquireByOid = (delegate* unmanaged<uint*, nint, GssOid*, GssBufferSet**, uint>)Export("gss_inquire_sec_context_by_oid");
        DisplayName = (delegate* unmanaged<uint*, nint, GssBuffer*, nint, uint>)Export("gss_display_name");
        DisplayStatus = (delegate* unmanaged<uint*, uint, int, GssOid*, uint*, GssBuffer*, uint>)Export("gss_display_status");
        ReleaseBuffer = (delegate* unmanaged<uint*, GssBuffer*, uint>)Export("gss_release_buffer");
        ReleaseBufferSet = (delegate* unmanaged<uint*, GssBufferSet**, uint>)Export("gss_release_buffer_set");
        ReleaseName = (delegate* unmanaged<uint*, nint*, uint>)Export("gss_release_name");
        ReleaseCredential = (delegate* unmanaged<uint*, nint*, uint>)Export("gss_release_cred");
        DeleteSecurityContext = (delegate* unmanaged<uint*, nint*, nint, uint>)Export("gss_delete_sec_context");
    }

    /// <summary>What to say where there is none.</summary>
    public const string Missing = $"{FileName} was not found; install MIT Kerberos (Debian package libgssapi-krb5-2).";

    /// <summary>The library; null when this machine has none, or one too old.</summary>
    public static GssLibrary? Find() => Loaded.Value;

    public readonly delegate* unmanaged<uint*, GssBuffer*, GssOid*, nint*, uint> ImportName;
    public readonly delegate* unmanaged<uint*, nint, uint, GssOids.Set*, int, GssKeyValues*, nint*, nint, nint, uint> AcquireCredentialFrom;
    public readonly delegate* unmanaged<uint*, nint, nint*, nint, GssOid*, uint, uint, nint, GssBuffer*, nint, GssBuffer*, uint*, nint, uint>
        InitSecurityContext;
    public readonly delegate* unmanaged<uint*, nint*, nint, GssBuffer*, nint, nint*, nint, GssBuffer*, uint*, nint, nint, uint> AcceptSecurityContext;
    public readonly delegate* unmanaged<uint*, nint, nint*, nint*, nint, nint, nint, nint, nint, uint> InquireContext;
    public readonly delegate* unmanaged<uint*, nint, GssOid*, GssBufferSet**, uint> InquireByOid;
    public readonly delegate* unmanaged<uint*, nint, GssBuffer*, nint, uint> DisplayName;
    public readonly delegate* unmanaged<uint*, uint, int, GssOid*, uint*, GssBuffer*, uint> DisplayStatus;
    public readonly delegate* unmanaged<uint*, GssBuffer*, uint> ReleaseBuffer;
    public readonly delegate* unmanaged<uint*, GssBufferSet**, uint> ReleaseBufferSet;
    public readonly delegate* unmanaged<uint*, nint*, uint> ReleaseName;
    public readonly delegate* unmanaged<uint*, nint*, uint> ReleaseCredential;
    public readonly delegate* unmanaged<uint*, nint*, nint, uint> DeleteSecurityContext;

    private nint Export(string name) => NativeLibrary.GetExport(_handle, name);

    private static GssLibrary? Load()
    {
        if (!NativeLibrary.TryLoad(FileName, out var handle))
            return null;
        try
        {
            return new GssLibrary(handle);
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
    }
}
