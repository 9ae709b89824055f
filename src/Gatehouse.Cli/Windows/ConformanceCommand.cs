using System.CommandLine;
using System.Text.Json.Nodes;
using Gatehouse.Base;
using Gatehouse.Bfe;
using Gatehouse.Cli.Commands;
using Gatehouse.Cli.Rendering;
using Gatehouse.Host;
using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;
using Gatehouse.Scenarios.Conformance;
using Gatehouse.Scenarios.Installing;

namespace Gatehouse.Cli.Windows;

/// <summary>
/// gatehouse conformance: every scenario into an engine, fenced in to addresses of nobody, read back and compared. On Windows the engine is Windows', and
/// its objects are also compared with the portable engine's; elsewhere the suite runs on the portable engine alone.
/// </summary>
internal static class ConformanceCommand
{
    public static Command Create()
    {
        var format = FormatOption.Create();
        const string About = "Check that the filter engine of this system takes every scenario and gives it back; nothing stays.";
        var command = new Command("conformance", About) { format };
        command.SetAction(parsed =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            var portable = ConformanceSuite.Run(Portable());
            if (!OperatingSystem.IsWindows())
                return Report("the portable engine", [], portable, output, parsed.GetValue(format));
            return WindowsMachine.Run(output, error, (engine, _) =>
                Report($"Windows {Environment.OSVersion.Version}", portable, ConformanceSuite.Run(engine), output, parsed.GetValue(format)));
        });
        return command;
    }

    private static BaseFilteringEngine Portable() => BaseFilteringEngine.Create(new BfeOptions
    {
        Entropy = new SystemEntropy(),
        Clock = () => Instant.FromSeconds(Environment.TickCount64 / 1000.0),
    }).Require();

    private static int Report(
        string engine, IReadOnlyList<ConformanceResult> expected, IReadOnlyList<ConformanceResult> results, TextWriter output, OutputFormat format)
    {
        var findings = results.Select((result, i) => Findings(result, i < expected.Count ? expected[i] : null)).ToArray();
        if (format == OutputFormat.Json)
        {
            output.WriteLine(JsonText.Write(new JsonObject
            {
                ["engine"] = engine,
                ["policies"] = new JsonArray([.. results.Select((result, i) => Json(result, findings[i]))]),
            }));
        }
        else
        {
            output.WriteLine($"{engine}: every filter is limited to 192.0.2.0/24 or 2001:db8::/32, in sessions that end with this command");
            for (var i = 0; i < results.Count; i++)
                Write(output, results[i], findings[i]);
        }

        return findings.All(list => list.Length == 0) ? ExitCode.Done : ExitCode.NotAsExpected;
    }

    /// <summary>What the suite found, and whether this engine and the portable one gave the same objects back.</summary>
    private static string[] Findings(ConformanceResult result, ConformanceResult? expected) => expected is null
        ? [.. result.Findings]
        : [.. result.Findings, .. ObjectComparison.Differences(Objects(expected), Objects(result)).Select(line => $"portable engine: {line}")];

    private static WfpObjectSet Objects(ConformanceResult result) => new(result.Contexts, [.. result.Filters.Select(entry => entry.Object)]);

    private static void Write(TextWriter output, ConformanceResult result, string[] findings)
    {
        var verdict = findings.Length == 0 ? "as documented" : $"{findings.Length} findings";
        output.WriteLine($"{result.Policy}: {result.Contexts.Length} contexts, {result.Filters.Length} filters: {verdict}");
        foreach (var finding in findings)
            output.WriteLine($"  {finding}");
    }

    private static JsonObject Json(ConformanceResult result, string[] findings) => new()
    {
        ["policy"] = result.Policy,
        ["findings"] = JsonText.Array(findings),
        ["providerContexts"] = new JsonArray([.. result.Contexts.Select(ProviderContextJson.Of)]),
        ["filters"] = new JsonArray([.. result.Filters.Select(Json)]),
    };

    private static JsonObject Json(FwpmEntry<FwpmFilter> entry)
    {
        var json = FilterJson.Of(entry.Object);
        json["effectiveWeight"] = $"0x{entry.EffectiveWeight:x16}";
        return json;
    }
}
