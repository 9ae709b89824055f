using Gatehouse.Base;
using Gatehouse.Dataplane.Flows;
using Gatehouse.Packets;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Dataplane.Flows;

public sealed class FlowTableTests
{
    private static readonly Instant Start = Instant.FromSeconds(1000);

    private readonly FlowTable _table = new(new SeededEntropy(1));

    [Fact]
    public void A_flow_is_found_by_its_key_until_it_was_quiet_for_too_long()
    {
        Add(Udp(1), FlowState.Open);
        _table.Find(Start + FlowTimeouts.Datagram, Udp(1)).ShouldBeGreaterThanOrEqualTo(0);
        _table.Find(Start, Udp(2)).ShouldBe(-1);
        _table.Find(Start + FlowTimeouts.Datagram + TimeSpan.FromTicks(1), Udp(1)).ShouldBe(-1);
        _table.Count.ShouldBe(0);
    }

    [Theory]
    [InlineData(FlowState.Opening, 120)]
    [InlineData(FlowState.Open, 5 * 86400)]
    [InlineData(FlowState.ClosedByLocal, 5 * 86400)]
    [InlineData(FlowState.Closed, 120)]
    public void A_tcp_flow_lives_as_long_as_its_state_allows(FlowState state, int seconds)
    {
        Add(FlowPackets.Key(), state);
        _table.Find(Start + TimeSpan.FromSeconds(seconds), FlowPackets.Key()).ShouldBe(0);
        _table.Find(Start + TimeSpan.FromSeconds(seconds + 1), FlowPackets.Key()).ShouldBe(-1);
    }

    [Fact]
    public void Growing_loses_no_flow_and_removing_gives_the_slot_back()
    {
        for (ushort port = 0; port < 5000; port++)
            Add(Udp(port), FlowState.Open).ShouldBe(port);
        for (ushort port = 0; port < 5000; port += 2)
            _table.Remove(_table.Find(Start, Udp(port)));
        for (ushort port = 0; port < 5000; port++)
            _table.Find(Start, Udp(port)).ShouldBe(port % 2 == 0 ? -1 : port);
        Add(Udp(9000), FlowState.Open).ShouldBeLessThan(5000);
        _table.Count.ShouldBe(2501);
    }

    [Fact]
    public void A_full_table_gives_up_what_is_cheap_then_clear_then_secured_tcp_and_never_another_secured_flow()
    {
        var secure = Add(Udp(1), FlowState.Open, FlowFlags.Secure);
        Add(FlowPackets.Key(2), FlowState.Open, FlowFlags.Secure);
        Add(FlowPackets.Key(3), FlowState.Open);
        Add(FlowPackets.Key(4), FlowState.Opening);
        Fill(FlowTable.MaxFlows - 4, FlowFlags.Secure);
        ExpectGone(FlowPackets.Key(4));
        ExpectGone(FlowPackets.Key(3));
        ExpectGone(FlowPackets.Key(2));
        _table.TryAdd(Start, new FlowKey(FlowPackets.Local, FlowPackets.Remote, 99, 0, 0), FlowFlags.None, FlowState.Opening, out _).ShouldBeFalse();
        _table.Find(Start, Udp(1)).ShouldBe(secure);

        // What was quiet for its whole time gives way even so.
        var later = Start + FlowTimeouts.Datagram + TimeSpan.FromSeconds(1);
        _table.TryAdd(later, new FlowKey(FlowPackets.Local, FlowPackets.Remote, 99, 0, 0), FlowFlags.None, FlowState.Opening, out _).ShouldBeTrue();
        _table.Evicted.ShouldBe(4);

        void ExpectGone(FlowKey key)
        {
            _table.Find(Start, key).ShouldBeGreaterThanOrEqualTo(0);
            _table.TryAdd(Start, new FlowKey(key.Local, key.Remote, 98, key.LocalPort, 0), FlowFlags.Secure, FlowState.Open, out _).ShouldBeTrue();
            _table.Find(Start, key).ShouldBe(-1);
        }
    }

    [Fact]
    public void The_flow_that_was_quiet_longest_goes_first()
    {
        Fill(FlowTable.MaxFlows, FlowFlags.None);
        var kept = _table.Find(Start, FillKey(0));
        _table.Update(Start + TimeSpan.FromSeconds(1), kept, FlowFlags.None, FlowState.Open);
        Add(Udp(1), FlowState.Opening);
        _table.Find(Start, FillKey(0)).ShouldBe(kept);
        _table.Find(Start, FillKey(1)).ShouldBe(-1);
    }

    [Fact]
    public void A_random_history_agrees_with_a_dictionary()
    {
        var entropy = new SeededEntropy(7);
        var expected = new Dictionary<FlowKey, (Instant Seen, FlowState State)>();
        var now = Start;
        for (var i = 0; i < 50_000; i++)
        {
            now += TimeSpan.FromMilliseconds(entropy.NextUInt32() % 200);
            var key = entropy.NextUInt32() % 2 == 0 ? Udp((ushort)(entropy.NextUInt32() % 400)) : FlowPackets.Key((ushort)(entropy.NextUInt32() % 400));
            var state = (FlowState)(1 + (entropy.NextUInt32() % 5));
            var lives = expected.TryGetValue(key, out var old) && now - old.Seen <= Timeout(key, old.State);
            var index = _table.Find(now, key);
            (index >= 0).ShouldBe(lives, $"step {i}");
            if (index < 0)
                _table.TryAdd(now, key, FlowFlags.None, state, out _).ShouldBeTrue();
            else if (entropy.NextUInt32() % 4 == 0)
                _table.Remove(index);
            else
                _table.Update(now, index, FlowFlags.None, state);
            if (_table.Find(now, key) >= 0)
                expected[key] = (now, state);
            else
                expected.Remove(key);
        }
    }

    [Fact]
    public void Finding_and_updating_allocate_nothing()
    {
        Fill(1000, FlowFlags.None);
        Exercise();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Exercise();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);

        void Exercise()
        {
            for (var i = 0; i < 1000; i++)
                _table.Update(Start, _table.Find(Start, FillKey(i)), FlowFlags.Acquire, FlowState.Open);
        }
    }

    private static TimeSpan Timeout(FlowKey key, FlowState state) =>
        key.Protocol == IpProtocol.Udp ? FlowTimeouts.Datagram
        : state is FlowState.Opening or FlowState.Closed ? FlowTimeouts.TcpClosed : FlowTimeouts.TcpOpen;

    private static FlowKey Udp(ushort port) => FlowPackets.Key(port, IpProtocol.Udp);

    private static FlowKey FillKey(int i) => new(FlowPackets.Local, new IpAddr(IpFamily.V4, 0x0B000000u + (uint)i), IpProtocol.Udp, 1, 1);

    private int Add(FlowKey key, FlowState state, FlowFlags flags = FlowFlags.None)
    {
        _table.TryAdd(Start, key, flags, state, out var index).ShouldBeTrue();
        return index;
    }

    private void Fill(int count, FlowFlags flags)
    {
        for (var i = 0; i < count; i++)
            Add(FillKey(i), FlowState.Open, flags);
    }
}
