using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Base;
using Gatehouse.Bfe.Events;
using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;

namespace Gatehouse.Cli.Rendering;

/// <summary>Net events as JSON and as lines.</summary>
internal static class NetEventJson
{
    /// <summary>The events after a number. Their times are the node's; <paramref name="now"/> and <paramref name="wallClock"/> are the same moment.</summary>
    public static JsonElement After(NetEventLog log, ulong after, Instant now, DateTimeOffset wallClock)
    {
        var events = log.Enum(FwpmNetEventTemplate.All).Require().Where(happened => happened.Number > after);
        return JsonSerializer.SerializeToElement(new JsonObject
        {
            ["events"] = new JsonArray([.. events.Select(happened => Of(happened, wallClock - (now - happened.Time)))]),
        });
    }

    /// <summary>One line: when, what, who, why.</summary>
    public static string Line(JsonElement happened)
    {
        string Text(string name) => happened.TryGetProperty(name, out var value) ? value.ToString() : "";
        var time = DateTimeOffset.Parse(Text("time"), CultureInfo.InvariantCulture).ToLocalTime().ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
        var arrow = Text("direction") == "out" ? "->" : "<-";
        var parts = new[]
        {
            $"#{Text("number")} {time} {Text("type")}",
            Text("remote").Length == 0 ? "" : $"{End("local", "localPort")} {arrow} {End("remote", "remotePort")}",
            Labelled("protocol", "protocol"),
            Text("reason"),
            Labelled("filter", "filterId"),
            Labelled("at", "layer"),
            Labelled("SPI", "spi"),
            Labelled("error", "errorCode"),
            Text("count") is "1" or "" ? "" : $"{Text("count")} so far",
        };
        return string.Join(", ", parts.Where(part => part.Length > 0));

        string Labelled(string label, string name) => Text(name).Length == 0 ? "" : $"{label} {Text(name)}";

        string End(string address, string port) => Text(port).Length == 0 ? Text(address) : $"{Text(address)} port {Text(port)}";
    }

    /// <summary>One event, with the time of day it happened.</summary>
    public static JsonObject Of(FwpmNetEvent happened, DateTimeOffset time)
    {
        var json = new JsonObject
        {
            ["number"] = happened.Number,
            ["time"] = time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
            ["type"] = WfpNames.Of(happened.Type),
            ["direction"] = happened.Outbound ? "out" : "in",
            ["reason"] = happened.Reason,
            ["count"] = happened.Count,
        };
        (string Name, JsonNode? Value)[] known =
        [
            ("local", happened.Local?.ToString()),
            ("remote", happened.Remote?.ToString()),
            ("protocol", happened.Protocol),
            ("localPort", happened.LocalPort),
            ("remotePort", happened.RemotePort),
            ("filterId", happened.FilterId == 0 ? null : happened.FilterId),
            ("layer", happened.Layer is { } layer ? FwpmLayers.Info(layer).Name : null),
            ("spi", happened.Spi == 0 ? null : $"0x{happened.Spi:x8}"),
            ("errorCode", happened.ErrorCode == 0 ? null : happened.ErrorCode),
        ];
        foreach (var (name, value) in known.Where(member => member.Value is not null))
            json[name] = value;
        return json;
    }
}
