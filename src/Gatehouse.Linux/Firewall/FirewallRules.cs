namespace Gatehouse.Linux.Firewall;

/// <summary>
/// The rules that put this host's packets into the queues. nftables where it can queue by itself, else iptables; withdrawing asks both,
/// because the process that installed them may be another one and long dead.
/// </summary>
internal static class FirewallRules
{
    /// <summary>The iptables tool of each family in use.</summary>
    public static IReadOnlyList<string> Prefixes(bool v6) => v6 ? ["iptables", "ip6tables"] : ["iptables"];

    /// <summary>The first backend whose rules this kernel takes; null and a sentence when there is none.</summary>
    public static IFirewallBackend? Choose(bool v6, out string? failure)
    {
        var nft = new NftBackend();
        failure = null;
        if (nft.Probe() is null)
            return nft;
        var iptables = new IptablesBackend(Prefixes(v6));
        failure = iptables.Probe();
        return failure is null ? iptables : null;
    }

    /// <summary>Removes what either backend left in this network namespace. Null for success.</summary>
    public static string? WithdrawAll()
    {
        string? failure = null;
        if (Tools.Tool.Find("nft") is not null)
            failure = new NftBackend().Withdraw();
        foreach (var prefix in Prefixes(v6: true))
        {
            if (Tools.Tool.Find($"{prefix}-save") is not null)
                failure = new IptablesBackend([prefix]).Withdraw() ?? failure;
        }

        return failure;
    }
}
