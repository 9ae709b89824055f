using System.Runtime.InteropServices;
using Gatehouse.Base;
using Gatehouse.Linux.Native;

namespace Gatehouse.Linux.Loop;

/// <summary>The descriptors the loop waits on. Built once; waiting allocates nothing.</summary>
internal sealed unsafe class PollSet
{
    private readonly PollFd[] _fds;

    public PollSet(IReadOnlyList<int> descriptors)
    {
        _fds = GC.AllocateArray<PollFd>(descriptors.Count, pinned: true);
        for (var i = 0; i < descriptors.Count; i++)
            _fds[i] = new PollFd { Fd = descriptors[i], Events = SocketNumbers.PollIn };
    }

    /// <summary>Waits until a descriptor is readable or the deadline has come. A deadline between two milliseconds is reached by the later one.</summary>
    public void Wait(Instant now, Instant? deadline)
    {
        var timeout = -1;
        if (deadline is { } due)
        {
            var nanoseconds = Math.Max(due.Nanoseconds - now.Nanoseconds, 0);
            timeout = (int)Math.Min((nanoseconds + 999_999) / 1_000_000, int.MaxValue);
        }

        if (Libc.Poll((PollFd*)Marshal.UnsafeAddrOfPinnedArrayElement(_fds, 0), (ulong)_fds.Length, timeout) >= 0)
            return;
        var errno = Marshal.GetLastPInvokeError();
        if (errno != Errno.Eintr)
            throw new LinuxException("poll", errno);
        foreach (ref var fd in _fds.AsSpan())
            fd.Returned = 0;
    }

    /// <summary>Whether the descriptor at that index had something at the last wait. An error counts: reading it says which.</summary>
    public bool IsReady(int index) => _fds[index].Returned != 0;
}
