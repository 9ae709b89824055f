using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Cli.Commands;
using Gatehouse.Scenarios.Installing;

namespace Gatehouse.Cli.Rendering;

/// <summary>What gatehouse apply says, on every system. Properties may be added later, never renamed.</summary>
internal static class ApplyOutput
{
    /// <summary>What an apply changed, or would change.</summary>
    public static JsonObject Json(PolicyChanges changes, bool dryRun, double? confirmWithinSeconds, IEnumerable<string> notices)
    {
        // WFP has no update: what changed goes and comes.
        var both = changes.Added.Select(added => added.Key).Intersect(changes.Removed.Select(removed => removed.Key)).ToHashSet();
        return new JsonObject
        {
            ["dryRun"] = dryRun,
            ["confirmWithinSeconds"] = confirmWithinSeconds,
            ["added"] = JsonText.Array(changes.Added.Where(added => !both.Contains(added.Key)).Select(added => added.Name)),
            ["deleted"] = JsonText.Array(changes.Removed.Where(removed => !both.Contains(removed.Key)).Select(removed => removed.Name)),
            ["replaced"] = JsonText.Array(changes.Added.Where(added => both.Contains(added.Key)).Select(added => added.Name)),
            ["unchanged"] = changes.Kept,
            ["keyDiffers"] = changes.KeyDiffers,
            ["notices"] = JsonText.Array(notices),
        };
    }

    public static void Write(TextWriter output, JsonElement answer, OutputFormat format)
    {
        if (format == OutputFormat.Json)
            output.WriteLine(JsonText.Write(JsonObject.Create(answer)!));
        else
            Write(output, answer);
    }

    private static void Write(TextWriter output, JsonElement answer)
    {
        foreach (var (list, mark) in new[] { ("notices", "note: "), ("deleted", "- "), ("replaced", "~ "), ("added", "+ ") })
        {
            foreach (var name in answer.GetProperty(list).EnumerateArray())
                output.WriteLine($"{mark}{name.GetString()}");
        }

        if (answer.TryGetProperty("keyDiffers", out var keyDiffers) && keyDiffers.ValueKind == JsonValueKind.True)
            output.WriteLine(DiffersSentence);
        var counts = $"{Count("added")} added, {Count("deleted")} deleted, {Count("replaced")} replaced, {answer.GetProperty("unchanged")} unchanged";
        output.WriteLine(answer.GetProperty("dryRun").GetBoolean() ? $"would be applied: {counts}" : $"applied: {counts}");
        if (answer.GetProperty("confirmWithinSeconds") is { ValueKind: JsonValueKind.Number } seconds && !answer.GetProperty("dryRun").GetBoolean())
            output.WriteLine($"on trial: taken back in {seconds} s unless you run gatehouse confirm");

        int Count(string list) => answer.GetProperty(list).GetArrayLength();
    }

    /// <summary>Said of a pre-shared key; the key itself is never said.</summary>
    public const string DiffersSentence = "the pre-shared key differs";
}
