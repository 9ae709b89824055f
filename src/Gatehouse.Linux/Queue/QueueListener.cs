using System.Runtime.InteropServices;
using Gatehouse.Dataplane;
using Gatehouse.Linux.Native;
using Gatehouse.Linux.Netlink;

namespace Gatehouse.Linux.Queue;

/// <summary>
/// The listener of one netfilter queue: receives up to <see cref="VerdictBatch.Capacity"/> packets per system call, each straight into a
/// packet buffer with room around it, and sends their verdicts with another. When the process ends, the kernel drops what still waits.
/// </summary>
internal sealed unsafe class QueueListener : IDisposable
{
    /// <summary>
    /// Packets the kernel keeps while they wait for a verdict. Held ones count too (1,024 by the limit), so the rest is burst room.
    /// </summary>
    private const uint MaxWaiting = 8192;

    /// <summary>Bytes of messages not read yet: about four thousand full packets with the kernel's overhead.</summary>
    private const int ReceiveBuffer = 16 * 1024 * 1024;

    /// <summary>One system call's verdicts: 32 of the longest packets.</summary>
    private const int SendBuffer = 4 * 1024 * 1024;

    /// <summary>Netlink header and attributes in front of the payload; the kernel's are under 200 bytes.</summary>
    private const int MessageOverhead = 1024;

    private readonly NetlinkSocket _socket;
    private readonly PacketBuffer[] _buffers = new PacketBuffer[VerdictBatch.Capacity];
    private readonly MMsgHdr[] _headers = GC.AllocateArray<MMsgHdr>(VerdictBatch.Capacity, pinned: true);
    private readonly IoVec[] _vectors = GC.AllocateArray<IoVec>(VerdictBatch.Capacity, pinned: true);

    private QueueListener(NetlinkSocket socket, ushort queue)
    {
        _socket = socket;
        Queue = queue;
        Verdicts = new VerdictBatch(socket.Fd, queue);
        for (var i = 0; i < VerdictBatch.Capacity; i++)
        {
            _buffers[i] = new PacketBuffer(PacketBuffer.MaxPacket + MessageOverhead);
            _vectors[i] = new IoVec
            {
                Base = (void*)Marshal.UnsafeAddrOfPinnedArrayElement(_buffers[i].Storage, PacketBuffer.Headroom),
                Length = (nuint)_buffers[i].Capacity,
            };
            _headers[i].Header.Vectors = (IoVec*)Marshal.UnsafeAddrOfPinnedArrayElement(_vectors, i);
            _headers[i].Header.VectorCount = 1;
        }
    }

    /// <summary>The queue's number.</summary>
    public ushort Queue { get; }

    /// <summary>The descriptor to poll.</summary>
    public int Fd => _socket.Fd;

    /// <summary>Verdicts of the present turn.</summary>
    public VerdictBatch Verdicts { get; }

    /// <summary>Verdicts the kernel did not know a packet for, as when its interface went away meanwhile.</summary>
    public long Refused { get; private set; }

    /// <summary>Packets dropped because they were longer than a message can carry.</summary>
    public long Cut { get; private set; }

    /// <summary>Binds a queue in the calling thread's network namespace. Throws <see cref="LinuxException"/>; EBUSY means that someone listens.</summary>
    public static QueueListener Open(ushort queue)
    {
        var socket = new NetlinkSocket(NetlinkNumbers.ProtocolNetfilter);
        try
        {
            Span<byte> buffer = stackalloc byte[QueueConfig.MaxLength];
            Check(socket, QueueConfig.BindFamily(buffer, socket.NextSequence(), SocketNumbers.AfInet), "bind IPv4 to the queue handler");
            Check(socket, QueueConfig.BindFamily(buffer, socket.NextSequence(), SocketNumbers.AfInet6), "bind IPv6 to the queue handler");
            Check(socket, QueueConfig.Bind(buffer, socket.NextSequence(), queue), $"bind netfilter queue {queue}");
            Check(socket, QueueConfig.Parameters(buffer, socket.NextSequence(), queue, MaxWaiting), $"configure netfilter queue {queue}");
            socket.SetBuffers(ReceiveBuffer, SendBuffer);
            // Without this option one overrun makes the kernel drop everything until the buffer has been read empty.
            socket.SetNetlinkOption(SocketNumbers.NetlinkNoEnobufs, 1);
            return new QueueListener(socket, queue);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Receives what is there without waiting; returns the number of messages, at most one turn's worth.</summary>
    public int Receive()
    {
        // recvmmsg overwrites only the lengths, but a message cut by the buffer leaves MSG_TRUNC behind in the flags.
        for (var i = 0; i < VerdictBatch.Capacity; i++)
            _headers[i].Header.Flags = 0;
        var headers = (MMsgHdr*)Marshal.UnsafeAddrOfPinnedArrayElement(_headers, 0);
        var got = Libc.RecvMMsg(Fd, headers, VerdictBatch.Capacity, SocketNumbers.MsgDontWait, null);
        if (got >= 0)
            return got;
        var errno = Marshal.GetLastPInvokeError();
        // ENOBUFS: the kernel dropped packets that nobody read fast enough. It counts them; none of them went out or in.
        if (errno is not Errno.Eagain and not Errno.Eintr and not Errno.Enobufs)
            throw new LinuxException($"receive from netfilter queue {Queue}", errno);
        return 0;
    }

    /// <summary>
    /// Reads message <paramref name="index"/> of this turn and sets its buffer's bounds to the packet. False when it is no packet
    /// (then nothing is owed) or cannot be judged (then its drop has been added).
    /// </summary>
    public bool TryTake(int index, out QueuedPacket packet, out PacketBuffer buffer)
    {
        buffer = _buffers[index];
        ref var header = ref _headers[index];
        var received = buffer.Storage.AsSpan(PacketBuffer.Headroom, (int)header.Length);
        if (!QueuedPacket.TryRead(received, out packet))
        {
            Refused++;
            return false;
        }

        if (packet.Cut || (header.Header.Flags & SocketNumbers.MsgTrunc) != 0)
        {
            Cut++;
            Verdicts.Add(packet.Id, accept: false, mark: null);
            return false;
        }

        buffer.Move(PacketBuffer.Headroom + packet.PayloadOffset, packet.PayloadLength);
        return true;
    }

    /// <summary>Accepts the packet with the buffer's bytes in its place.</summary>
    public void Replace(uint id, uint mark, PacketBuffer buffer) => Verdicts.AddReplacement(
        id, mark, (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(buffer.Storage, buffer.Offset), buffer.Length);

    /// <summary>Accepts a packet that has waited, with other bytes in its place, at once.</summary>
    public void ReplaceNow(uint id, uint mark, ReadOnlySpan<byte> packet)
    {
        fixed (byte* bytes = packet)
        {
            Verdicts.AddReplacement(id, mark, bytes, packet.Length);
            Verdicts.Flush();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private static void Check(NetlinkSocket socket, ReadOnlySpan<byte> request, string what)
    {
        var errno = socket.Request(request);
        if (errno != 0)
            throw new LinuxException(what, errno);
    }
}
