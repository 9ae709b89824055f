using Gatehouse.Linux.Tools;

namespace Gatehouse.Linux.Firewall;

/// <summary>iptables and ip6tables, whichever variant (nft or legacy) the system's alternative points to.</summary>
internal sealed class IptablesBackend(IReadOnlyList<string> prefixes) : IFirewallBackend
{
    /// <summary>Seconds to wait for another program's change to finish.</summary>
    private const string LockSeconds = "10";

    /// <inheritdoc/>
    public string Name => "iptables";

    /// <inheritdoc/>
    public string? Probe() => EachFamily(prefix => Install(prefix, "", testOnly: true));

    /// <inheritdoc/>
    public string? Install() => EachFamily(prefix => Install(prefix, Save(prefix), testOnly: false));

    /// <inheritdoc/>
    public string? Withdraw() => EachFamily(prefix =>
        IptablesScript.Withdraw(new SavedRules(Save(prefix))) is { } script ? Restore(prefix, script, testOnly: false) : null);

    /// <inheritdoc/>
    public bool IsInstalled() => prefixes.All(prefix => IptablesScript.IsInstalled(new SavedRules(Save(prefix))));

    /// <inheritdoc/>
    public bool HasLeftovers() => prefixes.Any(prefix => IptablesScript.HasLeftovers(new SavedRules(Save(prefix))));

    /// <inheritdoc/>
    public long ReadLoopbackPackets() => prefixes.Sum(prefix => IptablesScript.LoopbackPackets(Save(prefix, "-c")));

    /// <summary>The first layout the kernel takes, with the first match that puts IPv6 fragments together.</summary>
    private static string? Install(string prefix, string saved, bool testOnly)
    {
        var rules = new SavedRules(saved);
        IReadOnlyList<string?> defragmenters = prefix == "iptables" ? new string?[] { null } : IptablesScript.Defragmenters;
        string? failure = null;
        foreach (var layout in IptablesLayout.All)
        {
            foreach (var defragmenter in defragmenters)
            {
                failure = Restore(prefix, IptablesScript.Install(rules, layout, defragmenter), testOnly);
                if (failure is null)
                    return null;
            }
        }

        return failure;
    }

    /// <summary>
    /// The tables that may hold rules of ours, as text; without those that cannot be read, as on a machine without the tool. Asking for each by
    /// name spares the others, which may be long.
    /// </summary>
    private static string Save(string prefix, params string[] options) => string.Concat(IptablesScript.Tables
        .Select(table => Tool.Run($"{prefix}-save", [.. options, "-t", table]) is { Ok: true } saved ? saved.Output : ""));

    private static string? Restore(string prefix, string script, bool testOnly)
    {
        string[] arguments = testOnly ? ["--test", "--noflush", "-w", LockSeconds] : ["--noflush", "-w", LockSeconds];
        var result = Tool.Run($"{prefix}-restore", arguments, script);
        return result.Ok ? null : $"{prefix}-restore failed: {result.Error}";
    }

    private string? EachFamily(Func<string, string?> step)
    {
        string? failure = null;
        foreach (var prefix in prefixes)
            failure ??= step(prefix);
        return failure;
    }
}
