namespace Gatehouse.Linux.Firewall;

/// <summary>
/// One way to put the queueing rules into netfilter. Operations return null for success, else a sentence.
/// </summary>
internal interface IFirewallBackend
{
    /// <summary>The tool's name, for status and findings.</summary>
    string Name { get; }

    /// <summary>Asks the kernel whether these rules would be taken, changing nothing.</summary>
    string? Probe();

    /// <summary>Puts the rules in place in one step per family; rules left by a killed process are replaced in the same step.</summary>
    string? Install();

    /// <summary>Removes every rule and chain. Nothing being there is success.</summary>
    string? Withdraw();

    /// <summary>Whether the rules are there and nothing of another program stands before them in their chains.</summary>
    bool IsInstalled();

    /// <summary>Whether anything of ours is there, whole or not.</summary>
    bool HasLeftovers();

    /// <summary>Packets let by because they use the loopback interface, both directions and families; 0 when it cannot be told.</summary>
    long ReadLoopbackPackets();
}
