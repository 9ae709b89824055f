using Gatehouse.Base;
using Gatehouse.Dataplane;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Dataplane;

public sealed class NegotiationTableTests
{
    private readonly NegotiationTable _table = new();

    [Fact]
    public void A_burst_of_packets_asks_keying_once_and_again_only_after_five_seconds()
    {
        _table.TryBegin(Instant.Zero, Pair(1)).ShouldBeTrue();
        _table.TryBegin(Instant.FromSeconds(4.9), Pair(1)).ShouldBeFalse();
        _table.TryBegin(Instant.FromSeconds(5), Pair(1)).ShouldBeTrue();
        _table.IsRunning(Pair(1)).ShouldBeTrue();
        _table.IsRunning(Pair(2)).ShouldBeFalse();
    }

    [Fact]
    public void After_a_failure_the_back_off_runs_to_its_end_and_a_success_ends_it()
    {
        _table.TryBegin(Instant.Zero, Pair(1));
        _table.Failed(Pair(1), Instant.FromSeconds(10));
        _table.IsRunning(Pair(1)).ShouldBeFalse();
        _table.IsBackingOff(Instant.FromSeconds(9.9), Pair(1)).ShouldBeTrue();
        _table.IsBackingOff(Instant.FromSeconds(10), Pair(1)).ShouldBeFalse();
        _table.Failed(Pair(1), Instant.FromSeconds(20));
        _table.Succeeded(Pair(1));
        _table.IsBackingOff(Instant.FromSeconds(11), Pair(1)).ShouldBeFalse();
    }

    [Fact]
    public void Both_sides_of_the_table_are_bounded()
    {
        for (var i = 0; i < NegotiationTable.MaxRunning; i++)
            _table.TryBegin(Instant.Zero, Pair(i)).ShouldBeTrue();
        _table.TryBegin(Instant.Zero, Pair(NegotiationTable.MaxRunning)).ShouldBeFalse();

        // What nobody asked for again is forgotten.
        _table.TryBegin(Instant.Zero + NegotiationTable.ForgetAfter, Pair(NegotiationTable.MaxRunning)).ShouldBeTrue();
        for (var i = 0; i <= NegotiationTable.MaxFailed; i++)
            _table.Failed(Pair(i), Instant.FromSeconds(100));
        _table.IsBackingOff(Instant.Zero, Pair(0)).ShouldBeFalse();
        _table.IsBackingOff(Instant.Zero, Pair(1)).ShouldBeTrue();
    }

    private static AddressPair Pair(int peer) => new(IpAddr.Parse("10.0.0.1"), new IpAddr(IpFamily.V4, 0x0A010000u + (uint)peer));
}
