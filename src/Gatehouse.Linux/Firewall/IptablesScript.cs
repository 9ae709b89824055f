using System.Globalization;
using System.Text;

namespace Gatehouse.Linux.Firewall;

/// <summary>
/// The texts for iptables-restore --noflush, which the kernel takes as one change per table. Declaring a chain empties it, so installing again
/// over the rules of a killed process leaves no moment without them.
/// </summary>
/// <remarks>
/// Outbound, see <see cref="IptablesLayout"/>. Inbound, table mangle: its INPUT sees whole packets after reassembly. Traffic of the loopback
/// interface is not queued: no SA can exist for it, and local services must outlive a killed node. It is counted by the rule that lets it by.
/// Without --queue-bypass a queue without listener drops.
/// </remarks>
internal static class IptablesScript
{
    /// <summary>
    /// Matches that make the kernel put IPv6 fragments together before INPUT, cheapest first. IPv4 does it by itself; IPv6 would only do it
    /// behind the hook, where fragments of an ESP packet have passed the queue one by one. Neither matches an ESP packet that is in order, and
    /// the rule has no target: it being there is what counts.
    /// </summary>
    public static readonly string[] Defragmenters = ["-m socket", "-m conntrack --ctstate INVALID"];

    /// <summary>The tables a chain of ours may be in, in the order in which they are written: new rules stand before older ones go.</summary>
    public static readonly string[] Tables = ["security", "mangle"];

    /// <summary>Every chain of ours there is or was in any version, with the built-in chain that leads to it.</summary>
    private static readonly IptablesChain[] Known = [.. IptablesLayout.All.SelectMany(layout => layout.Chains), Inbound(null)];

    /// <summary>
    /// Installs the chains, puts each jump first where <paramref name="saved"/> does not have it first, and removes what another layout left.
    /// <paramref name="defragmenter"/> is one of <see cref="Defragmenters"/> for IPv6, null for IPv4.
    /// </summary>
    public static string Install(SavedRules saved, IptablesLayout layout, string? defragmenter)
    {
        IptablesChain[] wanted = [.. layout.Chains, Inbound(defragmenter)];
        var text = new StringBuilder();
        // The layout's own table comes first, so that the rules of another layout go when these are in place.
        foreach (var table in Tables.OrderBy(table => table == layout.Chains[0].Table ? 0 : 1))
        {
            var lines = wanted.Where(chain => chain.Table == table).SelectMany(chain => Put(saved, chain))
                .Concat(Known.Where(chain => chain.Table == table && !wanted.Any(kept => IsSame(kept, chain))).SelectMany(chain => Remove(saved, chain)));
            Append(text, table, [.. lines]);
        }

        return text.ToString();
    }

    /// <summary>Removes what <paramref name="saved"/> has of ours; null when it has nothing.</summary>
    public static string? Withdraw(SavedRules saved)
    {
        var text = new StringBuilder();
        foreach (var table in Tables)
            Append(text, table, [.. Known.Where(chain => chain.Table == table).SelectMany(chain => Remove(saved, chain))]);
        return text.Length == 0 ? null : text.ToString();
    }

    /// <summary>Whether one layout is there: each jump the first rule of its built-in chain, and each chain with the rule it is for.</summary>
    public static bool IsInstalled(SavedRules saved) =>
        IsInPlace(saved, Inbound(null)) && IptablesLayout.All.Any(layout => layout.Chains.All(chain => IsInPlace(saved, chain)));

    /// <summary>Whether anything of ours is there.</summary>
    public static bool HasLeftovers(SavedRules saved) => Withdraw(saved) is not null;

    /// <summary>Sums the counters of the loopback rules in the output of iptables-save -c ("[packets:bytes] -A CHAIN …").</summary>
    public static long LoopbackPackets(string savedWithCounters)
    {
        var rules = Known.SelectMany(chain => chain.Rules.Where(rule => rule.EndsWith("-j RETURN", StringComparison.Ordinal))
            .Select(rule => $"-A {chain.Name} {rule}")).ToList();
        var sum = 0L;
        foreach (var line in savedWithCounters.Split('\n'))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (line.StartsWith('[') && colon > 1 && rules.Exists(rule => line.EndsWith(rule, StringComparison.Ordinal))
                && long.TryParse(line.AsSpan(1, colon - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var packets))
                sum += packets;
        }

        return sum;
    }

    private static IptablesChain Inbound(string? defragmenter)
    {
        const string loopback = "-i lo -j RETURN";
        var queue = $"-j NFQUEUE --queue-num {LinuxNames.InboundQueue}";
        return new("mangle", "INPUT", LinuxNames.InputChain, defragmenter is null ? [loopback, queue] : [loopback, $"-p esp {defragmenter}", queue]);
    }

    private static bool IsSame(IptablesChain left, IptablesChain right) => (left.Table, left.Name) == (right.Table, right.Name);

    /// <summary>A jump that is there, but behind a rule that may accept before it, is moved to the front in the same change.</summary>
    private static IEnumerable<string> Put(SavedRules saved, IptablesChain chain)
    {
        IEnumerable<string> lines = [$":{chain.Name} - [0:0]", .. chain.Rules.Select(rule => $"-A {chain.Name} {rule}")];
        return saved.IsFirst(chain.Table, chain.BuiltIn, chain.Jump)
            ? lines
            : [.. lines, .. RemoveJumps(saved, chain), $"-I {chain.BuiltIn} 1 {chain.Jump}"];
    }

    private static IEnumerable<string> Remove(SavedRules saved, IptablesChain chain)
    {
        var removals = RemoveJumps(saved, chain);
        return saved.HasChain(chain.Table, chain.Name) ? [.. removals, $"-F {chain.Name}", $"-X {chain.Name}"] : removals;
    }

    private static IEnumerable<string> RemoveJumps(SavedRules saved, IptablesChain chain) =>
        Enumerable.Repeat($"-D {chain.BuiltIn} {chain.Jump}", saved.Count(chain.Table, chain.BuiltIn, chain.Jump));

    private static bool IsInPlace(SavedRules saved, IptablesChain chain) =>
        saved.IsFirst(chain.Table, chain.BuiltIn, chain.Jump) && saved.Count(chain.Table, chain.Name, chain.Rules[^1]) > 0;

    private static void Append(StringBuilder text, string table, List<string> lines)
    {
        if (lines.Count > 0)
            text.Append($"*{table}\n{string.Join('\n', lines)}\nCOMMIT\n");
    }
}
