using System.Collections.Immutable;
using System.Globalization;
using Gatehouse.Linux.Tools;

namespace Gatehouse.Linux.Namespaces;

/// <summary>
/// Network namespaces on one bridge, for the demonstration and the tests. The bridge lives in a namespace of its own, so that deleting the
/// namespaces removes everything and this host's own network never sees any of it.
/// </summary>
public sealed class LabNetwork : IDisposable
{
    private readonly string _prefix;

    private LabNetwork(string prefix) => _prefix = prefix;

    /// <summary>The namespace of the bridge br0, where a capture sees every packet on the wire.</summary>
    public string Hub => $"{_prefix}-hub";

    /// <summary>The hosts, in the order of their names.</summary>
    public ImmutableArray<LabHost> Hosts { get; private set; } = [];

    /// <summary>
    /// Makes PREFIX-PID-hub with bridge br0, and PREFIX-PID-NAME with eth0 for each name: 10.98.0.11 and fd98::11, then 12 and so on.
    /// Null and a sentence when the system refuses; then nothing is left behind.
    /// </summary>
    public static LabNetwork? Create(string prefix, IReadOnlyList<string> names, out string? failure, int mtu = 1500)
    {
        RemoveLeftovers(prefix);
        var network = new LabNetwork($"{prefix}-{Environment.ProcessId}");
        try
        {
            failure = network.Build(names, mtu);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            failure = e.Message;
        }

        if (failure is null)
            return network;
        network.Dispose();
        return null;
    }

    /// <summary>Removes namespaces of that prefix whose process is gone.</summary>
    public static void RemoveLeftovers(string prefix)
    {
        foreach (var name in List($"{prefix}-"))
        {
            var process = name[(prefix.Length + 1)..].Split('-')[0];
            if (int.TryParse(process, NumberStyles.None, CultureInfo.InvariantCulture, out _) && !Directory.Exists($"/proc/{process}"))
                Tool.Run("ip", ["netns", "del", name]);
        }
    }

    /// <summary>Deletes the namespaces and with them every link, address, rule and route. Processes inside keep running until they end.</summary>
    public void Dispose()
    {
        foreach (var name in List($"{_prefix}-"))
            Tool.Run("ip", ["netns", "del", name]);
    }

    private static List<string> List(string prefix) => Directory.Exists("/run/netns")
        ? Directory.EnumerateFiles("/run/netns").Select(Path.GetFileName).OfType<string>()
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).ToList()
        : [];

    private string? Build(IReadOnlyList<string> names, int mtu)
    {
        if (MakeNamespace(Hub) is { } failure)
            return failure;
        // Multicast snooping would hold back neighbour discovery while no querier is there.
        List<string> hub = ["link add br0 type bridge mcast_snooping 0", $"link set br0 mtu {mtu} up"];
        var hosts = ImmutableArray.CreateBuilder<LabHost>();
        foreach (var name in names)
        {
            var host = new LabHost(name, $"{_prefix}-{name}", $"10.98.0.{11 + hosts.Count}", $"fd98::{11 + hosts.Count}");
            if (MakeNamespace(host.Namespace) is { } sentence)
                return sentence;
            hub.Add($"link add v-{name} mtu {mtu} type veth peer name eth0 mtu {mtu} netns {host.Namespace}");
            hub.Add($"link set v-{name} master br0 up");
            hosts.Add(host);
        }

        Hosts = hosts.ToImmutable();
        return Batch(Hub, hub) ?? Hosts.Select(Address).FirstOrDefault(sentence => sentence is not null);
    }

    private static string? Address(LabHost host) => Batch(
        host.Namespace,
        [
            $"addr add {host.V4}/24 broadcast + dev eth0",
            $"addr add {host.V6}/64 dev eth0 nodad",
            "link set eth0 up",
        ]);

    private static string? MakeNamespace(string name)
    {
        var made = Tool.Run("ip", ["netns", "add", name]);
        if (!made.Ok)
            return $"cannot create network namespace {name}: {made.Error}";
        // Addresses must be usable at once, so duplicate address detection is off; nobody else is on this wire.
        Netns.RunIn(name, () =>
        {
            Set("net/ipv6/conf/all/accept_dad", "0");
            Set("net/ipv6/conf/default/accept_dad", "0");
            Set("net/ipv6/conf/default/accept_ra", "0");
            return true;
        });
        return Batch(name, ["link set lo up"]);
    }

    private static void Set(string setting, string value)
    {
        var path = $"/proc/sys/{setting}";
        if (File.Exists(path))
            File.WriteAllText(path, value);
    }

    private static string? Batch(string netns, IReadOnlyList<string> lines)
    {
        var result = Tool.Run("ip", ["-n", netns, "-batch", "-"], string.Join('\n', lines) + "\n");
        return result.Ok ? null : $"ip failed in namespace {netns}: {result.Error}";
    }
}
