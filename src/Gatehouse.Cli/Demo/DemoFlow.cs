using System.Collections.Immutable;
using Gatehouse.Base;
using Gatehouse.Packets;

namespace Gatehouse.Cli.Demo;

/// <summary>What becomes of a flow.</summary>
internal enum FlowOutcome
{
    /// <summary>It arrives, and only ESP of it is on the wire.</summary>
    Protected,

    /// <summary>It is on the wire in clear.</summary>
    Clear,

    /// <summary>It does not arrive, and no enforced host sent any of it.</summary>
    Blocked,
}

/// <summary>One thing the demonstration tries.</summary>
/// <param name="From">Host that begins.</param>
/// <param name="To">Host that answers.</param>
/// <param name="Protocol">tcp, udp or icmp.</param>
/// <param name="Family">IPv4 or IPv6.</param>
/// <param name="Port">Port of the answering host, the flow's own; 0 for icmp.</param>
/// <param name="Expected">What the policy says.</param>
internal sealed record DemoFlow(string From, string To, string Protocol, IpFamily Family, ushort Port, FlowOutcome Expected)
{
    /// <summary>The first port of the flows; each has its own, so that the wire tells them apart.</summary>
    public const ushort FirstPort = 20001;

    /// <summary>Hosts under the policy.</summary>
    public static readonly ImmutableArray<string> Enforced = ["a", "b"];

    /// <summary>All hosts.</summary>
    public static readonly ImmutableArray<string> Hosts = ["a", "b", "plain"];

    /// <summary>What is tried, in this order.</summary>
    public static readonly ImmutableArray<DemoFlow> All = [.. Plan()];

    /// <summary>The protocol's number.</summary>
    public byte ProtocolNumber => Protocol switch
    {
        "tcp" => IpProtocol.Tcp,
        "udp" => IpProtocol.Udp,
        _ => Family == IpFamily.V4 ? IpProtocol.Icmp : IpProtocol.IcmpV6,
    };

    /// <inheritdoc/>
    public override string ToString() => $"{From} -> {To} {Protocol} IPv{(int)Family}";

    private static IEnumerable<DemoFlow> Plan()
    {
        var port = FirstPort;
        (string From, string To, string Protocol, FlowOutcome Expected)[] rows =
        [
            ("a", "b", "tcp", FlowOutcome.Protected),
            ("a", "b", "udp", FlowOutcome.Protected),
            ("b", "a", "tcp", FlowOutcome.Protected),
            ("a", "b", "icmp", FlowOutcome.Clear),
            ("plain", "a", "icmp", FlowOutcome.Clear),
            ("plain", "a", "tcp", FlowOutcome.Blocked),
            ("plain", "a", "udp", FlowOutcome.Blocked),
            ("a", "plain", "tcp", FlowOutcome.Blocked),
            ("a", "plain", "udp", FlowOutcome.Blocked),
        ];
        foreach (var (from, to, protocol, expected) in rows)
        {
            foreach (var family in new[] { IpFamily.V4, IpFamily.V6 })
                yield return new DemoFlow(from, to, protocol, family, protocol == "icmp" ? (ushort)0 : port++, expected);
        }
    }
}
