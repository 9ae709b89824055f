using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Gatehouse.Host.Control;

/// <summary>Asks the kernel who is at the other end of a Unix socket (unix(7), socket(7)).</summary>
internal static partial class PeerCredentialsReader
{
    private const int SolSocket = 1;
    private const int SoPeerCred = 17;
    private const int SoPeerGroups = 59;

    /// <summary>NGROUPS_MAX.</summary>
    private const int MaxGroups = 65536;

    /// <summary>The effective user of this process; 0 where there are no Unix users.</summary>
    public static uint OwnUser => OperatingSystem.IsWindows() ? 0 : GetEffectiveUser();

    /// <summary>Null when the kernel does not say; then nobody is trusted.</summary>
    public static PeerCredentials? Read(Socket socket)
    {
        if (!OperatingSystem.IsLinux())
            return new PeerCredentials(OwnUser, []);
        try
        {
            // struct ucred: pid, uid, gid.
            var credentials = new int[3];
            socket.GetRawSocketOption(SolSocket, SoPeerCred, MemoryMarshal.AsBytes(credentials.AsSpan()));
            var groups = new uint[MaxGroups];
            var length = socket.GetRawSocketOption(SolSocket, SoPeerGroups, MemoryMarshal.AsBytes(groups.AsSpan()));
            return new PeerCredentials((uint)credentials[1], [(uint)credentials[2], .. groups.AsSpan(0, length / sizeof(uint))]);
        }
        catch (SocketException)
        {
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint GetEffectiveUser();
}
