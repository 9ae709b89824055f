using System.Text.Json.Nodes;
using Gatehouse.Cli.Rendering;

namespace Gatehouse.Cli.Demo;

/// <summary>The demonstration's result as a table and as JSON. JSON properties may be added later, never renamed.</summary>
internal static class DemoText
{
    private const string Simulation = "SIMULATED ";

    private static readonly string[] Header = ["FLOW", "EXPECTED", "OBSERVED", "OK", "EVIDENCE"];

    public static string Name(FlowOutcome? outcome) => outcome switch
    {
        FlowOutcome.Protected => "protected",
        FlowOutcome.Upgraded => "upgraded",
        FlowOutcome.Clear => "clear",
        FlowOutcome.Blocked => "blocked",
        _ => "unexplained",
    };

    /// <summary>What was counted.</summary>
    public static string Evidence(FlowResult result)
    {
        var arrived = result.Delivered ? "arrived" : "did not arrive";
        var counts = $"{result.EspPackets} ESP and {result.ClearPackets} clear packets on the wire";
        var upgraded = result.Observed == FlowOutcome.Upgraded ? $", the last {result.EspSinceClear} each way ESP" : "";
        var enforced = result is { Delivered: false, ClearPackets: > 0 } ? $", {result.ClearFromEnforced} of them from a host with policy" : "";
        var sas = result.Spis.IsEmpty ? "" : $"; SPI {string.Join(" and ", result.Spis)}; {result.Suite}";
        return $"{arrived}; {counts}{upgraded}{enforced}{sas}";
    }

    /// <summary>The whole story: the hosts, what became of each flow, why, and one connection packet by packet.</summary>
    public static void Write(TextWriter output, DemoReport report)
    {
        var mark = report.Simulated ? Simulation : "";
        TextTable.Write(output, ["HOST", "WHAT IT IS"], [.. DemoHost.All.Select(host => new[] { host.Name, host.Role })]);
        output.WriteLine();
        TextTable.Write(output, Header, [.. report.Results.Select(result => new[]
        {
            mark + result.Flow, Name(result.Flow.Expected), Name(result.Observed), result.Ok ? "yes" : "NO", Evidence(result),
        })]);
        output.WriteLine();
        TextTable.Write(output, ["WHY", "", ""], [.. report.Results.Select(result => result.Flow).DistinctBy(flow => flow.Pair).Select(flow => new[]
        {
            flow.Pair, Name(flow.Expected), flow.Why,
        })]);
        output.WriteLine();
        output.WriteLine($"{mark}{DemoFlows.Shown}, upgraded while it runs, as the wire saw it:");
        foreach (var line in TraceText.Lines(DemoFlows.Shown, report.Upgrade))
            output.WriteLine(line);
        output.WriteLine();
        output.WriteLine(report.Ok
            ? $"All {report.Results.Count} flows are as the policies say."
            : $"{report.Results.Count(result => !result.Ok)} of {report.Results.Count} flows are NOT as the policies say.");
        foreach (var hint in report.Hints)
            output.WriteLine(hint);
    }

    public static JsonObject Json(DemoReport report) => new()
    {
        ["ok"] = report.Ok,
        ["simulated"] = report.Simulated,
        ["hosts"] = new JsonArray([.. DemoHost.All.Select(host => new JsonObject { ["name"] = host.Name, ["policy"] = host.Policy, ["role"] = host.Role })]),
        ["flows"] = new JsonArray([.. report.Results.Select(result => Json(result, report.Simulated))]),
        ["upgrade"] = TraceText.Json(DemoFlows.Shown, report.Upgrade),
        ["hints"] = JsonText.Array(report.Hints),
    };

    private static JsonObject Json(FlowResult result, bool simulated) => new()
    {
        ["from"] = result.Flow.From,
        ["to"] = result.Flow.To,
        ["protocol"] = result.Flow.Protocol,
        ["family"] = (int)result.Flow.Family,
        ["why"] = result.Flow.Why,
        ["expected"] = Name(result.Flow.Expected),
        ["observed"] = Name(result.Observed),
        ["ok"] = result.Ok,
        ["simulated"] = simulated,
        ["delivered"] = result.Delivered,
        ["espPackets"] = result.EspPackets,
        ["clearPackets"] = result.ClearPackets,
        ["clearPacketsFromEnforced"] = result.ClearFromEnforced,
        ["espPacketsSinceClear"] = result.EspSinceClear,
        ["spis"] = JsonText.Array(result.Spis),
        ["suite"] = result.Suite,
    };
}
