using System.Collections.Immutable;
using System.Globalization;
using Gatehouse.Linux.Firewall;
using Gatehouse.Linux.Native;
using Gatehouse.Linux.Queue;
using Gatehouse.Linux.Tools;

namespace Gatehouse.Linux.Diagnosis;

/// <summary>What this machine lets Gatehouse do, found by trying and changing nothing.</summary>
/// <param name="Findings">One per topic.</param>
public sealed record Capabilities(ImmutableArray<Finding> Findings)
{
    /// <summary>A queue nobody uses, to try whether one can be bound.</summary>
    private const ushort ProbeQueue = 4749;

    private const int CapNetBindService = 10;
    private const int CapNetAdmin = 12;
    private const int CapNetRaw = 13;

    /// <summary>Whether the kernel has IPv6 at all (it can be left out or switched off when it boots).</summary>
    public static bool HasIpv6 => File.Exists("/proc/thread-self/net/if_inet6");

    /// <summary>Whether packets can be enforced here.</summary>
    public bool CanEnforce => FirstMissing(FindingTopic.Privilege, FindingTopic.NetfilterQueue, FindingTopic.Rules) is null;

    /// <summary>Whether namespaces can be made here and enforcement work inside them.</summary>
    public bool CanDemonstrate => CanEnforce && FirstMissing(FindingTopic.Namespaces) is null;

    /// <summary>Tries everything in the calling thread's network namespace.</summary>
    public static Capabilities Check() => Check(HasIpv6);

    /// <summary>The same for the given choice of families.</summary>
    public static Capabilities Check(bool v6)
    {
        if (!OperatingSystem.IsLinux())
            return new Capabilities([new Finding(FindingTopic.Privilege, false, "This is not Linux: only the simulation works here.")]);
        var privilege = Privilege(ReadStatus());
        return privilege.Ok
            ? new Capabilities([privilege, NetfilterQueue(), Rules(v6), Namespaces()])
            : new Capabilities([privilege]);
    }

    /// <summary>The first thing that keeps these topics from working; null when nothing does.</summary>
    public Finding? FirstMissing(params ReadOnlySpan<FindingTopic> topics)
    {
        foreach (var finding in Findings)
        {
            // Without privilege nothing else has been tried.
            if (!finding.Ok && (finding.Topic == FindingTopic.Privilege || topics.Contains(finding.Topic)))
                return finding;
        }

        return null;
    }

    /// <summary>Judges the CapEff line of a /proc status text.</summary>
    internal static Finding Privilege(string status)
    {
        var line = status.Split('\n').FirstOrDefault(l => l.StartsWith("CapEff:", StringComparison.Ordinal)) ?? "";
        _ = ulong.TryParse(line.AsSpan(Math.Min(7, line.Length)).Trim(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bits);
        var missing = new List<string>();
        foreach (var (bit, name) in new[] { (CapNetAdmin, "CAP_NET_ADMIN"), (CapNetRaw, "CAP_NET_RAW"), (CapNetBindService, "CAP_NET_BIND_SERVICE") })
        {
            if ((bits >> bit & 1) == 0)
                missing.Add(name);
        }

        return missing.Count == 0
            ? new Finding(FindingTopic.Privilege, true, "This process may change the network.")
            : new Finding(FindingTopic.Privilege, false, $"{string.Join(" and ", missing)} missing: run as root.");
    }

    private static Finding NetfilterQueue()
    {
        try
        {
            using var listener = QueueListener.Open(ProbeQueue);
            return new Finding(FindingTopic.NetfilterQueue, true, "The kernel's netfilter queue works.");
        }
        catch (LinuxException e)
        {
            return new Finding(
                FindingTopic.NetfilterQueue, false, $"Cannot {e.Message}: load the kernel module nfnetlink_queue, or use a kernel that has it.");
        }
    }

    private static Finding Rules(bool v6)
    {
        if (FirewallRules.Choose(v6, out var failure) is { } backend)
            return new Finding(FindingTopic.Rules, true, $"Rules are made with {backend.Name}.");
        return Tool.Find("iptables-restore") is null
            ? new Finding(FindingTopic.Rules, false, "Neither nftables that can queue nor iptables is here: apt-get install iptables.")
            : new Finding(FindingTopic.Rules, false, $"No rule can queue packets here: {failure}. The kernel needs the NFQUEUE target.");
    }

    private static Finding Namespaces()
    {
        if (Tool.Find("ip") is null)
            return new Finding(FindingTopic.Namespaces, false, "The ip tool is not here: apt-get install iproute2.");
        return File.Exists("/proc/self/ns/net")
            ? new Finding(FindingTopic.Namespaces, true, "The kernel has network namespaces.")
            : new Finding(FindingTopic.Namespaces, false, "The kernel has no network namespaces.");
    }

    private static string ReadStatus()
    {
        try
        {
            return File.ReadAllText("/proc/thread-self/status");
        }
        catch (IOException)
        {
            return "";
        }
    }
}
