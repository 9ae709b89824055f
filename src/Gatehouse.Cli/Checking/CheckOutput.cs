using System.Text.Json.Nodes;
using Gatehouse.Cli.Commands;
using Gatehouse.Cli.Rendering;

namespace Gatehouse.Cli.Checking;

/// <summary>What gatehouse check prints: a line for each finding, and a last one that sums up.</summary>
internal sealed record CheckOutput(string FileName, IReadOnlyList<CheckLine> Lines, int Filters, int Tests)
{
    private int Errors => Lines.Count(line => line.Severity == "error");

    private int Warnings => Lines.Count - Errors;

    private int FailedTests => Lines.Count(line => line.Kind == "test");

    /// <summary>Whether the policy passes; with <paramref name="strict"/> a warning fails as well.</summary>
    public bool Passes(bool strict) => Errors == 0 && (!strict || Warnings == 0);

    public void Write(TextWriter output, OutputFormat format, bool strict)
    {
        if (format == OutputFormat.Json)
        {
            output.WriteLine(JsonText.Write(Json(strict)));
            return;
        }

        foreach (var line in Lines)
            output.WriteLine(line.Text(FileName));
        var tests = Tests == 0 ? "no tests" : $"{Tests - FailedTests} of {Count(Tests, "test")} passed";
        var verdict = Passes(strict) ? "passed" : "failed";
        output.WriteLine($"{FileName}: {verdict}: {Count(Errors, "error")}, {Count(Warnings, "warning")}, {tests}, {Count(Filters, "filter")}");
    }

    private JsonObject Json(bool strict) => new()
    {
        ["file"] = FileName,
        ["passed"] = Passes(strict),
        ["errors"] = Errors,
        ["warnings"] = Warnings,
        ["filters"] = Filters,
        ["tests"] = new JsonObject { ["passed"] = Tests - FailedTests, ["failed"] = FailedTests },
        ["findings"] = new JsonArray([.. Lines.Select(line => line.Json())]),
    };

    private static string Count(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";
}
