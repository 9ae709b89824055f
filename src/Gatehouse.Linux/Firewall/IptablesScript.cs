using System.Globalization;
using System.Text;

namespace Gatehouse.Linux.Firewall;

/// <summary>
/// The texts for iptables-restore --noflush, which the kernel takes as one change. Declaring a chain empties it, so installing again over the
/// rules of a killed process leaves no moment without them.
/// </summary>
/// <remarks>
/// Table mangle: its OUTPUT comes before nat and filter and routes a packet again whose mark changed; its INPUT sees whole packets after
/// reassembly. Traffic of the loopback interface is not queued: no SA can exist for it, and local services must outlive a killed node.
/// It is counted by the rule that lets it by. Without --queue-bypass a queue without listener drops.
/// </remarks>
internal static class IptablesScript
{
    /// <summary>
    /// Matches that make the kernel put IPv6 fragments together before INPUT, cheapest first. IPv4 does it by itself; IPv6 would only do it
    /// behind the hook, where fragments of an ESP packet have passed the queue one by one. Neither matches an ESP packet that is in order, and
    /// the rule has no target: it being there is what counts.
    /// </summary>
    public static readonly string[] Defragmenters = ["-m socket", "-m conntrack --ctstate INVALID"];

    /// <summary>
    /// Installs the chains and the jumps that <paramref name="saved"/> (the output of iptables-save -t mangle) does not have yet;
    /// <paramref name="defragmenter"/> is one of <see cref="Defragmenters"/> for IPv6, null for IPv4.
    /// </summary>
    public static string Install(string saved, string? defragmenter)
    {
        var text = new StringBuilder("*mangle\n");
        text.Append($":{LinuxNames.OutputChain} - [0:0]\n:{LinuxNames.InputChain} - [0:0]\n");
        text.Append($"-A {LinuxNames.OutputChain} -o lo -j RETURN\n");
        text.Append($"-A {LinuxNames.OutputChain} -j NFQUEUE --queue-num {LinuxNames.OutboundQueue}\n");
        text.Append($"-A {LinuxNames.InputChain} -i lo -j RETURN\n");
        if (defragmenter is not null)
            text.Append($"-A {LinuxNames.InputChain} -p esp {defragmenter}\n");
        text.Append($"-A {LinuxNames.InputChain} -j NFQUEUE --queue-num {LinuxNames.InboundQueue}\n");
        if (CountJumps(saved, "OUTPUT", LinuxNames.OutputChain) == 0)
            text.Append($"-I OUTPUT 1 -j {LinuxNames.OutputChain}\n");
        if (CountJumps(saved, "INPUT", LinuxNames.InputChain) == 0)
            text.Append($"-I INPUT 1 -j {LinuxNames.InputChain}\n");
        return text.Append("COMMIT\n").ToString();
    }

    /// <summary>Removes what <paramref name="saved"/> has of ours; null when it has nothing.</summary>
    public static string? Withdraw(string saved)
    {
        var lines = new List<string>();
        AddRemovals(lines, saved, "OUTPUT", LinuxNames.OutputChain);
        AddRemovals(lines, saved, "INPUT", LinuxNames.InputChain);
        foreach (var chain in new[] { LinuxNames.OutputChain, LinuxNames.InputChain })
        {
            if (HasChain(saved, chain))
                lines.AddRange([$"-F {chain}", $"-X {chain}"]);
        }

        return lines.Count == 0 ? null : $"*mangle\n{string.Join('\n', lines)}\nCOMMIT\n";
    }

    /// <summary>Whether both chains and both jumps are there.</summary>
    public static bool IsInstalled(string saved) =>
        CountJumps(saved, "OUTPUT", LinuxNames.OutputChain) > 0 && CountJumps(saved, "INPUT", LinuxNames.InputChain) > 0;

    /// <summary>Sums the counters of the loopback rules in the output of iptables-save -c -t mangle ("[packets:bytes] -A CHAIN …").</summary>
    public static long LoopbackPackets(string savedWithCounters)
    {
        var sum = 0L;
        foreach (var line in savedWithCounters.Split('\n'))
        {
            var isOurs = line.EndsWith($"-A {LinuxNames.OutputChain} -o lo -j RETURN", StringComparison.Ordinal)
                || line.EndsWith($"-A {LinuxNames.InputChain} -i lo -j RETURN", StringComparison.Ordinal);
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (isOurs && line[0] == '[' && colon > 1
                && long.TryParse(line.AsSpan(1, colon - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var packets))
                sum += packets;
        }

        return sum;
    }

    private static void AddRemovals(List<string> lines, string saved, string from, string chain)
    {
        for (var jumps = CountJumps(saved, from, chain); jumps > 0; jumps--)
            lines.Add($"-D {from} -j {chain}");
    }

    private static int CountJumps(string saved, string from, string chain) =>
        saved.Split('\n').Count(line => line.Trim() == $"-A {from} -j {chain}");

    private static bool HasChain(string saved, string chain) =>
        saved.Split('\n').Any(line => line.StartsWith($":{chain} ", StringComparison.Ordinal));
}
