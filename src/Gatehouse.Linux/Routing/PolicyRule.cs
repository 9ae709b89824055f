using System.Runtime.InteropServices;
using Gatehouse.Linux.Native;
using Gatehouse.Linux.Netlink;

namespace Gatehouse.Linux.Routing;

/// <summary>The routing rule "what is not sealed looks into our table before main", one per family.</summary>
internal static class PolicyRule
{
    /// <summary>More copies of the rule than this were not made by us.</summary>
    private const int MaxCopies = 16;

    /// <summary>Adds the rule; it being there already is success.</summary>
    public static void Add(NetlinkSocket socket, byte family)
    {
        const ushort flags = NetlinkNumbers.FlagCreate | NetlinkNumbers.FlagExclusive;
        Span<byte> buffer = stackalloc byte[128];
        var errno = socket.Request(Write(buffer, RouteNumbers.NewRule, flags, socket.NextSequence(), family));
        if (errno is not 0 and not Errno.Eexist)
            throw new LinuxException("add a routing rule", errno);
    }

    /// <summary>Removes every copy of the rule; none being there is success.</summary>
    public static void Remove(NetlinkSocket socket, byte family)
    {
        Span<byte> buffer = stackalloc byte[128];
        for (var copies = 0; copies < MaxCopies; copies++)
        {
            var errno = socket.Request(Write(buffer, RouteNumbers.DeleteRule, 0, socket.NextSequence(), family));
            if (errno == 0)
                continue;
            if (!MeansNone(errno))
                throw new LinuxException("remove a routing rule", errno);
            return;
        }
    }

    /// <summary>Whether the answer to a removal says that no such rule can be there: a kernel without IPv6 does not know the family.</summary>
    internal static bool MeansNone(int errno) => errno is Errno.Enoent or Errno.Eafnosupport or Errno.Eopnotsupp;

    /// <summary>struct fib_rule_hdr: family, destination and source length, tos, table, two reserved, action, flags.</summary>
    internal static Span<byte> Write(Span<byte> buffer, ushort type, ushort flags, uint sequence, byte family)
    {
        var writer = new NetlinkWriter(buffer, type, (ushort)(NetlinkNumbers.FlagRequest | NetlinkNumbers.FlagAck | flags), sequence);
        Span<byte> header = [family, 0, 0, 0, 0, 0, 0, RouteNumbers.RuleToTable, 0, 0, 0, 0];
        MemoryMarshal.Write(header[8..], RouteNumbers.RuleInvert);
        writer.Append(header);
        writer.AttributeHost(RouteNumbers.RulePriority, LinuxNames.RulePriority);
        writer.AttributeHost(RouteNumbers.RuleMark, LinuxNames.SealedMark);
        writer.AttributeHost(RouteNumbers.RuleMarkMask, LinuxNames.MarkMask);
        writer.AttributeHost(RouteNumbers.RuleTable, LinuxNames.RouteTable);
        writer.Attribute(RouteNumbers.RuleProtocol, [LinuxNames.RouteProtocol]);
        return writer.Finish();
    }
}
