using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Analysis.Explain;
using Gatehouse.Base;

namespace Gatehouse.Cli.Explaining;

/// <summary>A question on its way to a running node.</summary>
internal static class QuestionJson
{
    public static JsonObject Of(Question question) => new()
    {
        ["direction"] = question.IsOutbound ? "out" : "in",
        ["protocol"] = question.Protocol,
        ["local"] = question.Local.ToString(),
        ["remote"] = question.Remote.ToString(),
        ["sa"] = question.HasSa ? "established" : "none",
        ["arrives"] = question.ArrivesProtected ? "esp" : "clear",
        ["flow"] = question.Flow.ToString(),
        ["begunByPeer"] = question.BegunByPeer,
    };

    /// <summary>Reads what a client sent; null when it is no question.</summary>
    public static Question? Read(JsonElement? arguments)
    {
        try
        {
            return arguments is { ValueKind: JsonValueKind.Object } json && Parse(json) is { } question
                && question.Local.Address.Family == question.Remote.Address.Family ? question : null;
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static Question? Parse(JsonElement json)
    {
        if (!Endpoint.TryParse(json.GetProperty("local").GetString() ?? "", out var local)
            || !Endpoint.TryParse(json.GetProperty("remote").GetString() ?? "", out var remote)
            || !Enum.TryParse<FlowHistory>(json.GetProperty("flow").GetString(), out var flow) || !Enum.IsDefined(flow))
        {
            return null;
        }

        return new Question
        {
            Direction = json.GetProperty("direction").GetString() == "out" ? PacketDirection.Outbound : PacketDirection.Inbound,
            Protocol = json.GetProperty("protocol").GetByte(),
            Local = local,
            Remote = remote,
            HasSa = json.GetProperty("sa").GetString() == "established",
            ArrivesProtected = json.GetProperty("arrives").GetString() == "esp",
            Flow = flow,
            BegunByPeer = json.GetProperty("begunByPeer").GetBoolean(),
        };
    }
}
