namespace Gatehouse.Linux.Netlink;

/// <summary>Numbers of netlink messages in general (linux/netlink.h).</summary>
internal static class NetlinkNumbers
{
    public const int ProtocolRoute = 0;
    public const int ProtocolNetfilter = 12;

    public const int HeaderLength = 16;
    public const int AttributeHeaderLength = 4;

    public const ushort TypeError = 2;
    public const ushort TypeDone = 3;

    public const ushort FlagRequest = 0x001;
    public const ushort FlagAck = 0x004;
    public const ushort FlagDump = 0x300;
    public const ushort FlagDumpInterrupted = 0x010;
    public const ushort FlagExclusive = 0x200;
    public const ushort FlagCreate = 0x400;

    /// <summary>NLA_F_NESTED and NLA_F_NET_BYTEORDER are flags inside the type field.</summary>
    public const ushort AttributeTypeMask = 0x3FFF;

    /// <summary>Netlink aligns messages and attributes to 4 bytes.</summary>
    public static int Align(int length) => (length + 3) & ~3;
}
