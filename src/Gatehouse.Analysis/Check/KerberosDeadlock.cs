using System.Collections.Immutable;
using Gatehouse.Analysis.Explain;
using Gatehouse.Analysis.Geometry;
using Gatehouse.Base;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Wfp;
using Gatehouse.Packets;

namespace Gatehouse.Analysis.Check;

/// <summary>
/// Kerberos fetches a ticket from a KDC, whose name it looks up, before there can be a key. A policy that protects these two as well waits for
/// itself (reference section 4.4).
/// </summary>
internal static class KerberosDeadlock
{
    private const int MaxPieces = 20_000;

    /// <summary>Clients ask from ports that no service has.</summary>
    private const ushort FirstClientPort = 1024;

    private readonly record struct Service(string Name, ushort Port, ImmutableArray<byte> Protocols, ImmutableArray<IpAddr> Hosts);

    public static IEnumerable<Finding> Find(CheckSubject subject)
    {
        if (subject.Document is not { } document || PathOfMethod(subject) is not { } path)
            yield break;
        var alone = document.Keying.All(module => module.Authentication.All(method => method.Type == AuthenticationMethodType.Kerberos));
        var severity = alone ? FindingSeverity.Error : FindingSeverity.Warning;
        foreach (var service in new[]
        {
            new Service("KDC", 88, [IpProtocol.Udp, IpProtocol.Tcp], subject.KeyDistributionCenters),
            new Service("name server", 53, [IpProtocol.Udp, IpProtocol.Tcp], subject.NameServers),
        })
        {
            foreach (var host in service.Hosts)
            {
                if (!service.Protocols.Any(protocol => IsReached(subject, service, protocol, host)))
                    yield return Of(path, severity, $"{service.Name} {host}", service);
            }

            if (service.Hosts.IsEmpty && !IsReachedSomewhere(subject, service, document.Families))
                yield return Of(path, severity, $"any {service.Name}", service);
        }
    }

    private static Finding Of(string path, FindingSeverity severity, string who, Service service) => new(
        severity,
        FindingKind.Deadlock,
        path,
        $"Kerberos needs {who} before there are keys, and port {service.Port} is protected or blocked everywhere: no ticket, no key, no packet",
        $"an exemption with its addresses, such as {{ remote: ADDRESS, remotePort: {service.Port}, protocol: udp }}");

    private static string? PathOfMethod(CheckSubject subject)
    {
        foreach (var module in subject.Document!.Keying)
        {
            var index = module.Authentication.ToList().FindIndex(method => method.Type == AuthenticationMethodType.Kerberos);
            if (index >= 0)
                return $"keying.{(module.Module == KeyingModule.AuthIp ? "authip" : "ike")}.authentication[{index}]";
        }

        return null;
    }

    private static bool IsReachedSomewhere(CheckSubject subject, Service service, ImmutableArray<IpFamily> families) =>
        families.Any(family => service.Protocols.Any(protocol => Candidates(subject, service, protocol, family).Any(question => Works(subject, question))));

    private static bool IsReached(CheckSubject subject, Service service, byte protocol, IpAddr host)
    {
        var fields = LikelyPacket.Fields(host.Family);
        (fields.Remote, fields.RemotePort, fields.Protocol) = (host, service.Port, protocol);
        return Works(subject, Ask.New(fields, PacketDirection.Outbound))
            || Candidates(subject, service, protocol, host.Family, host).Any(question => Works(subject, question));
    }

    // One packet of every region that the filters at the outbound transport layer tell apart.
    private static IEnumerable<Question> Candidates(CheckSubject subject, Service service, byte protocol, IpFamily family, IpAddr? host = null)
    {
        var layer = family == IpFamily.V4 ? FwpmLayer.OutboundTransportV4 : FwpmLayer.OutboundTransportV6;
        List<FwpmFilterCondition> part =
        [
            FwpmFilterCondition.Equal(FwpmConditionField.IpProtocol, FwpConditionValue.UInt8(protocol)),
            FwpmFilterCondition.Equal(FwpmConditionField.IpRemotePort, FwpConditionValue.UInt16(service.Port)),
            FwpmFilterCondition.Equal(FwpmConditionField.IpLocalAddressType, FwpConditionValue.UInt8((byte)NlAddressType.Unicast)),
        ];
        part.Add(new FwpmFilterCondition(
            FwpmConditionField.IpLocalPort, FwpMatchType.Range, FwpConditionValue.Range(FwpDataType.UInt16, FirstClientPort, ushort.MaxValue)));
        if (host is { } address)
            part.Add(FwpmFilterCondition.Equal(FwpmConditionField.IpRemoteAddress, FwpConditionValue.Address(address)));
        if (FieldSpace.Build(family, LayerMap.Objects(subject.Filters.AtLayer(layer)), [.. part]) is not { } space)
            return [];
        var map = LayerMap.In(space, subject.Filters, layer);
        return Regions.Of(map, space.Of(part), new Budget(MaxPieces)).Select(region => Ask.New(space.Example(region.Packets), PacketDirection.Outbound));
    }

    // The question leaves, and the answer to it comes in.
    private static bool Works(CheckSubject subject, Question question)
    {
        if (Ask.Of(subject, question).Verdict is not (ExplainedVerdict.Permit or ExplainedVerdict.ClearAndNegotiate))
            return false;
        var answer = question with { Direction = PacketDirection.Inbound, Flow = FlowHistory.Clear, BegunByPeer = false };
        return Ask.Of(subject, answer).Verdict == ExplainedVerdict.Permit;
    }
}
