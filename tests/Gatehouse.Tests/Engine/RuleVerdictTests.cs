using Gatehouse.Base;
using Gatehouse.Model.Verdicts;
using Gatehouse.Packets;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Engine;

/// <summary>One policy with a rule of each scenario: what the first packet of a connection meets, both ways, whatever the policy's own scenario is.</summary>
public sealed class RuleVerdictTests
{
    private const string Rules = """
        exemptions: [icmp, { protocol: tcp, localPort: 22 }]
        rules:
          - { name: closed, scenario: block, protocol: tcp, localPort: 23 }
          - { name: closed-there, scenario: block, protocol: tcp, remotePort: 23 }
          - { name: strict, scenario: transport-mode, protocol: tcp, localPort: 445 }
          - { name: strict-there, scenario: transport-mode, protocol: tcp, remotePort: 445 }
          - { name: plain, scenario: clear, protocol: tcp, localPort: 80 }
          - { name: plain-there, scenario: clear, protocol: tcp, remotePort: 80 }
          - { name: edge, scenario: negotiation-discovery-boundary, protocol: tcp, localPort: 8080 }
          - { name: edge-there, scenario: negotiation-discovery-boundary, protocol: tcp, remotePort: 8080 }
          - { name: asked, scenario: negotiation-discovery, protocol: tcp, localPort: 1000 }
          - { name: asked-there, scenario: negotiation-discovery, protocol: tcp, remotePort: 1000 }
        """;

    public static TheoryData<string, int, VerdictReason, VerdictReason> Cells()
    {
        var data = new TheoryData<string, int, VerdictReason, VerdictReason>();
        foreach (var scenario in new[] { "transport-mode", "negotiation-discovery", "negotiation-discovery-boundary", "clear", "block" })
        {
            data.Add(scenario, 23, VerdictReason.BlockFilter, VerdictReason.BlockFilter);
            data.Add(scenario, 445, VerdictReason.Held, VerdictReason.ClearTextInbound);
            data.Add(scenario, 80, VerdictReason.PermitFilter, VerdictReason.PermitFilter);
            data.Add(scenario, 8080, VerdictReason.ClearDiscovery, VerdictReason.ClearTolerated);
            data.Add(scenario, 1000, VerdictReason.ClearDiscovery, VerdictReason.ConnectionNotSecured);
        }

        data.Add("transport-mode", 7, VerdictReason.Held, VerdictReason.ClearTextInbound);
        data.Add("negotiation-discovery", 7, VerdictReason.ClearDiscovery, VerdictReason.ConnectionNotSecured);
        data.Add("negotiation-discovery-boundary", 7, VerdictReason.ClearDiscovery, VerdictReason.ClearTolerated);
        data.Add("clear", 7, VerdictReason.NoFilterMatched, VerdictReason.NoFilterMatched);
        data.Add("block", 7, VerdictReason.BlockFilter, VerdictReason.BlockFilter);
        return data;
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void The_first_packet_of_a_connection_meets_its_rule(string scenario, int port, VerdictReason outbound, VerdictReason inbound)
    {
        var pair = TestNode.Pair(IpFamily.V4);
        using var test = new TestNode(objects: TestNode.Compile(scenario, Rules));
        test.Out(Syn(new Endpoint(pair.Local, 50000), new Endpoint(pair.Remote, (ushort)port))).Verdict.Reason.ShouldBe(outbound);
        test.In(Syn(new Endpoint(pair.Remote, 50001), new Endpoint(pair.Local, (ushort)port))).Verdict.Reason.ShouldBe(inbound);
        test.Keying.Calls.Count(call => call.StartsWith("acquire", StringComparison.Ordinal))
            .ShouldBe(outbound is VerdictReason.Held or VerdictReason.ClearDiscovery ? 1 : 0);
        test.In(Syn(new Endpoint(pair.Remote, (ushort)port), new Endpoint(pair.Local, 22))).Verdict.Reason.ShouldBe(VerdictReason.PermitFilter);
    }

    private static byte[] Syn(Endpoint from, Endpoint to) => PacketBuilder.BuildTcp(from, to, 1, 0, TcpFlags.Syn, 1000, []);
}
