using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Analysis.Explain;
using Gatehouse.Cli.Explaining;
using Gatehouse.Cli.Rendering;
using Gatehouse.Cli.Windows;
using Gatehouse.Engine;
using Gatehouse.Host.Control;
using Gatehouse.Host.State;
using Gatehouse.Host.Status;
using Gatehouse.Linux.Loop;
using Gatehouse.Linux.Queue;

namespace Gatehouse.Cli.Running;

/// <summary>What a running node does for its clients.</summary>
internal sealed class ControlHandler(RunSettings settings, Node node, NodePolicy policy, PolicyExchange exchange, EnforcementThread thread, StopSwitch stop)
{
    private readonly DateTimeOffset _since = DateTimeOffset.UtcNow;
    private ControlServer? _server;

    /// <summary>Begins to answer.</summary>
    public ControlServer Serve(ControlSocket socket, ControlAccessRules access) => _server = ControlServer.Start(socket, HandleAsync, access);

    private async Task<ControlResponse> HandleAsync(ControlRequest request) => request.Command switch
    {
        ControlCommands.Status => await StatusAsync(),
        ControlCommands.Filters => Filters(),
        ControlCommands.Objects => Objects(),
        ControlCommands.Sessions => Sessions(),
        ControlCommands.Events => await EventsAsync(request.Arguments),
        ControlCommands.Explain => Explain(request.Arguments),
        ControlCommands.Apply => await exchange.ApplyAsync(ApplyRequest.FromJson(request.Arguments)),
        ControlCommands.Confirm => await exchange.ConfirmAsync(),
        ControlCommands.Down => await DownAsync(),
        _ => ControlResponse.Failed("this node does not know that command; is it of another version?"),
    };

    private async Task<ControlResponse> StatusAsync()
    {
        var state = await thread.AskAsync(() => new State(node.Status(MonotonicClock.Now), thread.Enforcement.Loop.Counters, thread.Enforcement.RouteFailures));
        if (state is null)
            return ControlResponse.Failed("the node is ending");
        var report = StatusReporter.Report(state.Node, settings.Address.Name, policy.Current.Source.Path, DateTimeOffset.UtcNow - _since);
        var counters = report.Counters
            .SetItem("ControlRefused", _server?.Refused ?? 0)
            .SetItem("ControlMalformed", _server?.Malformed ?? 0)
            .SetItem("KernelDrops", state.Port.KernelDrops)
            .SetItem("VerdictsRefused", state.Port.Refused)
            .SetItem("PacketsCut", state.Port.Cut)
            .SetItem("SendFailures", state.Port.SendFailures)
            .SetItem("RouteFailures", state.RouteFailures)
            .SetItem("LoopbackPassed", thread.Enforcement.ReadLoopbackPackets());
        return new ControlResponse(true, null, (report with { Counters = counters }).ToJson());
    }

    private ControlResponse Objects() => Answer(new JsonObject
    {
        ["onNoSa"] = policy.Current.OnNoSa.ToString(),
        ["objects"] = JsonObject.Create(ObjectSetJson.Write(policy.Engine.Filters.Objects)),
    });

    // Asked through a session of its own, as on Windows; it is among them.
    private ControlResponse Sessions()
    {
        var sessions = EngineInForce.Sessions(policy.Engine);
        return sessions is { Ok: true, Value: { } found } ? new ControlResponse(true, null, found) : ControlResponse.Failed($"{sessions.Outcome}");
    }

    private ControlResponse Filters()
    {
        var filters = new JsonObject { ["filters"] = new JsonArray([.. node.Filters.Filters.Select(ActiveFilter.Json)]) };
        return Answer(filters);
    }

    private static ControlResponse Answer(JsonObject result) => new(true, null, JsonSerializer.SerializeToElement(result));

    private async Task<ControlResponse> EventsAsync(JsonElement? arguments)
    {
        var asked = arguments is { ValueKind: JsonValueKind.Object } json ? json : default(JsonElement?);
        var after = asked?.TryGetProperty("after", out var number) == true && number.TryGetUInt64(out var value) ? value : 0;
        if (asked?.TryGetProperty("allowed", out var allowed) == true)
        {
            // Windows' keyword CLASSIFY_ALLOW: it stays as it was set last.
            var tells = allowed.ValueKind == JsonValueKind.True;
            await thread.AskAsync(() => (object)(node.TellsAllowed = tells));
        }

        return new ControlResponse(true, null, NetEventJson.After(policy.Engine.NetEvents, after, MonotonicClock.Now, DateTimeOffset.UtcNow));
    }

    // The snapshot never changes, so the explanation needs no turn on the node's thread.
    private ControlResponse Explain(JsonElement? arguments) => QuestionJson.Read(arguments) is { } question
        ? Answer(ExplanationJson.Of(Explainer.Explain(node.Filters, question, policy.Current.OnNoSa)))
        : ControlResponse.Failed("the question about a packet is malformed");

    private async Task<ControlResponse> DownAsync()
    {
        stop.Request(new StopRequest("asked to by gatehouse down", Withdraw: true));
        var end = await thread.Ended;
        return end switch
        {
            { Withdrawn: true } => new ControlResponse(true),
            { Failure: { } failure } => ControlResponse.Failed(failure),
            _ => ControlResponse.Failed("the node ended and left its rules in place; run gatehouse down again"),
        };
    }

    private sealed record State(NodeStatus Node, PortCounters Port, int RouteFailures);
}
