using System.Globalization;
using System.Text.RegularExpressions;
using Gatehouse.Linux.Tools;

namespace Gatehouse.Linux.Firewall;

/// <summary>
/// A table of our own in nftables, for kernels whose nftables can queue by themselves. "iptables -F" of another program does not reach it.
/// </summary>
internal sealed partial class NftBackend : IFirewallBackend
{
    /// <summary>
    /// One transaction: the table is made if need be, thrown away and made anew. The rule on "ct state" has no effect but that the kernel puts
    /// IPv6 fragments together before the input hook. The output chain comes after address translation (-100) and the usual filters (0). What
    /// was routed to the loopback interface and translated to another host keeps that interface's name until the hook ends, so the name alone
    /// does not tell; the destination does.
    /// </summary>
    internal static readonly string InstallScript = $$"""
        add table inet {{LinuxNames.NftTable}}
        delete table inet {{LinuxNames.NftTable}}
        table inet {{LinuxNames.NftTable}} {
            chain output {
                type route hook output priority security; policy accept;
                oifname "lo" fib daddr type local counter return
                queue num {{LinuxNames.OutboundQueue}}
            }
            chain input {
                type filter hook input priority mangle; policy accept;
                iifname "lo" counter return
                meta l4proto esp ct state invalid counter
                queue num {{LinuxNames.InboundQueue}}
            }
        }

        """;

    /// <inheritdoc/>
    public string Name => "nftables";

    /// <inheritdoc/>
    public string? Probe() => Run(["--check", "-f", "-"], InstallScript);

    /// <inheritdoc/>
    public string? Install() => Run(["-f", "-"], InstallScript);

    /// <inheritdoc/>
    public string? Withdraw() => HasLeftovers() ? Run(["delete", "table", "inet", LinuxNames.NftTable]) : null;

    /// <inheritdoc/>
    public bool IsInstalled() => IsComplete(Tool.Run("nft", ["list", "table", "inet", LinuxNames.NftTable]).Output);

    /// <inheritdoc/>
    public bool HasLeftovers() => Tool.Run("nft", ["list", "table", "inet", LinuxNames.NftTable]).Ok;

    /// <inheritdoc/>
    public long ReadLoopbackPackets() => CountLoopback(Tool.Run("nft", ["list", "table", "inet", LinuxNames.NftTable]).Output);

    /// <summary>Whether a listing of our table queues both ways. The table is ours alone, so nothing of others can stand in it by accident.</summary>
    internal static bool IsComplete(string listing) =>
        Queues(listing, LinuxNames.OutboundQueue) && Queues(listing, LinuxNames.InboundQueue);

    /// <summary>Sums the counters of the loopback rules in the text of nft list.</summary>
    internal static long CountLoopback(string listing) => LoopbackCounter().Matches(listing)
        .Sum(match => long.Parse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture));

    [GeneratedRegex("[io]ifname \"lo\" (?:fib daddr type local )?counter packets ([0-9]{1,18}) ")]
    private static partial Regex LoopbackCounter();

    /// <summary>nft says "num" up to 0.9.8 and "to" since.</summary>
    private static bool Queues(string listing, ushort queue) => Regex.IsMatch(listing, $@"^\s*queue (num|to) {queue}\s*$", RegexOptions.Multiline);

    private static string? Run(string[] arguments, string? script = null)
    {
        var result = Tool.Run("nft", arguments, script);
        return result.Ok ? null : $"nft failed: {result.Error}";
    }
}
