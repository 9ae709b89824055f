using Gatehouse.Base;
using Gatehouse.Dataplane;
using Gatehouse.Dataplane.Esp;
using Gatehouse.Engine.Ports;
using Gatehouse.Ike.AuthIp;
using Gatehouse.Keying;
using Gatehouse.Keying.AuthIp.Gss;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Verdicts;
using Gatehouse.Packets;
using Gatehouse.Scenarios.Reading;
using Gatehouse.Scenarios.Recipes;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Engine;

public sealed class NodeTests : IDisposable
{
    private readonly TestNode _test = new();

    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void A_packet_without_SA_is_held_asks_keying_once_and_leaves_sealed_when_the_SA_comes(IpFamily family)
    {
        var first = TestNode.Udp(family, length: 33);
        _test.Out(first).Verdict.ShouldBe(new PathVerdict(PathAction.Hold, VerdictReason.Held, FilterIdOf(_test.Out(first).Verdict)));
        _test.Keying.Calls.ShouldBe([$"acquire {TestNode.Pair(family).Remote}"]);

        _test.KeyingSays(new KeyingAction.InstallPair(TestNode.SaPair(family), OutboundReady: true));
        var completed = _test.TakeActions().OfType<NodeAction.CompleteHeld>().ToList();
        completed.Select(action => action.Token).ShouldBe([1ul, 2ul]);
        foreach (var action in completed)
        {
            action.Verdict.Action.ShouldBe(PathAction.Replace);
            OpenAtPeer(family, action.Packet).ShouldBe(first);
        }

        var status = _test.Node.Status(_test.Now);
        status.Counters["Held"].ShouldBe(2);
        status.Counters["Flushed"].ShouldBe(2);
        status.Counters["HeldExpired"].ShouldBe(0);
    }

    [Fact]
    public void A_step_of_authentication_goes_out_and_comes_back_to_keying()
    {
        using var context = new AnonymousMechanism().Initiate(AuthIpMethod.Anonymous, null, TestNode.Pair(IpFamily.V4));
        var step = new GssStep(context, [], isInitiator: true);
        _test.KeyingSays(new KeyingAction.RunStep(step));
        _test.TakeActions().OfType<NodeAction.RunStep>().ShouldHaveSingleItem().Step.ShouldBe(step);
        _test.Keying.Say(new KeyingAction.AcquireFailed(TestNode.Pair(IpFamily.V4), _test.Now));
        _test.Out(TestNode.Udp(IpFamily.V4));
        _test.Node.OnStepEnded(_test.Now, step);
        _test.Keying.Calls.Last().ShouldBe("step");
    }

    [Theory]
    [InlineData(KeyingModule.Ike, 240)]
    [InlineData(KeyingModule.AuthIp, 60)]
    public void A_pair_idles_as_long_as_the_module_that_negotiated_it_says(KeyingModule module, int seconds)
    {
        const string Method = "authentication: [kerberos], quickMode: { idleTimeout: { seconds:";
        var read = PolicyReader.Read(
            $"gatehouse: 1\nscenario: transport-mode\nkeying: {{ ike: {{ {Method} 240 }} }} }}, authip: {{ {Method} 60 }} }} }} }}", "test.yaml");
        using var test = new TestNode(objects: ScenarioCompiler.Compile(read.Document!));
        test.KeyingSays(new KeyingAction.InstallPair(TestNode.SaPair(IpFamily.V4, module: module), OutboundReady: true));
        bool IsIdleAfter(int time)
        {
            test.Now = Instant.FromSeconds(100 + time);
            test.Node.OnDeadline(test.Now);
            return test.Keying.Calls.Any(call => call.StartsWith("Idle", StringComparison.Ordinal));
        }

        IsIdleAfter(seconds - 1).ShouldBeFalse();
        IsIdleAfter(seconds + 6).ShouldBeTrue();
    }

    [Fact]
    public void With_an_SA_packets_go_both_ways_and_are_counted()
    {
        _test.KeyingSays(new KeyingAction.InstallPair(TestNode.SaPair(IpFamily.V4), OutboundReady: true));
        var sent = TestNode.Udp(IpFamily.V4);
        var (verdict, esp) = _test.Out(sent);
        (verdict.Action, verdict.Reason).ShouldBe((PathAction.Replace, VerdictReason.Sealed));
        OpenAtPeer(IpFamily.V4, esp).ShouldBe(sent);

        var received = TestNode.Udp(IpFamily.V4, fromPeer: true, length: 50);
        var (inVerdict, inner) = _test.In(SealAtPeer(IpFamily.V4, received));
        (inVerdict.Action, inVerdict.Reason).ShouldBe((PathAction.Replace, VerdictReason.Opened));
        inner.ShouldBe(received);
        _test.Keying.Calls.ShouldContain("FirstPacketReceived 0x00001001");

        var pair = _test.Node.Status(_test.Now).QuickModes.ShouldHaveSingleItem();
        (pair.PacketsIn, pair.PacketsOut, pair.Sending).ShouldBe((1, 1, true));
        (pair.BytesIn, pair.BytesOut).ShouldBe((received.Length, sent.Length));
    }

    [Fact]
    public void Clear_text_is_refused_inbound_and_told_once()
    {
        for (var i = 0; i < 3; i++)
            _test.In(TestNode.Udp(IpFamily.V4, fromPeer: true)).Verdict.ShouldSatisfyAllConditions(
                verdict => verdict.Action.ShouldBe(PathAction.Drop),
                verdict => verdict.Reason.ShouldBe(VerdictReason.ClearTextInbound));
        var told = _test.TakeActions().OfType<NodeAction.Dropped>().ShouldHaveSingleItem();
        told.Verdict.FilterId.ShouldBeGreaterThan(0ul);
        told.Packet.Traffic.Protocol.ShouldBe((byte)17);
        (told.Verdict.Reason, told.Outbound, told.Count).ShouldBe((VerdictReason.ClearTextInbound, false, 1));
        _test.Node.Status(_test.Now).Drops["ClearTextInbound"].ShouldBe(3);
    }

    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void Ping_is_exempt_both_ways(IpFamily family)
    {
        var pair = TestNode.Pair(family);
        var echo = PacketBuilder.BuildEcho(pair.Local, pair.Remote, reply: false, 1, 1, new byte[8]);
        var reply = PacketBuilder.BuildEcho(pair.Remote, pair.Local, reply: true, 1, 1, new byte[8]);
        _test.Out(echo).Verdict.ShouldSatisfyAllConditions(
            verdict => verdict.Action.ShouldBe(PathAction.Accept), verdict => verdict.Reason.ShouldBe(VerdictReason.PermitFilter));
        _test.In(reply).Verdict.Action.ShouldBe(PathAction.Accept);
        _test.Keying.Calls.ShouldBeEmpty();
    }

    [Fact]
    public void Only_the_nodes_own_socket_may_send_from_port_500_and_anyone_may_send_to_it()
    {
        var ike = TestNode.Udp(IpFamily.V4, 500, 500);
        _test.Out(ike, new PacketMeta(KeyingMark: true, 0, false, false)).Verdict.Reason.ShouldBe(VerdictReason.KeyingExemption);
        _test.Out(ike).Verdict.Action.ShouldBe(PathAction.Hold);
        _test.In(TestNode.Udp(IpFamily.V4, 40000, 500, fromPeer: true)).Verdict.Reason.ShouldBe(VerdictReason.KeyingExemption);
        _test.In(TestNode.Udp(IpFamily.V4, 500, 40000, fromPeer: true)).Verdict.Action.ShouldBe(PathAction.Drop);
        _test.In(TestNode.Udp(IpFamily.V4, 40000, 4500, fromPeer: true)).Verdict.Action.ShouldBe(PathAction.Accept);
        _test.In(TestNode.Udp(IpFamily.V6, 40000, 4500, fromPeer: true)).Verdict.Action.ShouldBe(PathAction.Drop);
    }

    [Theory]
    [InlineData("224.0.0.251", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("10.0.0.255", true)]
    [InlineData("127.0.0.2", false)]
    public void What_no_SA_can_exist_for_passes_and_is_counted(string destination, bool broadcast)
    {
        var packet = PacketBuilder.BuildUdp(new Endpoint(IpAddr.Parse("10.0.0.1"), 1), new Endpoint(IpAddr.Parse(destination), 2), new byte[4]);
        var verdict = _test.Out(packet, new PacketMeta(false, 0, false, broadcast)).Verdict;
        (verdict.Action, verdict.Reason).ShouldBe((PathAction.Accept, VerdictReason.NotProtectable));
        _test.Node.Status(_test.Now).Passed["NotProtectable"].ShouldBe(1);
    }

    [Fact]
    public void A_refused_SA_drops_only_what_waits_for_it()
    {
        _test.Out(TestNode.Udp(IpFamily.V4));
        var retryAt = _test.Now + TimeSpan.FromSeconds(10);
        _test.KeyingSays(new KeyingAction.AcquireFailed(TestNode.Pair(IpFamily.V4), retryAt, new TrafficSelector(IpProtocol.Udp, 0, 9)));
        _test.KeyingSays(new KeyingAction.AcquireFailed(TestNode.Pair(IpFamily.V4), retryAt, TrafficSelector.Any, GuaranteedEncryption: true));
        _test.TakeActions().OfType<NodeAction.CompleteHeld>().ShouldBeEmpty();
        _test.Out(TestNode.Udp(IpFamily.V4)).Verdict.Action.ShouldBe(PathAction.Hold);
        _test.KeyingSays(new KeyingAction.AcquireFailed(TestNode.Pair(IpFamily.V4), retryAt, TrafficSelector.Any));
        _test.TakeActions().OfType<NodeAction.CompleteHeld>().Count().ShouldBe(2);
        _test.Out(TestNode.Udp(IpFamily.V4)).Verdict.Reason.ShouldBe(VerdictReason.NegotiationFailed);
    }

    [Fact]
    public void A_failed_negotiation_drops_what_waits_and_blocks_until_the_back_off_ends()
    {
        _test.Out(TestNode.Udp(IpFamily.V4));
        _test.KeyingSays(new KeyingAction.AcquireFailed(TestNode.Pair(IpFamily.V4), _test.Now + TimeSpan.FromSeconds(10)));
        var completed = _test.TakeActions().OfType<NodeAction.CompleteHeld>().ShouldHaveSingleItem();
        (completed.Verdict.Action, completed.Verdict.Reason).ShouldBe((PathAction.Drop, VerdictReason.NegotiationFailed));
        completed.Packet.ShouldBeEmpty();

        _test.Out(TestNode.Udp(IpFamily.V4)).Verdict.Reason.ShouldBe(VerdictReason.NegotiationFailed);
        _test.Now += TimeSpan.FromSeconds(10);
        _test.Out(TestNode.Udp(IpFamily.V4)).Verdict.Action.ShouldBe(PathAction.Hold);
        _test.Keying.Calls.Count(call => call.StartsWith("acquire", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Fact]
    public void A_held_packet_expires_and_is_dropped()
    {
        _test.Out(TestNode.Udp(IpFamily.V4));
        _test.Node.NextDeadline.ShouldBe(_test.Now + Limits.HeldFor);
        _test.Now += Limits.HeldFor;
        _test.Node.OnDeadline(_test.Now);
        _test.TakeActions().OfType<NodeAction.CompleteHeld>().ShouldHaveSingleItem()
            .Verdict.ShouldBe(new PathVerdict(PathAction.Drop, VerdictReason.HeldExpired));
        _test.Node.Status(_test.Now).Counters["HeldExpired"].ShouldBe(1);
    }

    [Fact]
    public void The_seventeenth_packet_pushes_the_first_out()
    {
        for (var i = 0; i < 17; i++)
            _test.Out(TestNode.Udp(IpFamily.V4)).Verdict.Action.ShouldBe(PathAction.Hold);
        var completed = _test.TakeActions().OfType<NodeAction.CompleteHeld>().ShouldHaveSingleItem();
        (completed.Token, completed.Verdict).ShouldBe((1ul, new PathVerdict(PathAction.Drop, VerdictReason.HoldOverflow)));
    }

    [Fact]
    public void With_onNoSa_drop_nothing_is_held()
    {
        using var test = new TestNode(NoSaBehavior.Drop);
        test.Out(TestNode.Udp(IpFamily.V4)).Verdict.ShouldSatisfyAllConditions(
            verdict => verdict.Action.ShouldBe(PathAction.Drop), verdict => verdict.Reason.ShouldBe(VerdictReason.NoSa));
        test.Keying.Calls.ShouldHaveSingleItem().ShouldStartWith("acquire");
    }

    [Fact]
    public void A_responders_pair_receives_at_once_and_sends_only_when_confirmed()
    {
        _test.Out(TestNode.Udp(IpFamily.V4));
        _test.KeyingSays(new KeyingAction.InstallPair(TestNode.SaPair(IpFamily.V4, initiator: false), OutboundReady: false));
        _test.TakeActions().OfType<NodeAction.CompleteHeld>().ShouldBeEmpty();
        _test.In(SealAtPeer(IpFamily.V4, TestNode.Udp(IpFamily.V4, fromPeer: true))).Verdict.Action.ShouldBe(PathAction.Replace);
        _test.Out(TestNode.Udp(IpFamily.V4)).Verdict.Action.ShouldBe(PathAction.Hold);
        _test.KeyingSays(new KeyingAction.ConfirmPair(TestNode.Pair(IpFamily.V4), new Spi(0x1001)));
        _test.TakeActions().OfType<NodeAction.CompleteHeld>().Count(action => action.Verdict.Action == PathAction.Replace).ShouldBe(2);
    }

    [Fact]
    public void The_newest_ready_pair_sends_and_the_older_still_receives()
    {
        _test.KeyingSays(new KeyingAction.InstallPair(TestNode.SaPair(IpFamily.V4), OutboundReady: true));
        _test.KeyingSays(new KeyingAction.InstallPair(TestNode.SaPair(IpFamily.V4, 0x1002, 0x2002), OutboundReady: true));
        SpiOf(_test.Out(TestNode.Udp(IpFamily.V4)).Packet).ShouldBe(0x2002u);
        _test.In(SealAtPeer(IpFamily.V4, TestNode.Udp(IpFamily.V4, fromPeer: true))).Verdict.Action.ShouldBe(PathAction.Replace);
        _test.KeyingSays(new KeyingAction.RemovePair(TestNode.Pair(IpFamily.V4), new Spi(0x1002)));
        SpiOf(_test.Out(TestNode.Udp(IpFamily.V4)).Packet).ShouldBe(0x2001u);
        _test.KeyingSays(new KeyingAction.RemovePair(TestNode.Pair(IpFamily.V4), new Spi(0x1001)));
        _test.Out(TestNode.Udp(IpFamily.V4)).Verdict.Action.ShouldBe(PathAction.Hold);
    }

    [Fact]
    public void Shutdown_drops_what_waits_and_goes_on_blocking()
    {
        _test.Out(TestNode.Udp(IpFamily.V4));
        _test.Node.Shutdown(_test.Now);
        _test.Keying.Calls.ShouldContain("shutdown");
        _test.TakeActions().OfType<NodeAction.CompleteHeld>().ShouldHaveSingleItem().Verdict.Action.ShouldBe(PathAction.Drop);
        _test.Out(TestNode.Udp(IpFamily.V4)).Verdict.Action.ShouldNotBe(PathAction.Accept);
    }

    [Fact]
    public void A_packet_outside_its_pairs_selector_is_the_wrong_SA_and_one_inside_is_let_in()
    {
        var selector = new TrafficSelector(IpProtocol.Udp, 2222, 0);
        _test.KeyingSays(new KeyingAction.InstallPair(TestNode.SaPair(IpFamily.V4, selector: selector), OutboundReady: true));
        _test.In(SealAtPeer(IpFamily.V4, TestNode.Udp(IpFamily.V4, 2222, 1111, fromPeer: true))).Verdict.Reason.ShouldBe(VerdictReason.WrongSa);
        var inside = SealAtPeer(IpFamily.V4, TestNode.Udp(IpFamily.V4, 1111, 2222, fromPeer: true), times: 2);
        _test.In(inside).Verdict.Action.ShouldBe(PathAction.Replace);
    }

    [Fact]
    public void An_SPI_of_another_pair_of_addresses_is_unknown()
    {
        _test.KeyingSays(new KeyingAction.InstallPair(TestNode.SaPair(IpFamily.V4), OutboundReady: true));
        var esp = SealAtPeer(IpFamily.V4, TestNode.Udp(IpFamily.V4, fromPeer: true));
        esp[15] = 3;
        PacketBuilder.RefreshHeaderChecksum(esp);
        _test.In(esp).Verdict.Reason.ShouldBe(VerdictReason.BadSpi);
    }

    [Fact]
    public void Truncated_and_mutated_packets_are_judged_and_never_accepted_as_protected()
    {
        _test.KeyingSays(new KeyingAction.InstallPair(TestNode.SaPair(IpFamily.V4), OutboundReady: true));
        var esp = SealAtPeer(IpFamily.V4, TestNode.Udp(IpFamily.V4, fromPeer: true));
        var random = new SeededEntropy(9);
        for (var length = 0; length < esp.Length; length++)
            _test.In(esp[..length]).Verdict.Action.ShouldBe(PathAction.Drop);
        for (var i = 0; i < 5000; i++)
        {
            var mutated = (byte[])esp.Clone();

            // Byte 8 and 1 (TTL, DSCP) are not covered by ESP in transport mode, nor is the identification.
            var at = 20 + (int)(random.NextUInt64() % (ulong)(esp.Length - 20));
            mutated[at] ^= (byte)(1 + (random.NextUInt64() % 255));
            _test.In(mutated).Verdict.Action.ShouldBe(PathAction.Drop);
        }

        _test.In(esp).Verdict.Action.ShouldBe(PathAction.Replace);
        _test.In(esp).Verdict.Reason.ShouldBe(VerdictReason.Replay);
    }

    [Fact]
    public void Keys_are_exported_only_on_demand()
    {
        _test.KeyingSays(new KeyingAction.InstallPair(TestNode.SaPair(IpFamily.V4), OutboundReady: true));
        _test.TakeActions().ShouldBeEmpty();
        using var exporting = new TestNode(exportKeys: true);
        exporting.KeyingSays(new KeyingAction.InstallPair(TestNode.SaPair(IpFamily.V4), OutboundReady: true));
        var export = exporting.TakeActions().OfType<NodeAction.ExportEspKeys>().ShouldHaveSingleItem();
        export.Pair.InboundKey.ContentEquals(TestNode.SaPair(IpFamily.V4).InboundKey).ShouldBeTrue();
        export.ToString().ShouldNotContain(Convert.ToHexString(export.Pair.InboundKey.Span), Case.Insensitive);
    }

    public void Dispose() => _test.Dispose();

    internal static byte[] SealAtPeer(IpFamily family, byte[] packet, uint inbound = 0x1001, uint outbound = 0x2001, uint times = 1)
    {
        using var pair = TestNode.SaPair(family, inbound, outbound, reverse: true);
        using var sealer = new EspSealer(pair.Outbound, pair.Algorithm, pair.OutboundKey, new SeededEntropy(3));
        var buffer = new PacketBuffer();
        for (var i = 0; i < times; i++)
        {
            buffer.Load(packet);
            sealer.Seal(buffer).ShouldBe(VerdictReason.Sealed);
        }

        return buffer.Span.ToArray();
    }

    private static byte[] OpenAtPeer(IpFamily family, byte[] esp)
    {
        using var pair = TestNode.SaPair(family, reverse: true);
        using var opener = new EspOpener(pair.Inbound, pair.Algorithm, pair.InboundKey);
        var buffer = new PacketBuffer();
        buffer.Load(esp);
        opener.Open(buffer).ShouldBe(VerdictReason.Opened);
        return buffer.Span.ToArray();
    }

    private static uint SpiOf(byte[] packet)
    {
        EspPacket.TryReadSpi(packet, out var spi, out _).ShouldBeTrue();
        return spi.Value;
    }

    private static ulong FilterIdOf(PathVerdict verdict) => verdict.FilterId;
}
