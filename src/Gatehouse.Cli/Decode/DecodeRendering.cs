using System.Text.Json.Nodes;
using Gatehouse.Cli.Rendering;

namespace Gatehouse.Cli.Decode;

/// <summary>Decoded messages as a table for people, and as JSON for programs. Only the table cuts long bytes.</summary>
internal static class DecodeRendering
{
    /// <summary>Characters of a value in the table; the rest of a Diffie-Hellman value tells nobody anything.</summary>
    private const int MaxValue = 72;

    private static readonly string[] Columns = ["OFFSET", "LENGTH", "FIELD", "VALUE", "SECTION"];

    /// <summary>Writes a message as a table, with its fault below.</summary>
    public static void WriteTable(TextWriter output, DecodedMessage message)
    {
        output.WriteLine(Title(message));
        TextTable.Write(output, Columns, [.. message.Fields.Select(Row)]);
        if (message.Note is not null)
            output.WriteLine($"note: {message.Note}");
        if (message.Fault is { } fault)
            output.WriteLine($"fault at byte {fault.Offset}: {fault.Reason}");
    }

    /// <summary>The messages as JSON. Properties may be added later, never renamed.</summary>
    public static JsonObject Json(IEnumerable<DecodedMessage> messages, string? inputFault) => new()
    {
        ["messages"] = new JsonArray([.. messages.Select(Json)]),
        ["inputFault"] = inputFault,
    };

    private static string Title(DecodedMessage message)
    {
        var origin = message.Origin;
        var packet = origin.Packet == 0 ? "" : $", packet {origin.Packet}, {origin.Source} -> {origin.Destination}";
        return $"message {origin.Number}: {message.Protocol}{packet}";
    }

    private static string[] Row(DecodedField field)
    {
        var value = field.Value.Length <= MaxValue ? field.Value : $"{field.Value[..MaxValue]}…";
        return [$"{field.Offset}", $"{field.Length}", new string(' ', 2 * field.Depth) + field.Name, value, field.Section];
    }

    private static JsonObject Json(DecodedMessage message) => new()
    {
        ["number"] = message.Origin.Number,
        ["packet"] = message.Origin.Packet == 0 ? null : message.Origin.Packet,
        ["source"] = message.Origin.Source?.ToString(),
        ["destination"] = message.Origin.Destination?.ToString(),
        ["protocol"] = message.Protocol,
        ["fields"] = new JsonArray([.. message.Fields.Select(Json)]),
        ["fault"] = message.Fault is { } fault ? new JsonObject { ["offset"] = fault.Offset, ["reason"] = fault.Reason } : null,
        ["note"] = message.Note,
    };

    private static JsonObject Json(DecodedField field) => new()
    {
        ["offset"] = field.Offset,
        ["length"] = field.Length,
        ["depth"] = field.Depth,
        ["name"] = field.Name,
        ["value"] = field.Value,
        ["section"] = field.Section,
    };
}
