namespace Gatehouse.Linux.Firewall;

/// <summary>One chain of ours and the built-in chain whose first rule jumps to it.</summary>
/// <param name="Table">The table of both.</param>
/// <param name="BuiltIn">The built-in chain.</param>
/// <param name="Name">Our chain.</param>
/// <param name="Rules">Its rules, as iptables-save writes them.</param>
internal sealed record IptablesChain(string Table, string BuiltIn, string Name, IReadOnlyList<string> Rules)
{
    /// <summary>The rule that leads to it.</summary>
    public string Jump => $"-j {Name}";
}

/// <summary>Where the outbound rules stand, and what they are.</summary>
/// <param name="Chains">The outbound chains, guards first.</param>
internal sealed record IptablesLayout(IReadOnlyList<IptablesChain> Chains)
{
    private static readonly string QueueOutbound = $"-j NFQUEUE --queue-num {LinuxNames.OutboundQueue}";

    /// <summary>
    /// Table security comes last in OUTPUT, after address translation and after the administrator's filters: what is judged is what leaves.
    /// A packet that was routed to the loopback interface and then translated (DNAT) to another host still counts as "-o lo" until the hook
    /// ends, so the destination is asked as well.
    /// </summary>
    public static readonly IptablesLayout Security = new(
    [
        new("security", "OUTPUT", LinuxNames.OutputChain, ["-o lo -m addrtype --dst-type LOCAL -j RETURN", QueueOutbound]),
    ]);

    /// <summary>
    /// For kernels without table security: judged before translation. What the loopback interface takes is marked, and dropped when it leaves by
    /// another one after all.
    /// </summary>
    public static readonly IptablesLayout Mangle = new(
    [
        new("mangle", "POSTROUTING", LinuxNames.GuardChain, [$"! -o lo -m mark --mark {Mark} -j DROP"]),
        new("mangle", "OUTPUT", LinuxNames.OutputChain, [$"-o lo -j MARK --set-xmark {Mark}", "-o lo -j RETURN", QueueOutbound]),
    ]);

    private static string Mark => $"0x{LinuxNames.LoopbackMark:x}/0x{LinuxNames.MarkMask:x}";

    /// <summary>The preferred first.</summary>
    public static IReadOnlyList<IptablesLayout> All { get; } = [Security, Mangle];
}
