using Gatehouse.Base;
using Gatehouse.Engine;
using Gatehouse.Ike.AuthIp;
using Gatehouse.Keying.AuthIp.Gss;
using Gatehouse.Model.Keying;
using Gatehouse.Packets;
using Shouldly;
using Xunit;

namespace Gatehouse.Simulation.Tests;

/// <summary>Whole nodes keyed by AuthIP, whose authentication waits for somebody: traffic waits as long, and nothing else does.</summary>
public sealed class SlowAuthenticationTests : IDisposable
{
    private const string Policy = """
        gatehouse: 1
        name: simulated
        scenario: transport-mode
        keying:
          authip:
            authentication: [kerberos]
            mainMode: { proposals: [{ encryption: aes-128, integrity: sha-256, group: none }] }
        """;

    private readonly VirtualNetwork _network = new(1, new LinkFaults(0, 0, 0));
    private readonly ClearTextChecker _checker = new();
    private readonly Node[] _nodes;
    private readonly SimulatedHost[] _hosts;
    private readonly List<byte[]> _received = [];

    public SlowAuthenticationTests()
    {
        _network.Observe(_checker);
        var objects = SimulatedPolicies.Compile(Policy);
        _nodes = [SimulatedNode.Create(objects, new Waiting(), 1), SimulatedNode.Create(objects, new Waiting(), 2)];
        _hosts = [.. _nodes.Select((node, i) => new SimulatedHost($"h{i}", [IpAddr.Parse($"10.0.0.{i + 1}")], _network, node))];
        _hosts[1].Received = _received.Add;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(900)]
    public void Held_packets_leave_sealed_when_authentication_is_through(int milliseconds)
    {
        SetStepTime(TimeSpan.FromMilliseconds(milliseconds));
        Send();
        _network.RunUntil(_network.Now + TimeSpan.FromMilliseconds(3 * milliseconds) + TimeSpan.FromSeconds(1));
        _received.Count.ShouldBe(1);
        ShouldBeClean();
        _checker.EspPackets.ShouldBe(1);
        _nodes[0].Status(_network.Now).MainModes.ShouldHaveSingleItem().Identity.ShouldBe("peer");
    }

    [Fact]
    public void Where_nobody_answers_it_is_told_and_everything_else_goes_on()
    {
        SetStepTime(null);
        Send();
        _network.RunUntil(_network.Now + TimeSpan.FromSeconds(5));
        _hosts[0].Send(PacketBuilder.BuildEcho(_hosts[0].Addresses[0], _hosts[1].Addresses[0], false, 1, 1, [1, 2, 3]));
        _network.RunUntil(_network.Now + TimeSpan.FromSeconds(1));
        _received.Count.ShouldBe(1, "an exempt packet passes while the step hangs");
        _network.RunUntil(_network.Now + TimeSpan.FromSeconds(15));
        _hosts[0].Events.ShouldContain(news => news.Kind == KeyingEventKind.NegotiationFailed && news.Text.Contains("no end of it", StringComparison.Ordinal));
        _received.Count.ShouldBe(1);
        _hosts[0].HeldNow.ShouldBe(0);
        ShouldBeClean();

        // And once somebody does, all is well after the back-off.
        SetStepTime(TimeSpan.Zero);
        Send();
        _network.RunUntil(_network.Now + TimeSpan.FromSeconds(2));
        _received.Count.ShouldBe(2);
    }

    [Fact]
    public void A_node_that_crashes_in_a_step_hears_nothing_of_it()
    {
        SetStepTime(TimeSpan.FromSeconds(2));
        Send();
        _network.RunUntil(_network.Now + TimeSpan.FromSeconds(1));
        _hosts[0].Crash();
        using var again = SimulatedNode.Create(SimulatedPolicies.Compile(Policy), new Waiting(), 3);
        _hosts[0].Restart(again, recordsKept: false);
        _network.RunUntil(_network.Now + TimeSpan.FromSeconds(30));
        _received.ShouldBeEmpty();
        SetStepTime(TimeSpan.FromMilliseconds(100));
        Send();
        _network.RunUntil(_network.Now + TimeSpan.FromSeconds(30));
        _received.Count.ShouldBe(1);
        ShouldBeClean();
    }

    public void Dispose()
    {
        foreach (var node in _nodes)
            node.Dispose();
    }

    private void SetStepTime(TimeSpan? time)
    {
        foreach (var host in _hosts)
            host.StepTime = time;
    }

    private void Send() => _hosts[0].Send(PacketBuilder.BuildUdp(
        new Endpoint(_hosts[0].Addresses[0], 7777), new Endpoint(_hosts[1].Addresses[0], 7777), [1, 2, 3, 4]));

    private void ShouldBeClean() => _checker.Violations.ShouldBeEmpty();

    /// <summary>One round trip, a fixed key, and a wait in every step.</summary>
    private sealed class Waiting : IGssMechanisms
    {
        public bool Supports(AuthIpMethod method) => method == AuthIpMethod.Kerberos;

        public string? LocalName(AddressPair addresses) => "host/peer";

        public IGssContext Initiate(AuthIpMethod method, string? peerName, AddressPair addresses) => new Context(asks: true);

        public IGssContext Accept(AuthIpMethod method, AddressPair addresses) => new Context(asks: false);

        private sealed class Context(bool asks) : IGssContext
        {
            private bool _begun;

            public string PeerName => "peer";

            public GssResult Step(ReadOnlySpan<byte> token)
            {
                var first = asks && !_begun;
                _begun = true;
                return new GssResult(first ? GssOutcome.Continue : GssOutcome.Done, first || !asks ? [1, 2, 3] : []);
            }

            public SecretBytes ExportKey() => new([4, 5, 6, 7]);

            public void Dispose()
            {
            }
        }
    }
}
