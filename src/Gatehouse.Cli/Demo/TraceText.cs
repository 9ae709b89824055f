using System.Globalization;
using System.Text.Json.Nodes;

namespace Gatehouse.Cli.Demo;

/// <summary>A trace as lines and as JSON.</summary>
internal static class TraceText
{
    /// <summary>A run of equals is shown by its first packets, its last, and a count.</summary>
    private const int Shown = 4;

    /// <summary>One line a packet; long runs of one kind are shortened.</summary>
    public static IEnumerable<string> Lines(DemoFlow flow, IReadOnlyList<WirePacket> packets)
    {
        for (var start = 0; start < packets.Count;)
        {
            var kind = packets[start].Kind;
            var end = start;
            while (end < packets.Count && packets[end].Kind == kind)
                end++;
            var skipped = kind == WireKind.Keying || end - start <= Shown + 2 ? 0 : end - start - Shown - 1;
            for (var i = start; i < end; i++)
            {
                if (skipped > 0 && i == start + Shown)
                {
                    yield return $"{"…",14}   {skipped} more, {Name(kind)}";
                    i += skipped;
                }

                yield return Line(flow, packets[i]);
            }

            start = end;
        }
    }

    public static JsonArray Json(DemoFlow flow, IReadOnlyList<WirePacket> packets) => new([.. packets.Select(packet => new JsonObject
    {
        ["milliseconds"] = Math.Round(packet.At.TotalMilliseconds, 3),
        ["from"] = packet.Forth ? flow.From : flow.To,
        ["to"] = packet.Forth ? flow.To : flow.From,
        ["kind"] = Name(packet.Kind),
        ["packet"] = packet.Text,
    })]);

    private static string Line(DemoFlow flow, in WirePacket packet)
    {
        var way = packet.Forth ? $"{flow.From} -> {flow.To}" : $"{flow.To} -> {flow.From}";
        return string.Create(CultureInfo.InvariantCulture, $"{packet.At.TotalMilliseconds,11:F1} ms   {way}   {Name(packet.Kind),-9}   {packet.Text}");
    }

    private static string Name(WireKind kind) => kind switch
    {
        WireKind.Clear => "clear",
        WireKind.Keying => "keying",
        _ => "protected",
    };
}
