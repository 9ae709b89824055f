using System.Collections.Immutable;

namespace Gatehouse.Cli.Demo;

/// <summary>What was seen of one flow.</summary>
/// <param name="Flow">The flow.</param>
/// <param name="Delivered">Whether the data arrived.</param>
/// <param name="ClearPackets">Packets of the flow on the wire in clear.</param>
/// <param name="ClearFromEnforced">Of these, packets an enforced host sent.</param>
/// <param name="EspPackets">ESP packets between the two hosts meanwhile.</param>
/// <param name="EspSinceClear">Of these, packets after the last one in clear, in the direction that has fewer.</param>
/// <param name="Spis">The SPIs these packets bore.</param>
/// <param name="Suite">The suite of the SAs with these SPIs; empty when there are none.</param>
internal sealed record FlowResult(
    DemoFlow Flow, bool Delivered, long ClearPackets, long ClearFromEnforced, long EspPackets, long EspSinceClear, ImmutableArray<string> Spis, string Suite)
{
    /// <summary>Packets each way that make it plain that the end of a flow was protected, not only a packet of it.</summary>
    private const int PlainlyProtected = 5;

    /// <summary>The judgement; null when the wire does not explain what happened.</summary>
    public FlowOutcome? Observed => (Delivered, ClearPackets, ClearFromEnforced, EspPackets) switch
    {
        (true, > 0, _, > 0) when EspSinceClear >= PlainlyProtected => FlowOutcome.Upgraded,
        (true, > 0, _, _) => FlowOutcome.Clear,
        (true, 0, _, > 0) => FlowOutcome.Protected,
        (false, _, 0, _) => FlowOutcome.Blocked,
        (false, _, > 0, _) => FlowOutcome.Clear,
        _ => null,
    };

    /// <summary>Whether it is as the policy says.</summary>
    public bool Ok => Observed == Flow.Expected;
}
