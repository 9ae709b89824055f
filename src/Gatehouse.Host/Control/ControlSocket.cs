using System.Net.Sockets;

namespace Gatehouse.Host.Control;

/// <summary>What came of opening a control socket.</summary>
/// <param name="Socket">The socket, bound and not listening yet; null when it could not be had.</param>
/// <param name="InUse">True when a living node has it.</param>
/// <param name="Error">One sentence when there is no socket, else null.</param>
public sealed record ControlSocketResult(ControlSocket? Socket, bool InUse, string? Error);

/// <summary>
/// The path of a node's control socket, held as long as the node lives. A lock file beside it tells a living node from one that was killed:
/// the kernel drops the lock with the process, whatever the socket file looks like.
/// </summary>
public sealed class ControlSocket : IDisposable
{
    /// <summary>sockaddr_un holds 108 bytes with the final zero.</summary>
    public const int MaxPathLength = 107;

    /// <summary>A connection that does not fit is refused by the kernel at once, so this is roomy.</summary>
    private const int Backlog = 256;

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    private readonly FileStream _lock;

    private ControlSocket(string path, FileStream lockFile, Socket socket)
    {
        Path = path;
        _lock = lockFile;
        Socket = socket;
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    internal Socket Socket { get; }

    /// <summary>
    /// Takes the path: makes its directory (mode 0700), replaces what a killed node left, refuses what a living one has. The socket is for
    /// the owner alone (mode 0600).
    /// </summary>
    public static ControlSocketResult Open(string path)
    {
        FileStream? lockFile = null;
        Socket? socket = null;
        try
        {
            var full = System.IO.Path.GetFullPath(path);
            if (System.Text.Encoding.UTF8.GetByteCount(full) > MaxPathLength)
                return Failure($"the control socket's path is longer than {MaxPathLength} bytes: {full}");
            var directory = System.IO.Path.GetDirectoryName(full)!;
            PrivateFile.CreateDirectory(directory);
            lockFile = Lock(LockPath(full));
            if (lockFile is null || AnswersAt(full))
            {
                lockFile?.Dispose();
                return new ControlSocketResult(null, true, $"a node is running already with the control socket {full}");
            }

            File.Delete(full);
            socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.Bind(new UnixDomainSocketEndPoint(full));
            // Nobody can connect before Listen, so there is no moment in which others could.
            PrivateFile.Restrict(full);
            return new ControlSocketResult(new ControlSocket(full, lockFile, socket), false, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SocketException)
        {
            socket?.Dispose();
            lockFile?.Dispose();
            return Failure($"the control socket {path} cannot be opened: {e.Message}");
        }
    }

    /// <summary>Returns when no node has the path any more, or after <paramref name="patience"/>.</summary>
    public static async Task WaitUntilGoneAsync(string path, TimeSpan patience)
    {
        using var deadline = new CancellationTokenSource(patience);
        while (File.Exists(path) && !deadline.IsCancellationRequested)
            await Task.Delay(PollInterval, CancellationToken.None);
    }

    /// <summary>Removes what a killed node left at the path; what a living one has stays.</summary>
    public static void RemoveStale(string path)
    {
        if (File.Exists(path) || File.Exists(LockPath(path)))
            Open(path).Socket?.Dispose();
    }

    /// <summary>Lets every user connect; whoever serves the socket looks at their credentials.</summary>
    internal void Share() => PrivateFile.Share(Path);

    /// <summary>Begins to take connections.</summary>
    internal void Listen() => Socket.Listen(Backlog);

    /// <summary>Closes the socket and removes it and its lock.</summary>
    public void Dispose()
    {
        Socket.Dispose();
        try
        {
            File.Delete(Path);
            File.Delete(LockPath(Path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A socket file without listener is harmless: the next node replaces it.
        }

        _lock.Dispose();
    }

    private static string LockPath(string path) => path + ".lock";

    private static ControlSocketResult Failure(string error) => new(null, false, error);

    /// <summary>FileShare.None takes an advisory lock of the whole file; null when another process has it.</summary>
    private static FileStream? Lock(string path)
    {
        try
        {
            return PrivateFile.Open(path, FileMode.OpenOrCreate, FileShare.None);
        }
        catch (IOException e) when (e is not (DirectoryNotFoundException or PathTooLongException or FileNotFoundException))
        {
            return null;
        }
    }

    private static bool AnswersAt(string path)
    {
        if (!File.Exists(path))
            return false;
        try
        {
            using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            probe.Connect(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (SocketException e)
        {
            // A full backlog is a sign of life.
            return e.SocketErrorCode is SocketError.WouldBlock or SocketError.TryAgain;
        }
    }
}
