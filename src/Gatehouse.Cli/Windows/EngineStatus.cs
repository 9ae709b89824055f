using System.Text.Json.Nodes;
using Gatehouse.Cli.Commands;
using Gatehouse.Cli.Rendering;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Wfp.Management;
using Gatehouse.Scenarios.Installing;

namespace Gatehouse.Cli.Windows;

/// <summary>gatehouse status on Windows: our policy, the SAs, and the counters of IPsec and of the keying modules.</summary>
internal static class EngineStatus
{
    public static FwpResult Write(IFilterEngine engine, TextWriter output, OutputFormat format)
    {
        var installed = new PolicyInstaller(engine).Read();
        if (!installed.Ok)
            return installed.Outcome;
        var opened = engine.Open(new FwpmSession());
        if (!opened.Ok)
            return opened.Outcome;
        using var session = opened.Value;
        var monitor = (IIpsecMonitor)session;
        var (pairs, mainModes, ipsec, keying) = (monitor.SaContexts(), monitor.MainModes(), monitor.IpsecStatistics(), monitor.KeyingStatistics());
        foreach (var outcome in new[] { pairs.Outcome, mainModes.Outcome, ipsec.Outcome, keying.Outcome })
            if (!outcome.Ok)
                return outcome;
        var counters = Counters(ipsec.Value!);
        if (format == OutputFormat.Json)
            output.WriteLine(JsonText.Write(Json(installed.Value, pairs.Value, mainModes.Value, counters)));
        else
            WriteText(output, installed.Value, pairs.Value, mainModes.Value, counters, keying.Value);
        return FwpResult.Success;
    }

    private static (string Name, ulong Value)[] Counters(IpsecStatistics ipsec) =>
    [
        ("activeSas", ipsec.ActiveSas), ("pendingNegotiations", ipsec.PendingNegotiations), ("rekeys", ipsec.Rekeys), ("packetsIn", ipsec.PacketsIn),
        ("packetsOut", ipsec.PacketsOut), ("clearTextDrops", ipsec.ClearTextDrops), ("invalidSpis", ipsec.InvalidSpis),
        ("authenticationFailures", ipsec.AuthenticationFailures), ("replayFailures", ipsec.ReplayFailures), ("totalDrops", ipsec.TotalDrops),
    ];

    private static void WriteText(
        TextWriter output,
        InstalledPolicy policy,
        IReadOnlyCollection<SaContext> pairs,
        IReadOnlyCollection<MainModeDetails> mainModes,
        (string Name, ulong Value)[] counters,
        IReadOnlyCollection<KeyingStatistics> keying)
    {
        output.WriteLine(policy.Provider is { } provider
            ? $"policy: {policy.Contexts.Length} provider contexts and {policy.Filters.Length} filters of ours, {provider.Lifetime}"
            : "policy: nothing of Gatehouse is in force");
        output.WriteLine($"{mainModes.Count} main modes");
        foreach (var sa in mainModes)
            output.WriteLine($"  {sa.Addresses} by {sa.Module}, {sa.Proposal.Cipher} {sa.Proposal.Integrity} {sa.Proposal.DhGroup}");
        output.WriteLine($"{pairs.Count} pairs of SAs");
        foreach (var pair in pairs)
            output.WriteLine($"  {(pair.Outbound ?? pair.Inbound)?.Addresses} in {pair.Inbound?.Spi} out {pair.Outbound?.Spi} {Algorithms(pair)}");
        output.WriteLine(string.Join(", ", counters.Select(counter => $"{counter.Name} {counter.Value}")));
        foreach (var row in keying.Where(row => row.MainModesStarted + row.Acquires > 0))
            output.WriteLine(
                $"{row.Module} {row.Family}: {row.ActiveMainModes} main modes, {row.MainModesFailed} failed; quick modes {row.QuickModesSucceeded} up, "
                + $"{row.QuickModesFailed} failed");
    }

    private static string Algorithms(SaContext pair) => (pair.Outbound ?? pair.Inbound)?.Transform is { } transform
        ? $"{transform.Type} {transform.Cipher} {transform.Auth}"
        : "";

    private static JsonObject Json(
        InstalledPolicy policy, IEnumerable<SaContext> pairs, IEnumerable<MainModeDetails> mainModes, (string Name, ulong Value)[] counters) => new()
        {
            ["providerContexts"] = policy.Contexts.Length,
            ["filters"] = policy.Filters.Length,
            ["lifetime"] = policy.Provider is { } provider ? $"{provider.Lifetime}" : null,
            ["mainModes"] = new JsonArray([.. mainModes.Select(sa => new JsonObject
            {
                ["local"] = $"{sa.Addresses.Local}",
                ["remote"] = $"{sa.Addresses.Remote}",
                ["module"] = $"{sa.Module}",
            })]),
            ["saPairs"] = new JsonArray([.. pairs.Select(pair => new JsonObject
            {
                ["id"] = pair.Id,
                ["inbound"] = pair.Inbound is { } inbound ? $"{inbound.Spi}" : null,
                ["outbound"] = pair.Outbound is { } outbound ? $"{outbound.Spi}" : null,
            })]),
            ["counters"] = new JsonObject([.. counters.Select(counter => KeyValuePair.Create<string, JsonNode?>(counter.Name, counter.Value))]),
        };
}
