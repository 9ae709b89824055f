using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Analysis.Explain;
using Gatehouse.Cli.Explaining;
using Gatehouse.Cli.Rendering;
using Gatehouse.Dataplane;
using Gatehouse.Engine;
using Gatehouse.Host.Control;
using Gatehouse.Host.Status;
using Gatehouse.Linux.Loop;
using Gatehouse.Linux.Queue;

namespace Gatehouse.Cli.Running;

/// <summary>What a running node does for its clients.</summary>
internal sealed class ControlHandler(RunSettings settings, Node node, NoSaBehavior onNoSa, EnforcementThread thread, StopSwitch stop)
{
    private readonly DateTimeOffset _since = DateTimeOffset.UtcNow;

    public async Task<ControlResponse> HandleAsync(ControlRequest request) => request.Command switch
    {
        ControlCommands.Status => await StatusAsync(),
        ControlCommands.Filters => Filters(),
        ControlCommands.Explain => Explain(request.Arguments),
        ControlCommands.Down => await DownAsync(),
        _ => ControlResponse.Failed("this node does not know that command; is it of another version?"),
    };

    private async Task<ControlResponse> StatusAsync()
    {
        var state = await thread.AskAsync(() => new State(node.Status(MonotonicClock.Now), thread.Enforcement.Loop.Counters, thread.Enforcement.RouteFailures));
        if (state is null)
            return ControlResponse.Failed("the node is ending");
        var report = StatusReporter.Report(state.Node, settings.Address.Name, settings.Policy, DateTimeOffset.UtcNow - _since);
        var counters = report.Counters
            .SetItem("KernelDrops", state.Port.KernelDrops)
            .SetItem("VerdictsRefused", state.Port.Refused)
            .SetItem("PacketsCut", state.Port.Cut)
            .SetItem("SendFailures", state.Port.SendFailures)
            .SetItem("RouteFailures", state.RouteFailures)
            .SetItem("LoopbackPassed", thread.Enforcement.ReadLoopbackPackets());
        return new ControlResponse(true, null, (report with { Counters = counters }).ToJson());
    }

    private ControlResponse Filters()
    {
        var filters = new JsonObject { ["filters"] = new JsonArray([.. node.Filters.Filters.Select(ActiveFilter.Json)]) };
        return new ControlResponse(true, null, JsonSerializer.SerializeToElement(filters));
    }

    // The snapshot never changes, so the explanation needs no turn on the node's thread.
    private ControlResponse Explain(JsonElement? arguments) => QuestionJson.Read(arguments) is { } question
        ? new ControlResponse(true, null, JsonSerializer.SerializeToElement(ExplanationJson.Of(Explainer.Explain(node.Filters, question, onNoSa))))
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
