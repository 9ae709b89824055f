using Gatehouse.Base;
using Gatehouse.Packets;

namespace Gatehouse.Cli.Demo;

/// <summary>What becomes of a flow.</summary>
internal enum FlowOutcome
{
    /// <summary>It arrives, and only ESP of it is on the wire.</summary>
    Protected,

    /// <summary>It begins in clear and arrives, and from some packet on only ESP of it is on the wire.</summary>
    Upgraded,

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
/// <param name="Expected">What the two policies say.</param>
/// <param name="Why">How they come to it, in a sentence.</param>
internal sealed record DemoFlow(string From, string To, string Protocol, IpFamily Family, ushort Port, FlowOutcome Expected, string Why)
{
    /// <summary>The protocol's number.</summary>
    public byte ProtocolNumber => Protocol switch
    {
        "tcp" => IpProtocol.Tcp,
        "udp" => IpProtocol.Udp,
        _ => Family == IpFamily.V4 ? IpProtocol.Icmp : IpProtocol.IcmpV6,
    };

    /// <summary>The flow in both families.</summary>
    public string Pair => $"{From} -> {To} {Protocol}";

    /// <inheritdoc/>
    public override string ToString() => $"{Pair} IPv{(int)Family}";
}
