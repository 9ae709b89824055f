using System.Collections.Immutable;
using Gatehouse.Base;

namespace Gatehouse.Cli.Demo;

/// <summary>
/// The story: who talks to whom in a mixed fleet, in this order. The order matters, because the SAs of one flow serve the next between the same two.
/// </summary>
internal static class DemoFlows
{
    /// <summary>The first port of the flows; each has its own, so that the wire tells them apart.</summary>
    public const ushort FirstPort = 20001;

    private static readonly (string From, string To, string Protocol, FlowOutcome Expected, string Why)[] Rows =
    [
        ("transport", "nd1", "tcp", FlowOutcome.Protected, "transport holds the first packet until keys are agreed; nd1 agrees at once"),
        ("transport", "nd1", "udp", FlowOutcome.Protected, "the SA of the connection before carries this as well"),
        ("nd2", "transport", "tcp", FlowOutcome.Upgraded,
            "nd2 sends its SYN in clear and negotiates beside it; transport drops what is clear, and TCP repeats the SYN under the new SA"),
        ("transport", "boundary", "tcp", FlowOutcome.Protected, "transport holds the first packet until keys are agreed; boundary agrees at once"),
        ("boundary", "transport", "tcp", FlowOutcome.Protected, "there is an SA from before, so even the first packet is sealed"),
        ("nd1", "nd2", "tcp", FlowOutcome.Upgraded,
            "nd1 sends its SYN in clear and negotiates beside it; nd2 wants inbound protected and drops it, and TCP repeats it under the new SA"),
        ("nd1", "boundary", "tcp", FlowOutcome.Upgraded,
            "boundary takes the clear SYN and answers; as soon as keys are agreed the same connection goes on protected, and stays so"),
        ("boundary", "nd2", "tcp", FlowOutcome.Upgraded,
            "boundary sends its SYN in clear and negotiates beside it; nd2 drops it, and TCP repeats it under the new SA"),
        ("nd1", "plain", "tcp", FlowOutcome.Clear, "plain never answers the negotiation; nd1 began, so it sends in clear and takes the answers"),
        ("nd1", "plain", "udp", FlowOutcome.Clear, "as for TCP: nd1 began, so the answers to its datagrams may come in clear"),
        ("boundary", "plain", "tcp", FlowOutcome.Clear, "plain never answers the negotiation; boundary goes on in clear"),
        ("plain", "boundary", "tcp", FlowOutcome.Clear, "boundary takes clear connections from those who have no IPsec: that is what it is for"),
        ("plain", "transport", "icmp", FlowOutcome.Clear, "every policy here exempts ICMP, so that paths can be tested"),
        ("transport", "nd1", "icmp", FlowOutcome.Clear, "exempt also between hosts that have an SA"),
        ("plain", "transport", "tcp", FlowOutcome.Blocked, "plain cannot protect it, and transport lets nothing in that is not"),
        ("plain", "nd1", "tcp", FlowOutcome.Blocked, "plain began, in clear, and nd1 lets in only what is protected or answers its own clear traffic"),
        ("plain", "nd1", "udp", FlowOutcome.Blocked, "as for TCP"),
        ("transport", "plain", "tcp", FlowOutcome.Blocked, "plain never answers the negotiation, and transport sends nothing unprotected"),
        ("transport", "plain", "udp", FlowOutcome.Blocked, "as for TCP"),
    ];

    /// <summary>What is tried, in this order; both families of a row beside each other.</summary>
    public static readonly ImmutableArray<DemoFlow> All = [.. Plan()];

    /// <summary>The flow that is shown packet by packet: the only one in which both ends take the clear beginning.</summary>
    public static readonly DemoFlow Shown = All.First(flow => flow is { From: "nd1", To: "boundary", Family: IpFamily.V4 });

    private static IEnumerable<DemoFlow> Plan()
    {
        var port = FirstPort;
        foreach (var row in Rows)
        {
            foreach (var family in new[] { IpFamily.V4, IpFamily.V6 })
                yield return new DemoFlow(row.From, row.To, row.Protocol, family, row.Protocol == "icmp" ? (ushort)0 : port++, row.Expected, row.Why);
        }
    }
}
