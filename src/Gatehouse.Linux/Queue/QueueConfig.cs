using System.Buffers.Binary;
using Gatehouse.Linux.Netlink;

namespace Gatehouse.Linux.Queue;

/// <summary>The configuration messages of a netfilter queue. Each asks for an acknowledgement.</summary>
internal static class QueueConfig
{
    /// <summary>Room for any of these messages.</summary>
    public const int MaxLength = 64;

    /// <summary>Binds an address family to the queue handler; a no-op since Linux 3.8, an error before when left out.</summary>
    public static Span<byte> BindFamily(Span<byte> buffer, uint sequence, byte family) =>
        Command(buffer, sequence, queue: 0, QueueNumbers.CommandPfBind, family);

    /// <summary>Makes this socket the listener of a queue; EBUSY when another socket is.</summary>
    public static Span<byte> Bind(Span<byte> buffer, uint sequence, ushort queue) =>
        Command(buffer, sequence, queue, QueueNumbers.CommandBind, family: 0);

    /// <summary>
    /// Whole packets, a length, and no fail-open: a full queue drops. GSO is left off, so segments arrive cut to size with complete checksums;
    /// a superpacket could not be turned into ESP.
    /// </summary>
    public static Span<byte> Parameters(Span<byte> buffer, uint sequence, ushort queue, uint maxLength)
    {
        var writer = Start(buffer, sequence, queue);
        Span<byte> parameters = stackalloc byte[5];
        BinaryPrimitives.WriteUInt32BigEndian(parameters, 0xFFFF);
        parameters[4] = QueueNumbers.CopyPacket;
        writer.Attribute(QueueNumbers.ConfigParameters, parameters);
        writer.AttributeNetwork(QueueNumbers.ConfigQueueLength, maxLength);
        writer.AttributeNetwork(QueueNumbers.ConfigMask, QueueNumbers.FlagFailOpen | QueueNumbers.FlagGso);
        writer.AttributeNetwork(QueueNumbers.ConfigFlags, 0);
        return writer.Finish();
    }

    private static Span<byte> Command(Span<byte> buffer, uint sequence, ushort queue, byte command, byte family)
    {
        var writer = Start(buffer, sequence, queue);
        writer.Attribute(QueueNumbers.ConfigCommand, [command, 0, 0, family]);
        return writer.Finish();
    }

    private static NetlinkWriter Start(Span<byte> buffer, uint sequence, ushort queue)
    {
        const ushort flags = NetlinkNumbers.FlagRequest | NetlinkNumbers.FlagAck;
        var writer = new NetlinkWriter(buffer, QueueNumbers.MessageConfig, flags, sequence);
        writer.Append([0, 0, (byte)(queue >> 8), (byte)queue]);
        return writer;
    }
}
