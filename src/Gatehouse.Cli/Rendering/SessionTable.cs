using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Model.Wfp.Management;

namespace Gatehouse.Cli.Rendering;

/// <summary>The open sessions of an engine, for show sessions. Properties may be added later, never renamed.</summary>
internal static class SessionTable
{
    public static readonly string[] Header = ["NAME", "DYNAMIC", "PROCESS", "USER", "KERNEL", "KEY"];

    /// <summary>All of them under one property.</summary>
    public static JsonObject Json(IEnumerable<FwpmOpenSession> sessions) => new() { ["sessions"] = new JsonArray([.. sessions.Select(Json)]) };

    /// <summary>The rows of the table, from that JSON.</summary>
    public static IReadOnlyCollection<string[]> Rows(JsonElement answer) => [.. answer.GetProperty("sessions").EnumerateArray().Select(Row)];

    private static JsonObject Json(FwpmOpenSession open) => new()
    {
        ["key"] = open.Session.Key.ToString("D"),
        ["name"] = open.Session.Name,
        ["description"] = open.Session.Description,
        ["dynamic"] = open.Session.Flags.HasFlag(FwpmSessionFlags.Dynamic),
        ["processId"] = open.ProcessId,
        ["user"] = open.UserName,
        ["sid"] = open.User?.Text,
        ["kernelMode"] = open.IsKernelMode,
    };

    private static string[] Row(JsonElement session) =>
    [
        session.GetProperty("name").GetString() is { Length: > 0 } name ? name : "-",
        session.GetProperty("dynamic").GetBoolean() ? "yes" : "no",
        $"{session.GetProperty("processId").GetUInt32()}",
        session.GetProperty("user").GetString() ?? session.GetProperty("sid").GetString() ?? "-",
        session.GetProperty("kernelMode").GetBoolean() ? "yes" : "no",
        session.GetProperty("key").GetString() ?? "-",
    ];
}
