using Gatehouse.Analysis.Explain;
using Gatehouse.Base;
using Gatehouse.Packets;

namespace Gatehouse.Analysis.Check;

/// <summary>
/// IPv6 finds neighbours and routers by ICMPv6 (RFC 4861), before any key exists. Where that is protected or blocked, no IPv6 packet leaves, and
/// no negotiation over IPv6 begins (reference 10 #35).
/// </summary>
internal static class NeighbourDiscoveryDeadlock
{
    private const ushort RouterAdvertisement = 134;
    private const ushort NeighbourSolicitation = 135;
    private const ushort NeighbourAdvertisement = 136;

    private static readonly (string Name, ushort Type, PacketDirection Direction)[] Probes =
    [
        ("a neighbour solicitation", NeighbourSolicitation, PacketDirection.Inbound),
        ("a neighbour solicitation", NeighbourSolicitation, PacketDirection.Outbound),
        ("a neighbour advertisement", NeighbourAdvertisement, PacketDirection.Inbound),
        ("a neighbour advertisement", NeighbourAdvertisement, PacketDirection.Outbound),
        ("a router advertisement", RouterAdvertisement, PacketDirection.Inbound),
    ];

    public static IEnumerable<Finding> Find(CheckSubject subject)
    {
        if (subject.Document is not { } document || !document.Families.Contains(IpFamily.V6))
            yield break;
        foreach (var (name, type, direction) in Probes)
        {
            var question = new Question
            {
                Direction = direction,
                Protocol = IpProtocol.IcmpV6,
                Local = new Endpoint(IpAddr.Parse("fe80::1"), type),
                Remote = new Endpoint(IpAddr.Parse("fe80::2"), 0),
                BegunByPeer = direction == PacketDirection.Inbound,
            };
            var answer = Ask.Of(subject, question);
            if (answer.Verdict is ExplainedVerdict.Permit or ExplainedVerdict.ClearAndNegotiate)
                continue;
            yield return new Finding(
                FindingSeverity.Error,
                FindingKind.Deadlock,
                "exemptions",
                $"IPv6 neighbour discovery does not work: {name} between link-local addresses is not let through ({answer.Sentence.TrimEnd('.')})",
                "icmp in the list of exemptions, or traffic.families: [ipv4]",
                Ask.Text(question));
            yield break;
        }
    }
}
