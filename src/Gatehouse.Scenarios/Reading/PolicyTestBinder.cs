using System.Collections.Immutable;
using Gatehouse.Base;
using Gatehouse.Scenarios.Document;
using Gatehouse.Scenarios.Shapes;

namespace Gatehouse.Scenarios.Reading;

/// <summary>Entries of the list of tests to records.</summary>
internal static class PolicyTestBinder
{
    private const byte EchoRequest = 8;
    private const byte EchoRequestV6 = 128;

    public static ImmutableArray<PolicyTest> Bind(PolicyNode? node) => node is null ? [] : [.. node.Items.Select(One)];

    /// <summary>The protocol number of a test for its family; false when the word is malformed, which the shape says.</summary>
    public static bool TryProtocol(PolicyNode test, bool isV4, out byte protocol)
    {
        var text = test["protocol"]?.Text ?? "tcp";
        if (byte.TryParse(text, out protocol))
            return true;
        if (!Words.Protocol.TryRead(text, out var known))
            return false;
        protocol = known.For(isV4 ? IpFamily.V4 : IpFamily.V6);
        return true;
    }

    private static PolicyTest One(PolicyNode node)
    {
        var (local, remote) = (End(node["local"]), End(node["remote"]));
        var isV4 = local.Address.IsV4;
        var protocol = TryProtocol(node, isV4, out var number) ? number : throw NotChecked();
        if (protocol == TrafficProtocol.Icmp.For(local.Address.Family))
        {
            var echo = (isV4 ? EchoRequest : EchoRequestV6, (byte)0);
            var (type, code) = PolicyTestShape.TryReadIcmp(node["icmp"]?.Text, out var given, out var detail) ? (given, detail) : echo;
            (local, remote) = (local with { Port = type }, remote with { Port = code });
        }

        var direction = Words.Direction.Read(node["direction"]?.Text);
        var sa = node["sa"]?.Text is { } standing && Words.Sa.Read(standing);
        var flow = node["flow"]?.Text is { } history ? Words.Flow.Read(history) : TestFlow.New;
        var inbound = direction == TestDirection.In;
        var begun = node["begunBy"]?.Text is { } side && Words.BegunByPeer.Read(side);
        return new PolicyTest
        {
            Name = node["name"]?.Text,
            Direction = direction,
            Protocol = protocol,
            Local = local,
            Remote = remote,
            HasSa = sa,
            ArrivesProtected = inbound && (node["arrives"]?.Text is { } arrives ? Words.Arrival.Read(arrives) : sa),
            Flow = flow,
            BegunByPeer = flow == TestFlow.New ? inbound : begun,
            Expect = Words.Verdict.Read(node["expect"]?.Text),
        };
    }

    private static Endpoint End(PolicyNode? node) => Endpoint.TryParse(node?.Text, out var end) ? end : throw NotChecked();

    private static ArgumentException NotChecked() => new("the test was not checked against its shape");
}
