using Gatehouse.Base;
using Gatehouse.Linux.Native;
using Gatehouse.Linux.Netlink;

namespace Gatehouse.Linux.Routing;

/// <summary>
/// Makes the path MTU right for every inner protocol. Unsealed packets look into a table of ours, which repeats the main table's routes with
/// an MTU that leaves room for ESP; sealed ones are marked, routed again, and take the main table's routes with the link's full MTU.
/// The user's own routes are never touched, so removing one rule and one table leaves nothing behind.
/// </summary>
internal sealed class RouteManager(NetlinkSocket socket, Func<int, IpFamily, int> innerMtu, IReadOnlyList<byte> families)
{
    /// <summary>Routes repeated at most: a full Internet table would take seconds and its paths are not ours to shape.</summary>
    public const int MaxRoutes = 16384;

    /// <summary>IPv6 guarantees this much (RFC 8200 section 5), and the kernel refuses less.</summary>
    private const int MinIpv6Mtu = 1280;

    /// <summary>Routes removed in one go are dumped again at most this often: someone else may be adding to our table.</summary>
    private const int MaxDumps = 5;

    private readonly Dictionary<string, byte[]> _installed = [];

    /// <summary>Routes that could not be repeated at the last synchronisation; packets on them keep the full MTU.</summary>
    public int Failures { get; private set; }

    /// <summary>Copies the routes, then adds the rules, so that no packet meets a half-filled table.</summary>
    public void Install()
    {
        foreach (var family in families)
            Flush(socket, family);
        Synchronise();
        foreach (var family in families)
            PolicyRule.Add(socket, family);
    }

    /// <summary>Repeats what is in the main table now and removes what no longer is.</summary>
    public void Synchronise()
    {
        var linkMtus = LinkTable.Read(socket);
        if (linkMtus is null)
            return;
        var wanted = new Dictionary<string, byte[]>();
        Failures = 0;
        foreach (var family in families)
        {
            // An interrupted dump may lack routes; the change that interrupted it has its own notification, so the next turn repairs it.
            if (Dump(socket, family) is { } routes)
                AddMissing(routes, linkMtus, wanted);
            else
                Keep(family, wanted);
        }

        foreach (var (key, route) in _installed)
        {
            if (!wanted.ContainsKey(key))
                Delete(socket, route);
        }

        _installed.Clear();
        foreach (var (key, route) in wanted)
            _installed[key] = route;
    }

    /// <summary>Removes rules and table in the socket's network namespace, whoever of us put them there. Nothing being there is success.</summary>
    public static void Withdraw(NetlinkSocket socket, IReadOnlyList<byte> families)
    {
        foreach (var family in families)
        {
            PolicyRule.Remove(socket, family);
            Flush(socket, family);
        }
    }

    private void AddMissing(List<byte[]> routes, Dictionary<uint, int> linkMtus, Dictionary<string, byte[]> wanted)
    {
        var copied = new List<(byte[] Route, RouteEntry Entry)>();
        foreach (var route in routes)
        {
            if (RouteEntry.TryRead(route, linkMtus, out var entry) && entry.IsCopied)
                copied.Add((route, entry));
        }

        if (copied.Count > MaxRoutes)
            Failures += copied.Count - MaxRoutes;
        // A gateway must be reachable by a route that is there already.
        foreach (var (route, entry) in copied.Take(MaxRoutes).OrderBy(item => item.Entry.HasGateway))
        {
            const ushort flags = NetlinkNumbers.FlagCreate | RouteNumbers.FlagAppend;
            var mtu = InnerMtu(entry, RouteEntry.FamilyOf(route));
            var request = RouteCopy.Write(route, entry, RouteNumbers.NewRoute, flags, socket.NextSequence(), mtu);
            var errno = socket.Request(request);
            if (errno is not 0 and not Errno.Eexist)
                Failures++;
            else
                wanted[Key(request)] = request;
        }
    }

    private int InnerMtu(RouteEntry entry, IpFamily family)
    {
        if (entry.EffectiveMtu == 0)
            return 0;
        var mtu = innerMtu(entry.EffectiveMtu, family);
        return family == IpFamily.V6 ? Math.Max(mtu, MinIpv6Mtu) : mtu;
    }

    private void Keep(byte family, Dictionary<string, byte[]> wanted)
    {
        foreach (var (key, route) in _installed)
        {
            if (route[NetlinkNumbers.HeaderLength] == family)
                wanted[key] = route;
        }
    }

    /// <summary>The request without type, flags and sequence: what makes two copies the same route.</summary>
    private static string Key(byte[] request) => Convert.ToHexString(request.AsSpan(NetlinkNumbers.HeaderLength));

    private static void Delete(NetlinkSocket socket, byte[] request)
    {
        var copy = (byte[])request.Clone();
        // The same attributes under another type: the kernel removes the route they describe. It may have gone with its link already.
        var header = new NetlinkWriter(
            copy, RouteNumbers.DeleteRoute, NetlinkNumbers.FlagRequest | NetlinkNumbers.FlagAck, socket.NextSequence());
        header.Append(request.AsSpan(NetlinkNumbers.HeaderLength));
        _ = socket.Request(header.Finish());
    }

    private static void Flush(NetlinkSocket socket, byte family)
    {
        for (var dumps = 0; dumps < MaxDumps; dumps++)
        {
            if (Dump(socket, family) is not { } routes)
                continue;
            foreach (var route in routes)
            {
                if (RouteEntry.TryRead(route, [], out var entry) && entry is { Table: LinuxNames.RouteTable, Protocol: LinuxNames.RouteProtocol })
                    _ = socket.Request(RouteCopy.Write(route, entry, RouteNumbers.DeleteRoute, 0, socket.NextSequence(), mtu: 0));
            }

            return;
        }
    }

    private static List<byte[]>? Dump(NetlinkSocket socket, byte family)
    {
        Span<byte> buffer = stackalloc byte[64];
        const ushort flags = NetlinkNumbers.FlagRequest | NetlinkNumbers.FlagDump;
        var writer = new NetlinkWriter(buffer, RouteNumbers.GetRoute, flags, socket.NextSequence());
        Span<byte> header = stackalloc byte[RouteNumbers.RouteHeaderLength];
        header.Clear();
        header[0] = family;
        writer.Append(header);
        return socket.Dump(writer.Finish());
    }
}
