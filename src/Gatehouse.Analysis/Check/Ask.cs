using Gatehouse.Analysis.Explain;
using Gatehouse.Base;
using Gatehouse.Filtering;
using Gatehouse.Packets;

namespace Gatehouse.Analysis.Check;

/// <summary>Questions to the engine's own packet path about packets of fields, and how they read.</summary>
public static class Ask
{
    /// <summary>A packet of these fields that begins a flow, without any SA.</summary>
    internal static Question New(in ClassifyFields fields, PacketDirection direction) => new()
    {
        Direction = direction,
        Protocol = fields.Protocol,
        Local = new Endpoint(fields.Local, PortOf(fields.Protocol, fields.Local.IsV4, fields.LocalPort)),
        Remote = new Endpoint(fields.Remote, PortOf(fields.Protocol, fields.Local.IsV4, fields.RemotePort)),
        BegunByPeer = direction == PacketDirection.Inbound,
    };

    /// <summary>What becomes of it.</summary>
    internal static Explanation Of(CheckSubject subject, Question question) => Explainer.Explain(subject.Filters, question, subject.OnNoSa);

    /// <summary>The packet in one line.</summary>
    public static string Text(Question question)
    {
        var (from, to) = question.IsOutbound ? (question.Local, question.Remote) : (question.Remote, question.Local);
        var isIcmp = IsIcmp(question.Protocol, question.Local.Address.IsV4);
        var (source, target) = IpProtocol.HasPorts(question.Protocol) ? ($"{from}", $"{to}") : ($"{from.Address}", $"{to.Address}");
        var detail = isIcmp ? $" type {question.Local.Port} code {question.Remote.Port}" : "";
        return $"{(question.IsOutbound ? "out" : "in")} {Protocol(question.Protocol)}{detail} {source} -> {target}";
    }

    internal static bool IsIcmp(byte protocol, bool isV4) => protocol == (isV4 ? IpProtocol.Icmp : IpProtocol.IcmpV6);

    // ICMP has a type and a code of one byte where others have ports; what has neither is asked about without.
    private static ushort PortOf(byte protocol, bool isV4, ushort port) =>
        IsIcmp(protocol, isV4) ? (byte)port : IpProtocol.HasPorts(protocol) ? port : (ushort)0;

    private static string Protocol(byte protocol) => protocol switch
    {
        IpProtocol.Tcp => "tcp",
        IpProtocol.Udp => "udp",
        IpProtocol.Sctp => "sctp",
        IpProtocol.Icmp => "icmp",
        IpProtocol.IcmpV6 => "icmpv6",
        _ => $"protocol {protocol}",
    };
}
