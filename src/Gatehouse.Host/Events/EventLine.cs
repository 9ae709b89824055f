using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gatehouse.Host.Events;

/// <summary>How events are written, one line each.</summary>
public enum EventFormat
{
    /// <summary>For people.</summary>
    Text,

    /// <summary>For programs: one JSON object per line.</summary>
    Json,
}

/// <summary>Turns an event into its line. Control characters that a peer might smuggle in are replaced.</summary>
internal static class EventLine
{
    public static string Write(EventRecord record, DateTimeOffset time, EventFormat format) =>
        format == EventFormat.Json ? Json(record, time) : Text(record, time);

    private static string Json(EventRecord record, DateTimeOffset time)
    {
        var stamp = time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        var fields = JsonSerializer.Serialize(record, EventJson.Default.EventRecord);
        return $"{{\"time\":\"{stamp}\",{fields.AsSpan(1)}";
    }

    private static string Text(EventRecord record, DateTimeOffset time)
    {
        var line = new StringBuilder();
        line.Append(time.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture)).Append(' ')
            .Append(record.Module is null ? "" : $"{record.Module} ").Append(Verb(record));
        if (record.Remote is not null)
            line.Append(CultureInfo.InvariantCulture, $": {record.Local} <-> {record.Remote}");
        Append(line, record.Role is null ? null : $"as {record.Role}");
        Append(line, record.Message is null ? null : $"at message {record.Message}");
        Append(line, record.RefusedBy is null ? null : $"refused by {(record.RefusedBy == "me" ? "this host" : "the peer")}");
        Append(line, record.PeerNotify is null ? null : $"peer's notify {record.PeerNotify}");
        Append(line, record.Reason);
        Append(line, record.Suite);
        Append(line, record.SpiIn is null ? null : $"SPI in {record.SpiIn}");
        Append(line, record.SpiOut is null ? null : $"SPI out {record.SpiOut}");
        Append(line, record.Count is null or 1 ? null : $"{record.Count} so far");
        if (record.Text is not null)
            line.Append(record.Remote is null ? ": " : "; ").Append(record.Text);
        for (var i = 0; i < line.Length; i++)
        {
            if (char.IsControl(line[i]))
                line[i] = '?';
        }

        return line.ToString();
    }

    private static string Verb(EventRecord record) => record switch
    {
        { Event: "negotiation-started" } => $"{Words(record.Exchange)} started",
        { Exchange: { } exchange } => $"{Words(exchange)} {record.Event}",
        { Direction: { } direction } => $"{record.Event} {direction}",
        _ => record.Event,
    };

    private static string Words(string? exchange) => exchange?.Replace('-', ' ') ?? "negotiation";

    private static void Append(StringBuilder line, string? part)
    {
        if (part is not null)
            line.Append(", ").Append(part);
    }
}

/// <summary>camelCase, nulls left out.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(EventRecord))]
internal sealed partial class EventJson : JsonSerializerContext;
