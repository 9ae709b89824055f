using Gatehouse.Interop.Judges;
using Gatehouse.Interop.Lab;
using Shouldly;
using Xunit;

namespace Gatehouse.Interop.Enforcement;

/// <summary>Several rules in one policy, on real packets: each port as its rule says, side by side between the same two hosts.</summary>
public sealed class RuleTests
{
    private const int Protected = 7101, Clear = 7102, Blocked = 7103, Other = 7104;

    [Fact]
    public void Each_port_travels_as_its_rule_says()
    {
        Privileged.Require("python3", "tcpdump", "tshark");
        using var lab = new LabNetwork("rules");
        using var capture = lab.Capture(headersOnly: true);
        int[] ports = [Protected, Clear, Blocked, Other];
        var servers = ports.Select(port => Traffic.Serve(lab, "b", port)).ToList();
        using var b = GatehouseProcess.Run(lab, "b", Policy(lab, "server", "localPort"));
        using var a = GatehouseProcess.Run(lab, "a", Policy(lab, "client", "remotePort"));
        var clients = ports.Select(port => Traffic.Start(
            lab, "a", "b", port, 4, "tcp", "--bytes", "10000000", "--chunk", "300", "--interval", "0.05", "--seconds", "5", "--timeout", "5")).ToList();
        var worked = clients.Select(client => TrafficResult.Read(client.Result(60)).Ok).ToList();
        capture.Stop();
        worked.ShouldBe([true, true, false, true], $"{a.Error}\n{b.Error}");

        // What is clear is told by its port; the ESP packets are those of the first and, once upgraded, of the last.
        int ClearOn(int port) => capture.Select($"tcp port {port}").Length;
        ClearOn(Protected).ShouldBe(0);
        ClearOn(Clear).ShouldBeGreaterThan(50);
        ClearOn(Blocked).ShouldBe(0);
        var (from, to) = (lab.Address("a", 4), lab.Address("b", 4));
        WireWay.Read(capture, Other)(from, to).ShouldNeverGoBack("the port without a rule");
        capture.EspPackets(from, to).Length.ShouldBeGreaterThan(80);
        capture.EspPackets(to, from).Length.ShouldBeGreaterThan(80);
        clients.Concat(servers).ToList().ForEach(tool => tool.Dispose());
    }

    private static string Policy(LabNetwork lab, string name, string portKey) => PolicyFile.WriteText(
        lab,
        name,
        $$"""
        scenario: negotiation-discovery-boundary
        exemptions: [icmp]
        rules:
          - { name: protected, scenario: transport-mode, protocol: tcp, {{portKey}}: {{Protected}} }
          - { name: clear, scenario: clear, protocol: tcp, {{portKey}}: {{Clear}} }
          - { name: blocked, scenario: block, protocol: tcp, {{portKey}}: {{Blocked}} }
        keying:
          ike:
            authentication:
              - psk: { env: {{PolicyFile.Variable}} }
        """);
}
