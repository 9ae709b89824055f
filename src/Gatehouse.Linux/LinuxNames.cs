namespace Gatehouse.Linux;

/// <summary>
/// Every name, number and mark this host's kernel gets from Gatehouse, in one place, so that withdrawing can find what a killed process left.
/// All of them are per network namespace, and one namespace holds at most one node.
/// </summary>
public static class LinuxNames
{
    /// <summary>Netfilter queue of packets this host is about to send (LOCAL_OUT).</summary>
    public const ushort OutboundQueue = 4747;

    /// <summary>Netfilter queue of packets addressed to this host (LOCAL_IN).</summary>
    public const ushort InboundQueue = 4748;

    /// <summary>The bits of the packet mark that belong to Gatehouse. Marks of others live in the upper bits and are kept.</summary>
    public const uint MarkMask = 0xFF;

    /// <summary>A sealed outbound packet: it is routed again and takes the link's full MTU.</summary>
    public const uint SealedMark = 0x47;

    /// <summary>A datagram of the node's own keying socket. SO_MARK needs CAP_NET_ADMIN, so no ordinary process can bear it.</summary>
    public const uint KeyingMark = 0x48;

    /// <summary>An inbound packet that came out of ESP; later firewall rules tell it from clear text by this mark.</summary>
    public const uint OpenedMark = 0x49;

    /// <summary>Routing table with the copies of the main table's routes whose MTU leaves room for ESP.</summary>
    public const uint RouteTable = 4747;

    /// <summary>Priority of the rule that consults <see cref="RouteTable"/>: right before the main table's own 32766.</summary>
    public const uint RulePriority = 32765;

    /// <summary>
    /// A packet that the loopback interface takes, where the outbound rules stand before address translation: with this mark it may leave by
    /// no other interface.
    /// </summary>
    public const uint LoopbackMark = 0x4A;

    /// <summary>Chain of outbound queueing, in table security (or mangle, where the kernel lacks that one).</summary>
    public const string OutputChain = "GATEHOUSE-OUT";

    /// <summary>Chain of inbound queueing in table mangle.</summary>
    public const string InputChain = "GATEHOUSE-IN";

    /// <summary>Chain that drops what bears <see cref="LoopbackMark"/> and leaves by another interface, in table mangle.</summary>
    public const string GuardChain = "GATEHOUSE-GUARD";

    /// <summary>Table of the nftables backend, family inet.</summary>
    public const string NftTable = "gatehouse";

    /// <summary>Directory of control sockets and of the notes that say which namespace a name enforces in.</summary>
    public const string RunDirectory = "/run/gatehouse";

    /// <summary>Routing protocol number our routes and rules bear (rtnetlink RTPROT_*; 47 is nobody's).</summary>
    internal const byte RouteProtocol = 47;

    /// <summary>A node's file under <see cref="RunDirectory"/>. The name comes from a command line; a path in it would let the file land anywhere.</summary>
    internal static string RunFile(string name, string extension)
    {
        if (name.Length == 0 || name.AsSpan().IndexOfAny('/', '\0') >= 0 || name is "." or "..")
            throw new ArgumentException($"'{name}' is not a node name", nameof(name));
        return Path.Combine(RunDirectory, name + extension);
    }
}
