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

    /// <summary>Whether anything of ours is in this network namespace, of either backend and any family.</summary>
    public static bool IsAnythingLeft() => Everything().Any(backend => backend.HasLeftovers());

    /// <summary>Removes what the backends other than <paramref name="chosen"/> left. Null for success.</summary>
    public static string? WithdrawOthers(IFirewallBackend chosen) =>
        chosen is NftBackend ? Withdraw(Everything().Where(backend => backend is IptablesBackend)) : Withdraw(Everything().OfType<NftBackend>());

    /// <summary>Removes what either backend left in this network namespace. Null for success.</summary>
    public static string? WithdrawAll() => Withdraw(Everything());

    private static string? Withdraw(IEnumerable<IFirewallBackend> backends)
    {
        string? failure = null;
        foreach (var backend in backends)
            failure = backend.Withdraw() ?? failure;
        return failure;
    }

    /// <summary>Every backend whose tool is here, one for each family, so that a failure of one keeps no other from being asked.</summary>
    private static List<IFirewallBackend> Everything()
    {
        var found = new List<IFirewallBackend>();
        if (Tools.Tool.Find("nft") is not null)
            found.Add(new NftBackend());
        foreach (var prefix in Prefixes(v6: true))
        {
            if (Tools.Tool.Find($"{prefix}-save") is not null)
                found.Add(new IptablesBackend([prefix]));
        }

        return found;
    }
}
