using Gatehouse.Base;
using Gatehouse.Dataplane.Esp;
using Gatehouse.Dataplane.Flows;
using Gatehouse.Engine.Ports;
using Gatehouse.Keying;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Verdicts;
using Gatehouse.Model.Wfp;
using Gatehouse.Packets;
using Gatehouse.Tests.Dataplane.Flows;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Engine;

/// <summary>Negotiation discovery, one node and a peer the test plays: the per-flow rules of [MS-IKEE] 3.7 (reference 8.2 and 8.3) one by one.</summary>
public sealed class DiscoveryTests : IDisposable
{
    private const IpFamily V4 = IpFamily.V4;

    private static readonly AddressPair Pair = TestNode.Pair(V4);

    private readonly ArrayRecords _records = new();
    private TestNode _test;

    public DiscoveryTests() => _test = Start();

    [Fact]
    public void An_outbound_connection_starts_in_clear_and_asks_for_one_negotiation()
    {
        Out(Tcp(TcpFlags.Syn)).ShouldBe(VerdictReason.ClearDiscovery);
        In(Tcp(TcpFlags.Syn | TcpFlags.Ack, fromPeer: true)).ShouldBe(VerdictReason.ClearTolerated);
        for (var i = 0; i < 5; i++)
        {
            Out(Tcp(TcpFlags.Ack)).ShouldBe(VerdictReason.ClearDiscovery);
            _test.Now += TimeSpan.FromSeconds(10);
        }

        _test.Keying.Calls.ShouldBe([$"acquire {Pair.Remote}", $"clear reply {Pair.Remote}"]);
    }

    [Fact]
    public void Only_the_first_clear_answer_of_the_flow_that_asked_is_told_once_for_each_negotiation()
    {
        Out(Udp());
        Out(Udp(1002));
        In(Udp(1002, fromPeer: true)).ShouldBe(VerdictReason.ClearTolerated);
        _test.Keying.Calls.ShouldBe([$"acquire {Pair.Remote}"], "another flow asked for nothing");
        for (var i = 0; i < 3; i++)
            In(Udp(fromPeer: true)).ShouldBe(VerdictReason.ClearTolerated);
        _test.Keying.Calls.ShouldBe([$"acquire {Pair.Remote}", $"clear reply {Pair.Remote}"]);

        _test.KeyingSays(new KeyingAction.AcquireFailed(Pair, _test.Now + TimeSpan.FromSeconds(20)));
        _test.Keying.Calls.Clear();
        In(Udp(fromPeer: true));
        _test.Now += TimeSpan.FromSeconds(21);
        Out(Udp());
        In(Udp(fromPeer: true));
        _test.Keying.Calls.ShouldBe([$"acquire {Pair.Remote}", $"clear reply {Pair.Remote}"]);
    }

    [Fact]
    public void A_negotiation_that_failed_is_asked_for_again_by_the_same_flow_after_the_back_off()
    {
        Out(Udp());
        _test.KeyingSays(new KeyingAction.AcquireFailed(Pair, _test.Now + TimeSpan.FromSeconds(20)));
        _test.Keying.Calls.Clear();
        _test.Now += TimeSpan.FromSeconds(19);
        Out(Udp()).ShouldBe(VerdictReason.ClearDiscovery);
        _test.Keying.Calls.ShouldBeEmpty();
        _test.Now += TimeSpan.FromSeconds(1);
        Out(Udp()).ShouldBe(VerdictReason.ClearDiscovery);
        _test.Keying.Calls.ShouldBe([$"acquire {Pair.Remote}"]);
    }

    [Fact]
    public void Success_upgrades_the_connection_and_then_clear_text_of_it_is_over()
    {
        Out(Tcp(TcpFlags.Syn));
        Install(0x1001);
        Out(Tcp(TcpFlags.Syn)).ShouldBe(VerdictReason.Sealed);
        InProtected(0x1001, Tcp(TcpFlags.Syn | TcpFlags.Ack, fromPeer: true)).ShouldBe(VerdictReason.Opened);
        In(Tcp(TcpFlags.Ack, fromPeer: true)).ShouldBe(VerdictReason.ClearTextOfSecuredFlow);

        Remove(0x1001);
        Out(Tcp(TcpFlags.Ack)).ShouldBe(VerdictReason.Held);
        _test.Keying.Calls.Count(call => call.StartsWith("acquire", StringComparison.Ordinal)).ShouldBe(2);
        In(Tcp(TcpFlags.Ack, fromPeer: true)).ShouldBe(VerdictReason.ClearTextOfSecuredFlow);
        Out(Udp()).ShouldBe(VerdictReason.ClearDiscovery);
    }

    [Fact]
    public void Stragglers_in_clear_are_tolerated_until_the_SA_is_ten_seconds_old_or_the_peer_protects()
    {
        Out(Udp());
        Install(0x1001);
        Out(Udp()).ShouldBe(VerdictReason.Sealed);
        _test.Now += TimeSpan.FromSeconds(9.9);
        In(Udp(fromPeer: true)).ShouldBe(VerdictReason.ClearInGrace);
        _test.Now += TimeSpan.FromSeconds(0.1);
        In(Udp(fromPeer: true)).ShouldBe(VerdictReason.ClearTextOfSecuredFlow);

        // Another flow under the same SA, which is old by now, has no grace; one whose answers came protected has none either.
        Out(Udp(2000)).ShouldBe(VerdictReason.Sealed);
        In(Udp(2000, fromPeer: true)).ShouldBe(VerdictReason.ClearTextOfSecuredFlow);
        Install(0x1002);
        Out(Udp(3000));
        InProtected(0x1002, Udp(3000, fromPeer: true)).ShouldBe(VerdictReason.Opened);
        In(Udp(3000, fromPeer: true)).ShouldBe(VerdictReason.ClearTextOfSecuredFlow);
    }

    [Fact]
    public void A_younger_SA_gives_an_already_secured_flow_no_new_grace()
    {
        Install(0x1001);
        Out(Udp());
        _test.Now += TimeSpan.FromSeconds(11);
        Install(0x1002);
        Out(Udp()).ShouldBe(VerdictReason.Sealed);
        In(Udp(fromPeer: true)).ShouldBe(VerdictReason.ClearTextOfSecuredFlow);
    }

    [Fact]
    public void A_new_inbound_connection_in_clear_is_refused_by_ALE_and_one_that_arrives_protected_is_accepted()
    {
        In(Tcp(TcpFlags.Syn, fromPeer: true)).ShouldBe(VerdictReason.ConnectionNotSecured);
        In(Udp(fromPeer: true)).ShouldBe(VerdictReason.ConnectionNotSecured);
        Install(0x1001);
        InProtected(0x1001, Tcp(TcpFlags.Syn, fromPeer: true)).ShouldBe(VerdictReason.Opened);
        Out(Tcp(TcpFlags.Syn | TcpFlags.Ack)).ShouldBe(VerdictReason.Sealed);
        In(Tcp(TcpFlags.Syn, fromPeer: true)).ShouldBe(VerdictReason.ClearTextOfSecuredFlow);
    }

    [Fact]
    public void A_clear_SYN_of_the_peer_is_a_new_connection_even_between_the_ports_of_one_of_ours()
    {
        Out(Tcp(TcpFlags.Syn));
        In(Tcp(TcpFlags.Syn | TcpFlags.Ack, fromPeer: true)).ShouldBe(VerdictReason.ClearTolerated);
        In(Tcp(TcpFlags.Syn, fromPeer: true)).ShouldBe(VerdictReason.ConnectionNotSecured);
        In(Tcp(TcpFlags.Ack, fromPeer: true)).ShouldBe(VerdictReason.ClearTolerated);
    }

    [Fact]
    public void A_segment_of_an_unknown_connection_counts_as_secured()
    {
        In(Tcp(TcpFlags.Ack, fromPeer: true)).ShouldBe(VerdictReason.ClearTextOfSecuredFlow);
        In(Tcp(TcpFlags.Syn | TcpFlags.Ack, fromPeer: true)).ShouldBe(VerdictReason.ClearTextOfSecuredFlow);
        Out(Tcp(TcpFlags.Ack)).ShouldBe(VerdictReason.Held);
    }

    [Fact]
    public void Once_a_connection_is_closed_a_new_one_between_its_ports_may_start_clear_again()
    {
        Install(0x1001);
        Out(Tcp(TcpFlags.Syn));
        InProtected(0x1001, Tcp(TcpFlags.Syn | TcpFlags.Ack, fromPeer: true));
        Remove(0x1001);
        Out(Tcp(TcpFlags.Syn)).ShouldBe(VerdictReason.Held);
        Install(0x1002);
        Out(Tcp(TcpFlags.Fin | TcpFlags.Ack));
        InProtected(0x1002, Tcp(TcpFlags.Fin | TcpFlags.Ack, fromPeer: true));
        Remove(0x1002);
        Out(Tcp(TcpFlags.Ack)).ShouldBe(VerdictReason.Held);
        Out(Tcp(TcpFlags.Syn)).ShouldBe(VerdictReason.ClearDiscovery);
    }

    [Fact]
    public void A_datagram_flow_is_new_after_a_minute_of_silence()
    {
        Install(0x1001);
        Out(Udp());
        Remove(0x1001);
        _test.Now += FlowTimeouts.Datagram;
        Out(Udp()).ShouldBe(VerdictReason.Held);
        _test.Now += FlowTimeouts.Datagram + TimeSpan.FromTicks(1);
        Out(Udp()).ShouldBe(VerdictReason.ClearDiscovery);
    }

    [Fact]
    public void A_flow_whose_packets_all_wait_or_are_dropped_is_in_use_and_never_a_new_one()
    {
        Install(0x1001);
        Out(Udp()).ShouldBe(VerdictReason.Sealed);
        Remove(0x1001);
        for (var second = 0; second < 300; second += 20)
        {
            _test.Now += TimeSpan.FromSeconds(20);
            Out(Udp()).ShouldBe(VerdictReason.Held);
        }

        _test.KeyingSays(new KeyingAction.AcquireFailed(Pair, _test.Now + TimeSpan.FromSeconds(1000)));
        for (var second = 0; second < 300; second += 20)
        {
            _test.Now += TimeSpan.FromSeconds(20);
            Out(Udp()).ShouldBe(VerdictReason.NegotiationFailed);
        }
    }

    [Fact]
    public void What_was_secured_survives_a_crash_and_what_was_clear_goes_on()
    {
        Out(Tcp(TcpFlags.Syn, 1));
        In(Tcp(TcpFlags.Syn | TcpFlags.Ack, 1, fromPeer: true));
        Install(0x1001);
        Out(Udp()).ShouldBe(VerdictReason.Sealed);
        Out(Tcp(TcpFlags.Syn, 2)).ShouldBe(VerdictReason.Sealed);

        _test = Start();
        Out(Udp()).ShouldBe(VerdictReason.Held);
        In(Udp(fromPeer: true)).ShouldBe(VerdictReason.ClearTextOfSecuredFlow);
        Out(Tcp(TcpFlags.Ack, 2)).ShouldBe(VerdictReason.Held);
        Out(Tcp(TcpFlags.Ack, 1)).ShouldBe(VerdictReason.ClearDiscovery);
        In(Tcp(TcpFlags.Ack, 1, fromPeer: true)).ShouldBe(VerdictReason.ClearTolerated);
    }

    [Fact]
    public void A_ping_the_peer_protects_is_answered_protected_although_icmp_is_exempt()
    {
        Install(0x1001);
        var question = PacketBuilder.BuildEcho(Pair.Remote, Pair.Local, reply: false, 7, 1, []);
        var answer = PacketBuilder.BuildEcho(Pair.Local, Pair.Remote, reply: true, 7, 1, []);
        In(question).ShouldBe(VerdictReason.PermitFilter);
        Out(answer).ShouldBe(VerdictReason.PermitFilter);
        InProtected(0x1001, question).ShouldBe(VerdictReason.Opened);
        Out(answer).ShouldBe(VerdictReason.Sealed);
        In(question).ShouldBe(VerdictReason.ClearTextOfSecuredFlow);
    }

    [Fact]
    public void A_policy_reload_downgrades_nothing_and_authorises_connections_again()
    {
        Install(0x1001);
        Out(Udp()).ShouldBe(VerdictReason.Sealed);
        _test.Node.ApplyPolicy(_test.Now, TestNode.Compile("negotiation-discovery"));
        _test.Keying.Calls.ShouldContain("policy changed");
        Remove(0x1001);
        Out(Udp()).ShouldBe(VerdictReason.Held);
        _test.Node.ApplyPolicy(_test.Now, TestNode.TransportMode());
        _test.TakeActions().OfType<NodeAction.CompleteHeld>().ShouldHaveSingleItem().Verdict.Reason.ShouldBe(VerdictReason.PolicyChanged);
        Out(Udp(9)).ShouldBe(VerdictReason.Held);
        In(Udp(9, fromPeer: true)).ShouldBe(VerdictReason.ClearTextInbound);
    }

    [Fact]
    public void A_clear_connection_that_a_stricter_policy_would_not_have_accepted_ends_with_the_reload()
    {
        _test.Node.ApplyPolicy(_test.Now, TestNode.Compile("negotiation-discovery-boundary"));
        In(Tcp(TcpFlags.Syn, fromPeer: true)).ShouldBe(VerdictReason.ClearTolerated);
        Out(Tcp(TcpFlags.Syn | TcpFlags.Ack)).ShouldBe(VerdictReason.ClearDiscovery);
        Out(Tcp(TcpFlags.Syn, 2)).ShouldBe(VerdictReason.ClearDiscovery);
        _test.Node.ApplyPolicy(_test.Now, TestNode.Compile("negotiation-discovery"));
        In(Tcp(TcpFlags.Ack, fromPeer: true)).ShouldBe(VerdictReason.ConnectionNotSecured);
        Out(Tcp(TcpFlags.Ack)).ShouldBe(VerdictReason.ConnectionNotSecured);
        In(Tcp(TcpFlags.Syn | TcpFlags.Ack, 2, fromPeer: true)).ShouldBe(VerdictReason.ClearTolerated);
        Install(0x1001);
        InProtected(0x1001, Tcp(TcpFlags.Ack, fromPeer: true)).ShouldBe(VerdictReason.Opened);
        Out(Tcp(TcpFlags.Ack)).ShouldBe(VerdictReason.Sealed);
    }

    [Fact]
    public void A_flow_whose_encryption_is_guaranteed_has_an_SA_of_its_own_and_never_starts_clear()
    {
        _test = Start("rules:\n  - { name: vault, scenario: negotiation-discovery, protocol: tcp, remotePort: 80, guaranteeEncryption: true }\n");
        Install(0x1001);
        Out(Udp()).ShouldBe(VerdictReason.Sealed);
        Out(Tcp(TcpFlags.Syn)).ShouldBe(VerdictReason.Held);
        _test.Keying.Calls.ShouldContain($"acquire {Pair.Remote} encrypted");
        Install(0x1002, pair => pair with { GuaranteedEncryption = true }, new TrafficSelector(IpProtocol.Tcp, 0, 80));
        _test.TakeActions().OfType<NodeAction.CompleteHeld>().ShouldHaveSingleItem().Verdict.Reason.ShouldBe(VerdictReason.Sealed);
        Out(Tcp(TcpFlags.Syn)).ShouldBe(VerdictReason.Sealed);
        Sealed(0x1002).ShouldBe(2);
        Out(Udp()).ShouldBe(VerdictReason.Sealed);
        Sealed(0x1001).ShouldBe(2);
    }

    [Fact]
    public void A_rule_for_one_port_negotiates_for_that_port_alone()
    {
        _test = Start("rules:\n  - { name: web, scenario: transport-mode, protocol: tcp, remotePort: 80 }\n");
        Out(Tcp(TcpFlags.Syn)).ShouldBe(VerdictReason.Held);
        Install(0x1001, selector: new TrafficSelector(IpProtocol.Tcp, 0, 80));
        _test.TakeActions().OfType<NodeAction.CompleteHeld>().Count().ShouldBe(1);
        Out(Udp()).ShouldBe(VerdictReason.ClearDiscovery);
        _test.Keying.Calls.Count(call => call.StartsWith("acquire", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Fact]
    public void Behind_a_NAT_a_boundary_peer_stays_clear_until_the_flow_is_secured()
    {
        Install(0x1001, pair => pair with { PeerIsBoundary = true, UdpEncapsulated = true });
        Out(Udp()).ShouldBe(VerdictReason.ClearDiscovery);
        _test.Keying.Calls.ShouldNotContain($"acquire {Pair.Remote}");
        InProtected(0x1001, Udp(fromPeer: true)).ShouldBe(VerdictReason.Opened);
        Out(Udp()).ShouldBe(VerdictReason.Sealed);
    }

    [Fact]
    public void Errors_about_a_clear_flow_pass_where_icmp_is_not_exempt_and_errors_about_none_do_not()
    {
        _test = Start("exemptions: []\n");
        Out(Udp());
        In(Unreachable(Udp())).ShouldBe(VerdictReason.ClearTolerated);
        In(Unreachable(Udp(77))).ShouldBe(VerdictReason.ClearTextOfSecuredFlow);
        Install(0x1001);
        Out(Udp()).ShouldBe(VerdictReason.Sealed);
        In(Unreachable(Udp())).ShouldBe(VerdictReason.ClearInGrace);
        _test.Now += TimeSpan.FromSeconds(10);
        In(Unreachable(Udp())).ShouldBe(VerdictReason.ClearTextOfSecuredFlow);
    }

    [Fact]
    public void Judging_clear_and_protected_packets_of_known_flows_allocates_nothing()
    {
        var buffer = new Gatehouse.Dataplane.PacketBuffer();
        var (clear, sealedFlow) = (Tcp(TcpFlags.Ack, 1), Udp());
        Out(Tcp(TcpFlags.Syn, 1));
        Install(0x1001, selector: new TrafficSelector(IpProtocol.Udp, 0, 0));
        Out(sealedFlow).ShouldBe(VerdictReason.Sealed);
        Out(clear).ShouldBe(VerdictReason.ClearDiscovery);
        var best = long.MaxValue;
        for (var round = 0; round < 5; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 200; i++)
            {
                buffer.Load(i % 2 == 0 ? clear : sealedFlow);
                _test.Node.Outbound(_test.Now, buffer, default, 1);
            }

            best = Math.Min(best, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        best.ShouldBe(0);
    }

    public void Dispose() => _test.Dispose();

    private static byte[] Tcp(TcpFlags flags, ushort port = 1111, bool fromPeer = false)
    {
        var (local, remote) = (new Endpoint(Pair.Local, port), new Endpoint(Pair.Remote, 80));
        return fromPeer ? PacketBuilder.BuildTcp(remote, local, 1, 1, flags, 1000, []) : PacketBuilder.BuildTcp(local, remote, 1, 1, flags, 1000, []);
    }

    private static byte[] Udp(ushort port = 1111, bool fromPeer = false) =>
        fromPeer ? TestNode.Udp(V4, 2222, port, fromPeer: true) : TestNode.Udp(V4, port);

    // Destination unreachable, port (RFC 792), quoting the packet.
    private static byte[] Unreachable(byte[] quoted) => PacketBuilder.BuildIcmp(Pair.Remote, Pair.Local, 3, 3, 0, quoted.AsSpan(0, 28));

    [Theory]
    [InlineData("negotiation-discovery", FwpmFilterFlags.IpsecNoAcquireInitiate, null, VerdictReason.ClearDiscovery)]
    [InlineData("negotiation-discovery", FwpmFilterFlags.None, FwpmContext.OutboundSuppressNegotiation, VerdictReason.ClearDiscovery)]
    [InlineData("transport-mode", FwpmFilterFlags.IpsecNoAcquireInitiate, null, VerdictReason.NoSa)]
    public void A_filter_that_starts_no_negotiation_uses_an_SA_where_there_is_one(
        string scenario, FwpmFilterFlags flags, ulong? context, VerdictReason without)
    {
        var objects = TestNode.Compile(scenario);
        var filters = objects.Filters.Select(filter => filter.Layer == FwpmLayer.OutboundTransportV4 && filter.Callout is not null
            ? filter with { Flags = flags, RawContext = context ?? filter.RawContext }
            : filter);
        _test.Dispose();
        _test = new TestNode(objects: objects with { Filters = [.. filters] });
        Out(Udp()).ShouldBe(without);
        Out(Udp()).ShouldBe(without);
        _test.Keying.Calls.ShouldBeEmpty();
        Install(0x1001);
        Out(Udp()).ShouldBe(VerdictReason.Sealed);
        Remove(0x1001);
        Out(Udp()).ShouldBe(VerdictReason.NoSa);
        _test.Keying.Calls.ShouldNotContain(call => call.StartsWith("acquire", StringComparison.Ordinal));
    }

    [Fact]
    public void Remembered_decisions_change_nothing_of_what_becomes_of_a_connection()
    {
        var objects = TestNode.Compile("negotiation-discovery");
        var padding = new[] { FwpmLayer.InboundTransportV4, FwpmLayer.OutboundTransportV4, FwpmLayer.AleAuthRecvAcceptV4 }
            .SelectMany(layer => Enumerable.Range(1, 200).Select(port => new FwpmFilter(
                new Guid(port, (short)layer, 0, 0, 0, 0, 0, 0, 0, 0, 0),
                "some other port",
                layer,
                [FwpmFilterCondition.Equal(FwpmConditionField.IpRemotePort, FwpConditionValue.UInt16((ushort)(60000 + port)))],
                FwpActionType.Block,
                FwpmWeight.IkeExemptions)));
        _test.Dispose();
        _test = new TestNode(objects: objects with { Filters = [.. objects.Filters, .. padding] }, records: _records);
        Success_upgrades_the_connection_and_then_clear_text_of_it_is_over();
        _test.Node.ApplyPolicy(_test.Now, TestNode.Compile("block"));
        Out(Udp()).ShouldBe(VerdictReason.BlockFilter);
    }

    private TestNode Start(string more = "") =>
        new(objects: TestNode.Compile("negotiation-discovery", more), records: _records);

    private VerdictReason Out(byte[] packet) => _test.Out(packet).Verdict.Reason;

    private VerdictReason In(byte[] packet) => _test.In(packet).Verdict.Reason;

    private VerdictReason InProtected(uint spi, byte[] packet)
    {
        using var peer = TestNode.SaPair(V4, spi, spi + 0x1000, reverse: true);
        using var sealer = new EspSealer(peer.Outbound, peer.Algorithm, peer.OutboundKey, new SeededEntropy(1));
        var buffer = new Gatehouse.Dataplane.PacketBuffer();
        for (var i = 0; i <= _sequence; i++)
        {
            buffer.Load(packet);
            sealer.Seal(buffer).ShouldBe(VerdictReason.Sealed);
        }

        _sequence++;
        return In(buffer.Span.ToArray());
    }

    private int _sequence;

    private void Install(uint spi, Func<PairOptions, PairOptions>? change = null, TrafficSelector selector = default)
    {
        var options = (change ?? (unchanged => unchanged))(new PairOptions());
        var plain = TestNode.SaPair(V4, spi, spi + 0x1000, selector: selector);
        _test.KeyingSays(new KeyingAction.InstallPair(
            new SaPair
            {
                Addresses = plain.Addresses,
                Selector = plain.Selector,
                Inbound = plain.Inbound,
                Outbound = plain.Outbound,
                Algorithm = plain.Algorithm,
                InboundKey = plain.InboundKey,
                OutboundKey = plain.OutboundKey,
                Lifetime = plain.Lifetime,
                IsInitiator = plain.IsInitiator,
                PeerIsBoundary = options.PeerIsBoundary,
                UdpEncapsulated = options.UdpEncapsulated,
                GuaranteedEncryption = options.GuaranteedEncryption,
            },
            OutboundReady: true));
    }

    private long Sealed(uint spi) => _test.Node.Status(_test.Now).QuickModes.Single(pair => pair.SpiIn == new Spi(spi)).PacketsOut;

    private void Remove(uint spi) => _test.KeyingSays(new KeyingAction.RemovePair(Pair, new Spi(spi)));

    private sealed record PairOptions(bool PeerIsBoundary = false, bool UdpEncapsulated = false, bool GuaranteedEncryption = false);
}
