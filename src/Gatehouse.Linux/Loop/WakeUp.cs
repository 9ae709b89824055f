using Gatehouse.Linux.Native;

namespace Gatehouse.Linux.Loop;

/// <summary>An eventfd: other threads ring it, the loop polls it.</summary>
internal sealed unsafe class WakeUp : IDisposable
{
    private readonly Lock _gate = new();
    private readonly FileDescriptor _fd = FileDescriptor.OrThrow(
        Libc.EventFd(0, SocketNumbers.EfdNonBlock | SocketNumbers.EfdCloseOnExec), "open an eventfd");

    private bool _closed;

    /// <summary>The descriptor to poll.</summary>
    public int Fd => _fd.Value;

    /// <summary>Wakes the loop; any thread may call, also when the loop is gone: a signal may come at any time.</summary>
    public void Ring()
    {
        lock (_gate)
        {
            var one = 1UL;
            if (!_closed)
                _ = Libc.Write(Fd, &one, sizeof(ulong));
        }
    }

    /// <summary>Makes it silent again.</summary>
    public void Clear()
    {
        var count = 0UL;
        _ = Libc.Read(Fd, &count, sizeof(ulong));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            _fd.Dispose();
        }
    }
}
