namespace Gatehouse.Linux.Queue;

/// <summary>Numbers of nfnetlink_queue (linux/netfilter/nfnetlink_queue.h). Values inside attributes are in network order.</summary>
internal static class QueueNumbers
{
    public const ushort SubsystemQueue = 3 << 8;
    public const ushort MessagePacket = SubsystemQueue | 0;
    public const ushort MessageVerdict = SubsystemQueue | 1;
    public const ushort MessageConfig = SubsystemQueue | 2;

    public const ushort ConfigCommand = 1;
    public const ushort ConfigParameters = 2;
    public const ushort ConfigQueueLength = 3;
    public const ushort ConfigMask = 4;
    public const ushort ConfigFlags = 5;

    public const byte CommandBind = 1;
    public const byte CommandPfBind = 3;
    public const byte CopyPacket = 2;
    public const uint FlagFailOpen = 1;
    public const uint FlagGso = 4;

    public const ushort PacketHeader = 1;
    public const ushort VerdictHeader = 2;
    public const ushort Mark = 3;
    public const ushort InputInterface = 5;
    public const ushort OutputInterface = 6;
    public const ushort Payload = 10;
    public const ushort OriginalLength = 13;

    public const uint VerdictDrop = 0;
    public const uint VerdictAccept = 1;

    /// <summary>An attribute's length field is 16 bits, so a payload has at most this many bytes; longer packets arrive cut.</summary>
    public const int MaxPayload = 0xFFFF - 4;
}
