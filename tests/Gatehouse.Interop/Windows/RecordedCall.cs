using System.Text.Json;

namespace Gatehouse.Interop.Windows;

/// <summary>One call as the recorder read it.</summary>
/// <param name="Number">Which call of the process it was.</param>
/// <param name="Name">The function.</param>
/// <param name="Status">What it returned.</param>
/// <param name="Line">All of it.</param>
internal sealed record RecordedCall(int Number, string Name, uint Status, JsonElement Line)
{
    /// <summary>The calls of a log.</summary>
    public static IReadOnlyList<RecordedCall> ReadAll(string path) => !File.Exists(path)
        ? []
        : [.. File.ReadLines(path).Where(line => line.Length > 0).Select(Parse)];

    /// <summary>The object of an Add that was accepted; undefined for anything else.</summary>
    public JsonElement Object => Status == 0 && Line.TryGetProperty("object", out var found) ? found : default;

    private static RecordedCall Parse(string line)
    {
        var root = JsonDocument.Parse(line).RootElement;
        return new RecordedCall(root.GetProperty("n").GetInt32(), root.GetProperty("call").GetString()!, root.GetProperty("status").GetUInt32(), root);
    }
}
