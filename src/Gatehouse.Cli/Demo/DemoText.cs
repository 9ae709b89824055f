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
        FlowOutcome.Clear => "clear",
        FlowOutcome.Blocked => "blocked",
        _ => "unexplained",
    };

    /// <summary>What was counted.</summary>
    public static string Evidence(FlowResult result)
    {
        var arrived = result.Delivered ? "arrived" : "did not arrive";
        var counts = $"{result.EspPackets} ESP and {result.ClearPackets} clear packets on the wire";
        var enforced = result is { Delivered: false, ClearPackets: > 0 } ? $", {result.ClearFromEnforced} of them from a host with policy" : "";
        var sas = result.Spis.IsEmpty ? "" : $"; SPI {string.Join(" and ", result.Spis)}; {result.Suite}";
        return $"{arrived}; {counts}{enforced}{sas}";
    }

    public static void WriteTable(TextWriter output, IReadOnlyList<FlowResult> results, bool simulated)
    {
        var mark = simulated ? Simulation : "";
        TextTable.Write(output, Header, [.. results.Select(result => new[]
        {
            mark + result.Flow, Name(result.Flow.Expected), Name(result.Observed), result.Ok ? "yes" : "NO", Evidence(result),
        })]);
    }

    public static JsonObject Json(IReadOnlyList<FlowResult> results, bool simulated, IReadOnlyList<string> hints) => new()
    {
        ["ok"] = results.All(result => result.Ok),
        ["simulated"] = simulated,
        ["flows"] = new JsonArray([.. results.Select(result => Json(result, simulated))]),
        ["hints"] = JsonText.Array(hints),
    };

    private static JsonObject Json(FlowResult result, bool simulated) => new()
    {
        ["from"] = result.Flow.From,
        ["to"] = result.Flow.To,
        ["protocol"] = result.Flow.Protocol,
        ["family"] = (int)result.Flow.Family,
        ["expected"] = Name(result.Flow.Expected),
        ["observed"] = Name(result.Observed),
        ["ok"] = result.Ok,
        ["simulated"] = simulated,
        ["delivered"] = result.Delivered,
        ["espPackets"] = result.EspPackets,
        ["clearPackets"] = result.ClearPackets,
        ["clearPacketsFromEnforced"] = result.ClearFromEnforced,
        ["spis"] = JsonText.Array(result.Spis),
        ["suite"] = result.Suite,
    };
}
