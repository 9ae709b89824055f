using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Gatehouse.Linux.Netlink;

namespace Gatehouse.Linux.Queue;

/// <summary>
/// Writes the part of a verdict message that precedes a replacing payload. The payload itself is gathered by the system call from where it lies.
/// </summary>
internal static class VerdictWriter
{
    /// <summary>The longest head: header 16 + nfgenmsg 4 + verdict 12 + mark 8 + payload attribute header 4.</summary>
    public const int MaxHeadLength = 44;

    /// <summary>
    /// Writes the head and returns its length. <paramref name="mark"/> null leaves the packet's mark; <paramref name="payloadLength"/> 0 means
    /// that the packet stays as it is. The message's length field covers the payload, which must follow, padded to 4 bytes.
    /// </summary>
    public static int WriteHead(Span<byte> head, ushort queue, uint id, bool accept, uint? mark, int payloadLength)
    {
        var writer = new NetlinkWriter(head, QueueNumbers.MessageVerdict, NetlinkNumbers.FlagRequest, sequence: 0);
        writer.Append([0, 0, (byte)(queue >> 8), (byte)queue]);
        Span<byte> verdict = stackalloc byte[8];
        BinaryPrimitives.WriteUInt32BigEndian(verdict, accept ? QueueNumbers.VerdictAccept : QueueNumbers.VerdictDrop);
        BinaryPrimitives.WriteUInt32BigEndian(verdict[4..], id);
        writer.Attribute(QueueNumbers.VerdictHeader, verdict);
        if (mark is { } value)
            writer.AttributeNetwork(QueueNumbers.Mark, value);
        var length = writer.Length;
        if (payloadLength > 0)
        {
            MemoryMarshal.Write(head[length..], (ushort)(NetlinkNumbers.AttributeHeaderLength + payloadLength));
            MemoryMarshal.Write(head[(length + 2)..], QueueNumbers.Payload);
            length += NetlinkNumbers.AttributeHeaderLength;
        }

        MemoryMarshal.Write(head, (uint)(length + payloadLength));
        return length;
    }
}
