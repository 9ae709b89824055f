using Gatehouse.Base;
using Gatehouse.Scenarios.Document;
using Gatehouse.Scenarios.Reading;
using Gatehouse.Scenarios.Shapes;

namespace Gatehouse.Scenarios.Validation;

/// <summary>A test asks about a packet that can exist, and expects a verdict that its direction has.</summary>
internal sealed class TestsArePackets : IPolicyRule
{
    public void Check(PolicyNode document, PolicyErrors errors)
    {
        foreach (var test in DocumentWalk.Tests(document))
        {
            CheckDirection(test, errors);
            CheckEnds(test, errors);
        }
    }

    private static void CheckDirection(Located test, PolicyErrors errors)
    {
        if (!Words.Direction.TryRead(test.Node["direction"]?.Text, out var direction))
            return;
        if (direction == TestDirection.Out && test.Child("arrives") is { } arrives)
            errors.Add(arrives.Node.Position, arrives.Path, "a packet that is sent does not arrive", "arrives with direction: in only");
        if (direction == TestDirection.In && test.Child("expect") is { } expect
            && Words.Verdict.TryRead(expect.Node.Text, out var verdict) && verdict is not (TestVerdict.Permit or TestVerdict.Drop))
            errors.Add(expect.Node.Position, expect.Path, "an inbound packet never gets this verdict", "permit or drop");
    }

    private static void CheckEnds(Located test, PolicyErrors errors)
    {
        if (!Endpoint.TryParse(test.Node["local"]?.Text, out var local) || !Endpoint.TryParse(test.Node["remote"]?.Text, out var remote))
            return;
        if (local.Address.Family != remote.Address.Family)
        {
            errors.Add(test.Node["remote"]!.Position, test.Path + ".remote", "local and remote are of different families", "two addresses of one family");
            return;
        }

        if (!PolicyTestBinder.TryProtocol(test.Node, local.Address.IsV4, out var protocol))
            return;
        var isIcmp = protocol == TrafficProtocol.Icmp.For(local.Address.Family);
        if ((local.Port | remote.Port) != 0 && !HasPorts(protocol))
            errors.Add(test.Node.Position, test.Path, "the protocol of the test has no ports", "addresses without ports, or protocol: tcp, udp or sctp");
        if (!isIcmp && test.Child("icmp") is { } icmp)
            errors.Add(icmp.Node.Position, icmp.Path, "icmp belongs to protocol: icmp", "protocol: icmp beside it");
    }

    private static bool HasPorts(byte protocol) => protocol is 6 or 17 or 33 or 132 or 136;
}
