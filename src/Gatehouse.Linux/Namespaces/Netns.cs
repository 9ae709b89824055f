using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Gatehouse.Linux.Native;

namespace Gatehouse.Linux.Namespaces;

/// <summary>Network namespaces as iproute2 names them, under /run/netns.</summary>
public static class Netns
{
    private const string Directory = "/run/netns";

    /// <summary>The name of the calling thread's network namespace; null when it has none, as the host's own.</summary>
    public static string? CurrentName()
    {
        if (!System.IO.Directory.Exists(Directory) || Identity("/proc/thread-self/ns/net") is not { } own)
            return null;
        foreach (var path in System.IO.Directory.EnumerateFiles(Directory))
        {
            if (Identity(path) == own)
                return Path.GetFileName(path);
        }

        return null;
    }

    /// <summary>Whether a namespace of that name is there.</summary>
    public static bool Exists(string name) => File.Exists(Path.Combine(Directory, name));

    /// <summary>
    /// Runs a function on a thread of its own inside a namespace, and returns when it has ended. Everything it opens or starts belongs there,
    /// as long as it stays on that thread. Throws <see cref="InvalidOperationException"/> when there is no such namespace.
    /// </summary>
    public static T RunIn<T>(string name, Func<T> function)
    {
        T result = default!;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                Enter(name);
                result = function();
            }
#pragma warning disable CA1031 // Carried over to the caller's thread.
            catch (Exception e)
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }
#pragma warning restore CA1031
        })
        { IsBackground = true, Name = $"netns {name}" };
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result;
    }

    /// <summary>Moves the calling thread, and only it, into a namespace for good. Never call it on a thread of the pool.</summary>
    internal static void Enter(string name)
    {
        var opened = Libc.Open(Path.Combine(Directory, name), SocketNumbers.OpenReadOnlyCloseOnExec);
        if (opened < 0)
            throw new InvalidOperationException($"there is no network namespace {name}");
        using var fd = new FileDescriptor(opened);
        if (Libc.SetNs(fd.Value, SocketNumbers.CloneNewNet) < 0)
            throw new InvalidOperationException($"cannot enter network namespace {name}: {Errno.Describe(Marshal.GetLastPInvokeError())}");
    }

    /// <summary>Device and inode, which every file of the same namespace shares, whatever it is called.</summary>
    private static unsafe (ulong Device, ulong Inode)? Identity(string path)
    {
        var opened = Libc.Open(path, SocketNumbers.OpenReadOnlyCloseOnExec);
        if (opened < 0)
            return null;
        using var fd = new FileDescriptor(opened);
        // struct stat begins with these two on every 64-bit Linux, and is 144 bytes or less.
        var stat = stackalloc ulong[32];
        return Libc.FStat(fd.Value, stat) < 0 ? null : (stat[0], stat[1]);
    }
}
