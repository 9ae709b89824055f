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

    /// <summary>Dumps tried when the kernel interrupts them because the table changes underneath.</summary>
    private const int MaxDumps = 5;

    /// <summary>Routes that could not be repeated at the last synchronisation; packets on them keep the full MTU.</summary>
    public int Failures { get; private set; }

    /// <summary>Copies the routes, then adds the rules, so that no packet meets a half-filled table. False as for <see cref="Synchronise()"/>.</summary>
    public bool Install()
    {
        var complete = Synchronise();
        foreach (var family in families)
            PolicyRule.Add(socket, family);
        return complete;
    }

    /// <summary>
    /// Makes our table repeat the main table as it is now. Our table is read too and not remembered: the kernel drops routes with their link,
    /// and rewrites the MTU of IPv6 routes when the link's changes. False when the kernel interrupted a dump: the caller asks again.
    /// </summary>
    public bool Synchronise()
    {
        if (LinkTable.Read(socket) is not { } linkMtus)
            return false;
        Failures = 0;
        var complete = true;
        foreach (var family in families)
        {
            if (Dump(socket, family) is { } routes)
                Synchronise(routes, linkMtus);
            else
                complete = false;
        }

        return complete;
    }

    /// <summary>Removes rules and table in the socket's network namespace, whoever of us put them there. Nothing being there is success.</summary>
    public static void Withdraw(NetlinkSocket socket, IReadOnlyList<byte> families)
    {
        foreach (var family in families)
        {
            PolicyRule.Remove(socket, family);
            foreach (var route in Dump(socket, family) ?? [])
            {
                if (RouteEntry.TryRead(route, [], out var entry) && IsOurs(entry))
                    Delete(socket, route, entry);
            }
        }
    }

    private void Synchronise(List<byte[]> routes, Dictionary<uint, int> linkMtus)
    {
        var present = new Dictionary<string, (byte[] Route, RouteEntry Entry)>();
        var wanted = new List<(byte[] Request, string Key, bool HasGateway)>();
        foreach (var route in routes)
        {
            if (!RouteEntry.TryRead(route, linkMtus, out var entry))
                continue;
            if (IsOurs(entry))
            {
                present[RouteCopy.Key(Request(route, entry, mtu: 0))] = (route, entry);
            }
            else if (entry.IsCopied)
            {
                var request = Request(route, entry, InnerMtu(entry, RouteEntry.FamilyOf(route)));
                wanted.Add((request, RouteCopy.Key(request), entry.HasGateway));
            }
        }

        Failures += Math.Max(wanted.Count - MaxRoutes, 0);
        // Removing first: IPv6 takes a route that differs only in its MTU for one that is there already.
        foreach (var key in present.Keys.Except(wanted.Select(item => item.Key)).ToList())
            Delete(socket, present[key].Route, present[key].Entry);
        // A gateway must be reachable by a route that is there already.
        foreach (var (request, key, _) in wanted.Take(MaxRoutes).OrderBy(item => item.HasGateway))
        {
            if (!present.ContainsKey(key) && socket.Request(request) is not 0 and not Errno.Eexist)
                Failures++;
        }
    }

    private byte[] Request(byte[] route, RouteEntry entry, int mtu) => RouteCopy.Write(
        route, entry, RouteNumbers.NewRoute, NetlinkNumbers.FlagCreate | RouteNumbers.FlagAppend, socket.NextSequence(), mtu);

    private int InnerMtu(RouteEntry entry, IpFamily family)
    {
        if (entry.EffectiveMtu == 0)
            return 0;
        var mtu = innerMtu(entry.EffectiveMtu, family);
        return family == IpFamily.V6 ? Math.Max(mtu, MinIpv6Mtu) : mtu;
    }

    private static bool IsOurs(RouteEntry entry) => entry is { Table: LinuxNames.RouteTable, Protocol: LinuxNames.RouteProtocol };

    /// <summary>The route may have gone with its link already, so the answer does not matter.</summary>
    private static void Delete(NetlinkSocket socket, byte[] route, RouteEntry entry) =>
        _ = socket.Request(RouteCopy.Write(route, entry, RouteNumbers.DeleteRoute, 0, socket.NextSequence(), mtu: 0));

    private static List<byte[]>? Dump(NetlinkSocket socket, byte family)
    {
        Span<byte> buffer = stackalloc byte[64];
        const ushort flags = NetlinkNumbers.FlagRequest | NetlinkNumbers.FlagDump;
        Span<byte> header = stackalloc byte[RouteNumbers.RouteHeaderLength];
        header.Clear();
        header[0] = family;
        for (var dumps = 0; dumps < MaxDumps; dumps++)
        {
            var writer = new NetlinkWriter(buffer, RouteNumbers.GetRoute, flags, socket.NextSequence());
            writer.Append(header);
            if (socket.Dump(writer.Finish()) is { } routes)
                return routes;
        }

        return null;
    }
}
