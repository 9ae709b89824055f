using System.Buffers.Binary;
using Gatehouse.Linux.Netlink;

namespace Gatehouse.Linux.Queue;

/// <summary>One packet message of a netfilter queue. Offsets are relative to the received buffer, so the packet can be judged where it lies.</summary>
internal struct QueuedPacket
{
    /// <summary>The kernel's id of the waiting packet, the handle of its verdict.</summary>
    public uint Id { get; private set; }

    /// <summary>The packet mark, 0 when unset.</summary>
    public uint Mark { get; private set; }

    /// <summary>Index of the interface it arrived on, 0 when it did not arrive.</summary>
    public uint InputInterface { get; private set; }

    /// <summary>Index of the interface it leaves by, 0 when it does not leave.</summary>
    public uint OutputInterface { get; private set; }

    /// <summary>Where the packet begins in the received buffer.</summary>
    public int PayloadOffset { get; private set; }

    /// <summary>Length of the packet.</summary>
    public int PayloadLength { get; private set; }

    /// <summary>True when the packet was longer than a message can carry: it cannot be judged.</summary>
    public bool Cut { get; private set; }

    /// <summary>
    /// Reads the first message of a received buffer. False when it is no packet message or has no id; such a message has no verdict.
    /// A message without payload, or damaged behind the id, is a packet that is <see cref="Cut"/>.
    /// </summary>
    public static bool TryRead(Span<byte> received, out QueuedPacket packet)
    {
        packet = default;
        var messages = new NetlinkMessages(received);
        if (!messages.TryNext(out var message) || message.Type != QueueNumbers.MessagePacket || message.Body.Length < 4)
            return false;

        var hasId = false;
        var offset = NetlinkNumbers.HeaderLength + 4;
        var attributes = new NetlinkAttributes(message.Body[4..]);
        while (attributes.TryNext(out var type, out var value))
        {
            var number = value.Length >= 4 ? BinaryPrimitives.ReadUInt32BigEndian(value) : 0;
            switch (type)
            {
                case QueueNumbers.PacketHeader when value.Length >= 4:
                    packet.Id = number;
                    hasId = true;
                    break;
                case QueueNumbers.Mark:
                    packet.Mark = number;
                    break;
                case QueueNumbers.InputInterface:
                    packet.InputInterface = number;
                    break;
                case QueueNumbers.OutputInterface:
                    packet.OutputInterface = number;
                    break;
                case QueueNumbers.Payload:
                    packet.PayloadOffset = offset + NetlinkNumbers.AttributeHeaderLength;
                    packet.PayloadLength = value.Length;
                    break;
                case QueueNumbers.OriginalLength:
                    packet.Cut = true;
                    break;
            }

            offset += NetlinkNumbers.Align(NetlinkNumbers.AttributeHeaderLength + value.Length);
        }

        packet.Cut |= attributes.Malformed || packet.PayloadLength == 0;
        return hasId;
    }
}
