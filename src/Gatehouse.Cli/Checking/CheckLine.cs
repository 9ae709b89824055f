using System.Text.Json.Nodes;
using Gatehouse.Analysis.Check;
using Gatehouse.Scenarios.Reading;

namespace Gatehouse.Cli.Checking;

/// <summary>One finding with its place in the file; errors of the reader and findings of the checks look alike.</summary>
/// <param name="Severity">error or warning.</param>
/// <param name="Kind">What it is about, in one word.</param>
/// <param name="Line">Line from 1; 0 where there is no file with lines.</param>
/// <param name="Column">Column from 1; 0 likewise.</param>
/// <param name="Path">Path in the document.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Expected">What would be right; may be empty.</param>
/// <param name="Example">A packet that shows it; may be empty.</param>
internal sealed record CheckLine(string Severity, string Kind, int Line, int Column, string Path, string Message, string Expected, string Example)
{
    public static CheckLine Of(PolicyError error) =>
        new("error", "validation", error.Line, error.Column, error.Path, error.Message, error.Expected, "");

    /// <summary>A finding; <paramref name="places"/> is null for objects that did not come from a policy.</summary>
    public static CheckLine Of(Finding finding, PolicyPlaces? places)
    {
        var (line, column) = places?.Of(finding.Path) ?? (0, 0);
        var severity = finding.Severity == FindingSeverity.Error ? "error" : "warning";
        return new CheckLine(severity, Word(finding.Kind), line, column, finding.Path, finding.Message, finding.Advice, finding.Example);
    }

    /// <summary>The line in the form editors understand.</summary>
    public string Text(string fileName)
    {
        var place = Line == 0 ? fileName : $"{fileName}:{Line}:{Column}";
        var path = Path.Length == 0 ? "" : $"{Path}: ";
        var expected = Expected.Length == 0 ? "" : $" (expected {Expected})";
        var example = Example.Length == 0 ? "" : $" [{Example}]";
        return $"{place}: {Severity}: {path}{Message}{expected}{example}";
    }

    public JsonObject Json() => new()
    {
        ["severity"] = Severity,
        ["kind"] = Kind,
        ["line"] = Line,
        ["column"] = Column,
        ["path"] = Path,
        ["message"] = Message,
        ["expected"] = Expected,
        ["example"] = Example,
    };

    private static string Word(FindingKind kind) => kind switch
    {
        FindingKind.Unreachable => "unreachable",
        FindingKind.NeverMatches => "never-matches",
        FindingKind.Undecided => "undecided",
        FindingKind.Hole => "hole",
        FindingKind.Deadlock => "deadlock",
        _ => "test",
    };
}
