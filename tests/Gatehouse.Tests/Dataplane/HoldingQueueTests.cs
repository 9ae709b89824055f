using Gatehouse.Base;
using Gatehouse.Dataplane;
using Gatehouse.Dataplane.Holding;
using Gatehouse.Model.Ipsec;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Dataplane;

public sealed class HoldingQueueTests
{
    private readonly HoldingQueue _queue = new();
    private readonly List<HeldPacket> _pushedOut = [];
    private ulong _token;

    [Fact]
    public void Packets_of_a_pair_come_out_in_order()
    {
        Hold(1, 100, at: 0);
        Hold(2, 100, at: 0);
        Hold(1, 100, at: 1);
        Take(1).ShouldBe([1ul, 3ul]);
        Take(2).ShouldBe([2ul]);
        _queue.Count.ShouldBe(0);
        _queue.NextExpiry.ShouldBeNull();
    }

    [Fact]
    public void A_pair_keeps_sixteen_packets_and_the_oldest_goes_first()
    {
        for (var i = 0; i < Limits.HeldPacketsPerPair + 3; i++)
            Hold(1, 100, at: i);
        _pushedOut.Select(packet => packet.Token).ShouldBe([1ul, 2ul, 3ul]);
        Take(1).Count.ShouldBe(16);
    }

    [Fact]
    public void A_pair_keeps_64_KiB_and_the_largest_packet_fits()
    {
        Hold(1, 40000, at: 0);
        Hold(1, 25536, at: 0);
        _pushedOut.ShouldBeEmpty();
        Hold(1, 1, at: 0);
        _pushedOut.Select(packet => packet.Token).ShouldBe([1ul]);
        Hold(1, 65535, at: 0);
        Take(1).ShouldBe([3ul, 4ul]);
    }

    [Fact]
    public void The_node_keeps_1024_packets_and_the_oldest_of_any_pair_goes_first()
    {
        for (var i = 0; i < Limits.HeldPacketsPerNode + 2; i++)
            Hold(i % 500, 10, at: i);
        _pushedOut.Select(packet => packet.Token).ShouldBe([1ul, 2ul]);
        _queue.Count.ShouldBe(Limits.HeldPacketsPerNode);
    }

    [Fact]
    public void The_node_keeps_4_MiB()
    {
        for (var i = 0; i < 70; i++)
            Hold(i, 60000, at: 0);
        _queue.Count.ShouldBe(Limits.HeldBytesPerNode / 60000);
        _pushedOut.Select(packet => packet.Token).ShouldBe(Enumerable.Range(1, 70 - _queue.Count).Select(token => (ulong)token));
    }

    [Fact]
    public void A_packet_expires_after_five_seconds_and_not_before()
    {
        Hold(1, 10, at: 1);
        Hold(2, 10, at: 3);
        var expired = new List<HeldPacket>();
        _queue.NextExpiry.ShouldBe(Instant.FromSeconds(6));
        _queue.TakeExpired(Instant.FromSeconds(5.999), expired);
        expired.ShouldBeEmpty();
        _queue.TakeExpired(Instant.FromSeconds(6), expired);
        expired.Select(packet => packet.Token).ShouldBe([1ul]);
        _queue.NextExpiry.ShouldBe(Instant.FromSeconds(8));
    }

    [Fact]
    public void Nothing_is_lost_or_doubled_under_a_random_load()
    {
        var random = new SeededEntropy(5);
        var seen = new HashSet<ulong>();
        for (var step = 0; step < 20000; step++)
        {
            var taken = new List<HeldPacket>();
            switch (random.NextUInt64() % 8)
            {
                case 0:
                    _queue.TakeAll(Pair((int)(random.NextUInt64() % 40)), taken);
                    break;
                case 1:
                    _queue.TakeExpired(Instant.FromSeconds(step / 100.0), taken);
                    break;
                default:
                    Hold((int)(random.NextUInt64() % 40), (int)(random.NextUInt64() % 60000), step / 100.0);
                    break;
            }

            foreach (var packet in taken.Concat(_pushedOut))
                seen.Add(packet.Token).ShouldBeTrue();
            _pushedOut.Clear();
        }

        var rest = new List<HeldPacket>();
        _queue.TakeEverything(rest);
        foreach (var packet in rest)
            seen.Add(packet.Token).ShouldBeTrue();
        seen.Count.ShouldBe((int)_token);
        _queue.Count.ShouldBe(0);
    }

    private void Hold(int peer, int bytes, double at) =>
        _queue.Hold(new HeldPacket(++_token, new Wanted(Pair(peer), TrafficSelector.Any, false), new byte[bytes], Instant.FromSeconds(at), TrafficSelector.Any), _pushedOut);

    private List<ulong> Take(int peer)
    {
        var taken = new List<HeldPacket>();
        _queue.TakeAll(Pair(peer), taken);
        return [.. taken.Select(packet => packet.Token)];
    }

    private static AddressPair Pair(int peer) => new(IpAddr.Parse("10.0.0.1"), new IpAddr(IpFamily.V4, 0x0A010000u + (uint)peer));
}
