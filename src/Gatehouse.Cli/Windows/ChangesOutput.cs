using System.Text.Json.Nodes;
using Gatehouse.Cli.Commands;
using Gatehouse.Cli.Rendering;
using Gatehouse.Model.Wfp;
using Gatehouse.Scenarios.Installing;

namespace Gatehouse.Cli.Windows;

/// <summary>What changes in an engine, for people and for programs.</summary>
internal static class ChangesOutput
{
    public static void Write(TextWriter output, PolicyChanges changes, string sentence, OutputFormat format)
    {
        if (format == OutputFormat.Json)
        {
            output.WriteLine(JsonText.Write(new JsonObject
            {
                ["summary"] = sentence,
                ["added"] = new JsonArray([.. changes.Added.Select(Json)]),
                ["removed"] = new JsonArray([.. changes.Removed.Select(Json)]),
                ["kept"] = changes.Kept,
            }));
            return;
        }

        foreach (var change in changes.Removed)
            output.WriteLine($"- {Line(change)}");
        foreach (var change in changes.Added)
            output.WriteLine($"+ {Line(change)}");
        output.WriteLine($"{sentence} ({changes.Added.Length} added, {changes.Removed.Length} removed, {changes.Kept} kept)");
    }

    private static string Line(ObjectChange change) =>
        change.Layer is { } layer ? $"{change.Kind} {change.Name} at {WfpNames.Of(layer)}" : $"{change.Kind} {change.Name}";

    private static JsonObject Json(ObjectChange change) => new()
    {
        ["kind"] = change.Kind,
        ["key"] = $"{change.Key}",
        ["name"] = change.Name,
        ["layer"] = change.Layer is { } layer ? WfpNames.Of(layer) : null,
    };
}
