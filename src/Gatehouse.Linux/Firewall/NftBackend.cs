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
    /// IPv6 fragments together before the input hook.
    /// </summary>
    internal static readonly string InstallScript = $$"""
        add table inet {{LinuxNames.NftTable}}
        delete table inet {{LinuxNames.NftTable}}
        table inet {{LinuxNames.NftTable}} {
            chain output {
                type route hook output priority mangle; policy accept;
                oifname "lo" counter return
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
    public string? Withdraw() => IsInstalled() ? Run(["delete", "table", "inet", LinuxNames.NftTable]) : null;

    /// <inheritdoc/>
    public bool IsInstalled() => Tool.Run("nft", ["list", "table", "inet", LinuxNames.NftTable]).Ok;

    /// <inheritdoc/>
    public long ReadLoopbackPackets() => CountLoopback(Tool.Run("nft", ["list", "table", "inet", LinuxNames.NftTable]).Output);

    /// <summary>Sums the counters of the loopback rules in the text of nft list.</summary>
    internal static long CountLoopback(string listing) => LoopbackCounter().Matches(listing)
        .Sum(match => long.Parse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture));

    [GeneratedRegex("[io]ifname \"lo\" counter packets ([0-9]{1,18}) ")]
    private static partial Regex LoopbackCounter();

    private static string? Run(string[] arguments, string? script = null)
    {
        var result = Tool.Run("nft", arguments, script);
        return result.Ok ? null : $"nft failed: {result.Error}";
    }
}
