using System.Runtime.InteropServices;
using Gatehouse.Linux.Native;

namespace Gatehouse.Linux.Netlink;

/// <summary>
/// A netlink socket of the calling thread's network namespace. <see cref="Request"/> and <see cref="Dump"/> are for setting up, one at a time;
/// the packet path of a queue sends and receives by itself on <see cref="Fd"/>.
/// </summary>
internal sealed unsafe class NetlinkSocket : IDisposable
{
    /// <summary>The kernel fills dumps into messages of at most 32 KiB when the reader offers that much.</summary>
    private const int ReceiveBufferLength = 64 * 1024;

    /// <summary>Answers read while waiting for one acknowledgement: notifications in between are discarded, but not for ever.</summary>
    private const int MaxAnswers = 100_000;

    private readonly FileDescriptor _fd;
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(ReceiveBufferLength, pinned: true);
    private uint _sequence;

    /// <summary>Opens and binds; <paramref name="groups"/> is the bit mask of multicast groups 1 to 32.</summary>
    public NetlinkSocket(int protocol, uint groups = 0, bool nonBlocking = false)
    {
        var type = SocketNumbers.SockRaw | SocketNumbers.SockCloseOnExec | (nonBlocking ? SocketNumbers.SockNonBlock : 0);
        _fd = FileDescriptor.OrThrow(Libc.Socket(SocketNumbers.AfNetlink, type, protocol), "open a netlink socket");
        var address = stackalloc byte[12];
        new Span<byte>(address, 12).Clear();
        *(ushort*)address = SocketNumbers.AfNetlink;
        *(uint*)(address + 8) = groups;
        if (Libc.Bind(Fd, address, 12) < 0)
        {
            var errno = Marshal.GetLastPInvokeError();
            _fd.Dispose();
            throw new LinuxException("bind a netlink socket", errno);
        }
    }

    /// <summary>The descriptor, for poll and for the packet path.</summary>
    public int Fd => _fd.Value;

    /// <summary>A sequence number for the next request.</summary>
    public uint NextSequence() => ++_sequence;

    /// <summary>Sets the receive and send buffer past the system's limit, which CAP_NET_ADMIN may.</summary>
    public void SetBuffers(int receive, int send)
    {
        _fd.SetOption(SocketNumbers.SolSocket, SocketNumbers.SoRcvBufForce, receive, "set SO_RCVBUFFORCE");
        _fd.SetOption(SocketNumbers.SolSocket, SocketNumbers.SoSndBufForce, send, "set SO_SNDBUFFORCE");
    }

    /// <summary>Sets an option of level SOL_NETLINK.</summary>
    public void SetNetlinkOption(int name, int value) => _fd.SetOption(SocketNumbers.SolNetlink, name, value, $"set netlink option {name}");

    /// <summary>Sends a request that asks for an acknowledgement and returns the error number in it, 0 for success.</summary>
    public int Request(ReadOnlySpan<byte> message)
    {
        var sequence = MemoryMarshal.Read<uint>(message[8..]);
        Send(message);
        for (var answers = 0; answers < MaxAnswers; answers++)
        {
            var messages = new NetlinkMessages(Receive());
            while (messages.TryNext(out var answer))
            {
                if (answer.Type == NetlinkNumbers.TypeError && answer.Sequence == sequence)
                    return answer.ErrorNumber;
            }
        }

        throw new InvalidOperationException("netlink: no acknowledgement among the answers");
    }

    /// <summary>Sends a dump request and hands out copies of the answers (header included). Null when the kernel says the dump was interrupted.</summary>
    public List<byte[]>? Dump(ReadOnlySpan<byte> message)
    {
        var sequence = MemoryMarshal.Read<uint>(message[8..]);
        Send(message);
        var found = new List<byte[]>();
        var interrupted = false;
        while (true)
        {
            var messages = new NetlinkMessages(Receive());
            while (messages.TryNext(out var answer))
            {
                if (answer.Sequence != sequence)
                    continue;
                interrupted |= (answer.Flags & NetlinkNumbers.FlagDumpInterrupted) != 0;
                if (answer.Type == NetlinkNumbers.TypeDone)
                    return interrupted ? null : found;
                if (answer.Type == NetlinkNumbers.TypeError)
                    throw new LinuxException("netlink dump", answer.ErrorNumber);
                found.Add(Copy(answer));
            }
        }
    }

    /// <summary>Receives one buffer of messages; an empty span when nothing is there (non-blocking) or the kernel's buffer overflowed.</summary>
    public Span<byte> Receive()
    {
        while (true)
        {
            fixed (byte* bytes = _buffer)
            {
                var got = Libc.Recv(Fd, bytes, (nuint)_buffer.Length, 0);
                if (got >= 0)
                    return _buffer.AsSpan(0, (int)got);
            }

            var errno = Marshal.GetLastPInvokeError();
            if (errno is Errno.Eagain or Errno.Enobufs)
                return default;
            if (errno != Errno.Eintr)
                throw new LinuxException("receive from netlink", errno);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _fd.Dispose();

    private static byte[] Copy(NetlinkMessage message)
    {
        var copy = new byte[NetlinkNumbers.HeaderLength + message.Body.Length];
        _ = new NetlinkWriter(copy, message.Type, message.Flags, message.Sequence);
        MemoryMarshal.Write(copy, (uint)copy.Length);
        message.Body.CopyTo(copy.AsSpan(NetlinkNumbers.HeaderLength));
        return copy;
    }

    private void Send(ReadOnlySpan<byte> message)
    {
        fixed (byte* bytes = message)
        {
            while (Libc.Send(Fd, bytes, (nuint)message.Length, 0) < 0)
            {
                var errno = Marshal.GetLastPInvokeError();
                if (errno != Errno.Eintr)
                    throw new LinuxException("send to netlink", errno);
            }
        }
    }
}
