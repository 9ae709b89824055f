using System.Runtime.InteropServices;
using Gatehouse.Linux.Native;
using Gatehouse.Linux.Netlink;

namespace Gatehouse.Linux.Queue;

/// <summary>
/// Collects the verdicts of one turn and sends them with one system call. Replacing payloads are not copied: they must stay where they are
/// until <see cref="Flush"/>, which is why a queue has one packet buffer per message of a turn.
/// </summary>
internal sealed unsafe class VerdictBatch(int fd, ushort queue)
{
    /// <summary>Verdicts per system call; the number of messages of one turn.</summary>
    public const int Capacity = 32;

    /// <summary>Head of one verdict, plus the padding of the payload before it.</summary>
    private const int HeadStride = VerdictWriter.MaxHeadLength + 4;

    private readonly byte[] _heads = GC.AllocateArray<byte>(Capacity * HeadStride, pinned: true);
    private readonly IoVec[] _vectors = GC.AllocateArray<IoVec>(Capacity * 2, pinned: true);
    private int _count;
    private int _vectorCount;
    private int _padding;

    /// <summary>System calls that failed; the kernel drops what waits when the socket closes, never before, so this shows up as a stall.</summary>
    public long Failures { get; private set; }

    /// <summary>Adds a verdict without payload.</summary>
    public void Add(uint id, bool accept, uint? mark) => AddHead(id, accept, mark, payloadLength: 0);

    /// <summary>Adds an accept that replaces the packet. The payload must be pinned and stay until <see cref="Flush"/>.</summary>
    public void AddReplacement(uint id, uint mark, byte* payload, int length)
    {
        AddHead(id, accept: true, mark, length);
        _vectors[_vectorCount++] = new IoVec { Base = payload, Length = (nuint)length };
        _padding = NetlinkNumbers.Align(length) - length;
    }

    /// <summary>Sends what was added.</summary>
    public void Flush()
    {
        if (_count == 0)
            return;
        var message = new MsgHdr
        {
            Vectors = (IoVec*)Marshal.UnsafeAddrOfPinnedArrayElement(_vectors, 0),
            VectorCount = (nuint)_vectorCount,
        };
        while (Libc.SendMsg(fd, &message, 0) < 0)
        {
            if (Marshal.GetLastPInvokeError() == Errno.Eintr)
                continue;
            Failures++;
            break;
        }

        _count = 0;
        _vectorCount = 0;
        _padding = 0;
    }

    private void AddHead(uint id, bool accept, uint? mark, int payloadLength)
    {
        if (_count == Capacity)
            Flush();
        var slot = _heads.AsSpan(_count * HeadStride, HeadStride);
        slot[.._padding].Clear();
        var length = _padding + VerdictWriter.WriteHead(slot[_padding..], queue, id, accept, mark, payloadLength);
        _vectors[_vectorCount++] = new IoVec
        {
            Base = (void*)Marshal.UnsafeAddrOfPinnedArrayElement(_heads, _count * HeadStride),
            Length = (nuint)length,
        };
        _padding = 0;
        _count++;
    }
}
