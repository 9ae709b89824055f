using System.Buffers.Binary;
using Gatehouse.Base;
using Gatehouse.Dataplane;
using Gatehouse.Engine.Ports;
using Gatehouse.Keying;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Verdicts;
using Gatehouse.Packets;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Engine;

public sealed class NodeLimitsTests : IDisposable
{
    private readonly TestNode _test = new();

    [Theory]
    [InlineData(true, 80)]
    [InlineData(false, 95)]
    public void The_soft_limit_comes_at_80_percent_for_the_initiator_and_95_for_the_responder_and_the_hard_limit_ends_the_pair(bool initiator, int softPackets)
    {
        var lifetime = new SaLifetime(3600, 1_000_000, 100);
        _test.KeyingSays(new KeyingAction.InstallPair(TestNode.SaPair(IpFamily.V4, initiator: initiator, lifetime: lifetime), OutboundReady: true));
        for (var i = 1; i <= 100; i++)
        {
            _test.Out(TestNode.Udp(IpFamily.V4)).Verdict.Action.ShouldBe(PathAction.Replace);
            _test.Keying.Calls.Contains("SoftTrafficLimit 0x00001001").ShouldBe(i >= softPackets, $"packet {i}");
            _test.Keying.Calls.Contains("HardTrafficLimit 0x00001001").ShouldBe(i == 100, $"packet {i}");
        }

        _test.Out(TestNode.Udp(IpFamily.V4)).Verdict.Action.ShouldBe(PathAction.Hold);
        _test.Keying.Calls.Count(call => call.EndsWith("TrafficLimit 0x00001001", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Fact]
    public void Kilobytes_count_as_packets_do()
    {
        var lifetime = new SaLifetime(3600, 10, int.MaxValue);
        _test.KeyingSays(new KeyingAction.InstallPair(TestNode.SaPair(IpFamily.V4, lifetime: lifetime), OutboundReady: true));
        for (var i = 0; i < 8; i++)
            _test.Out(TestNode.Udp(IpFamily.V4, length: 1024));
        _test.Keying.Calls.ShouldContain("SoftTrafficLimit 0x00001001");
        _test.Keying.Calls.ShouldNotContain("HardTrafficLimit 0x00001001");
    }

    [Fact]
    public void An_idle_pair_is_reported_once_after_the_policys_idle_timeout()
    {
        _test.KeyingSays(new KeyingAction.InstallPair(TestNode.SaPair(IpFamily.V4), OutboundReady: true));
        var end = _test.Now + TimeSpan.FromSeconds(600);
        Instant? reportedAt = null;
        while (_test.Now < end)
        {
            _test.Now = _test.Node.NextDeadline!.Value < _test.Now ? _test.Now : _test.Node.NextDeadline!.Value;
            _test.Node.OnDeadline(_test.Now);
            if (reportedAt is null && _test.Keying.Calls.Contains("Idle 0x00001001"))
                reportedAt = _test.Now;
            _test.Now += TimeSpan.FromSeconds(1);
        }

        _test.Keying.Calls.Count(call => call.StartsWith("Idle", StringComparison.Ordinal)).ShouldBe(1);
        (reportedAt!.Value - Instant.FromSeconds(100)).TotalSeconds.ShouldBeInRange(300, 310);
    }

    [Fact]
    public void An_unknown_SPI_is_dropped_and_starts_few_negotiations_a_second()
    {
        var esp = NodeTests.SealAtPeer(IpFamily.V4, TestNode.Udp(IpFamily.V4, fromPeer: true));
        _test.In(esp).Verdict.Reason.ShouldBe(VerdictReason.BadSpi);
        _test.In(esp).Verdict.Reason.ShouldBe(VerdictReason.BadSpi);
        _test.Keying.Calls.ShouldBe(["acquire 10.0.0.2", "unknown 0x00001001 10.0.0.2"]);
        for (byte i = 3; i < 100; i++)
            _test.In(FromAddress(esp, i));
        _test.Keying.Calls.Count.ShouldBe(2 * Limits.UnknownSpiRecoveriesPerSecond);
        _test.Now += TimeSpan.FromSeconds(1);
        _test.In(FromAddress(esp, 100));
        _test.Keying.Calls.Count.ShouldBe(2 * (Limits.UnknownSpiRecoveriesPerSecond + 1));
    }

    /// <summary>A peer whose delete was lost goes on sealing under the old SPI although there are SAs to seal back with: only keying can tell it.</summary>
    [Fact]
    public void An_unknown_SPI_beside_a_pair_of_SAs_is_told_to_keying_and_starts_nothing()
    {
        _test.KeyingSays(new KeyingAction.InstallPair(TestNode.SaPair(IpFamily.V4), OutboundReady: true));
        _test.Keying.Calls.Clear();
        var esp = NodeTests.SealAtPeer(IpFamily.V4, TestNode.Udp(IpFamily.V4, fromPeer: true));
        BinaryPrimitives.WriteUInt32BigEndian(esp.AsSpan(Ipv4View.MinHeaderLength), 0x3001);
        _test.In(esp).Verdict.Reason.ShouldBe(VerdictReason.BadSpi);
        _test.In(esp).Verdict.Reason.ShouldBe(VerdictReason.BadSpi);
        _test.Keying.Calls.ShouldBe(["unknown 0x00003001 10.0.0.2"]);
    }

    [Fact]
    public void ESP_to_a_group_address_starts_no_negotiation()
    {
        var esp = NodeTests.SealAtPeer(IpFamily.V4, TestNode.Udp(IpFamily.V4, fromPeer: true));
        IpAddr.Parse("224.0.0.1").WriteTo(esp.AsSpan(16));
        PacketBuilder.RefreshHeaderChecksum(esp);
        _test.In(esp).Verdict.Reason.ShouldBe(VerdictReason.BadSpi);
        _test.Keying.Calls.ShouldBeEmpty();
    }

    [Fact]
    public void A_held_packet_that_is_dropped_is_told_like_any_other_drop()
    {
        _test.Out(TestNode.Udp(IpFamily.V4));
        _test.Now += Limits.HeldFor;
        _test.Node.OnDeadline(_test.Now);
        var told = _test.TakeActions().OfType<NodeAction.Dropped>().ShouldHaveSingleItem();
        (told.Packet.Addresses, told.Verdict.Reason, told.Outbound).ShouldBe((TestNode.Pair(IpFamily.V4), VerdictReason.HeldExpired, true));
    }

    [Fact]
    public void The_packet_path_allocates_nothing_once_warm()
    {
        _test.KeyingSays(new KeyingAction.InstallPair(TestNode.SaPair(IpFamily.V4), OutboundReady: true));
        var clear = TestNode.Udp(IpFamily.V4, length: 600);
        var dropped = TestNode.Udp(IpFamily.V4, fromPeer: true);
        var pair = TestNode.Pair(IpFamily.V4);
        var ping = PacketBuilder.BuildEcho(pair.Local, pair.Remote, reply: false, 1, 1, new byte[8]);
        var buffer = new PacketBuffer();
        void Turn()
        {
            buffer.Load(clear);
            _test.Node.Outbound(_test.Now, buffer, default, 1);
            buffer.Load(ping);
            _test.Node.Outbound(_test.Now, buffer, default, 2);
            buffer.Load(dropped);
            _test.Node.Inbound(_test.Now, buffer, default);
        }

        for (var i = 0; i < 2000; i++)
            Turn();
        Allocations.Of(() =>
        {
            for (var i = 0; i < 1000; i++)
                Turn();
        }).ShouldBe(0);
    }

    public void Dispose() => _test.Dispose();

    private static byte[] FromAddress(byte[] esp, byte host)
    {
        var packet = (byte[])esp.Clone();
        packet[15] = host;
        PacketBuilder.RefreshHeaderChecksum(packet);
        return packet;
    }
}
