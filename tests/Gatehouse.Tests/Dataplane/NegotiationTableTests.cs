using Gatehouse.Base;
using Gatehouse.Dataplane;
using Gatehouse.Model.Ipsec;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Dataplane;

public sealed class NegotiationTableTests
{
    private readonly NegotiationTable _table = new();

    [Fact]
    public void A_burst_of_packets_asks_keying_once_and_again_only_after_five_seconds()
    {
        _table.TryBegin(Instant.Zero, Any(1)).ShouldBeTrue();
        _table.TryBegin(Instant.FromSeconds(4.9), Any(1)).ShouldBeFalse();
        _table.TryBegin(Instant.FromSeconds(5), Any(1)).ShouldBeTrue();
        _table.IsRunning(Any(1)).ShouldBeTrue();
        _table.IsRunning(Any(2)).ShouldBeFalse();
    }

    [Fact]
    public void After_a_failure_the_back_off_runs_to_its_end_and_a_success_ends_it()
    {
        _table.TryBegin(Instant.Zero, Any(1));
        _table.Failed(Pair(1), Instant.FromSeconds(10));
        _table.IsRunning(Any(1)).ShouldBeFalse();
        _table.IsBackingOff(Instant.FromSeconds(9.9), Any(1)).ShouldBeTrue();
        _table.IsBackingOff(Instant.FromSeconds(10), Any(1)).ShouldBeFalse();
        _table.Failed(Pair(1), Instant.FromSeconds(20));
        _table.HasFailed(Any(1)).ShouldBeTrue();
        _table.Succeeded(Pair(1), TrafficSelector.Any, guaranteedEncryption: false);
        _table.HasFailed(Any(1)).ShouldBeFalse();
        _table.IsBackingOff(Instant.FromSeconds(11), Any(1)).ShouldBeFalse();
    }

    [Fact]
    public void A_refused_SA_backs_off_alone()
    {
        var web = new Wanted(Pair(1), new TrafficSelector(6, 0, 443), GuaranteedEncryption: false);
        _table.TryBegin(Instant.Zero, web);
        _table.TryBegin(Instant.Zero, Any(1));
        _table.Refused(web, Instant.FromSeconds(10));
        (_table.IsRunning(web), _table.IsBackingOff(Instant.FromSeconds(9.9), web), _table.HasFailed(web)).ShouldBe((false, true, true));
        (_table.IsRunning(Any(1)), _table.IsBackingOff(Instant.Zero, Any(1)), _table.HasFailed(Any(1))).ShouldBe((true, false, false));
        _table.IsBackingOff(Instant.FromSeconds(10), web).ShouldBeFalse();
        _table.Succeeded(Pair(1), TrafficSelector.Any, guaranteedEncryption: true);
        _table.HasFailed(web).ShouldBeTrue();
        _table.Succeeded(Pair(1), TrafficSelector.Any, guaranteedEncryption: false);
        _table.HasFailed(web).ShouldBeFalse();
    }

    [Fact]
    public void Both_sides_of_the_table_are_bounded()
    {
        for (var i = 0; i < NegotiationTable.MaxRunning; i++)
            _table.TryBegin(Instant.Zero, Any(i)).ShouldBeTrue();
        _table.TryBegin(Instant.Zero, Any(NegotiationTable.MaxRunning)).ShouldBeFalse();

        // What nobody asked for again is forgotten.
        _table.TryBegin(Instant.Zero + NegotiationTable.ForgetAfter, Any(NegotiationTable.MaxRunning)).ShouldBeTrue();
        for (var i = 0; i <= NegotiationTable.MaxFailed; i++)
            _table.Failed(Pair(i), Instant.FromSeconds(100));
        _table.IsBackingOff(Instant.Zero, Any(0)).ShouldBeFalse();
        _table.IsBackingOff(Instant.Zero, Any(1)).ShouldBeTrue();
    }

    [Fact]
    public void A_success_ends_only_the_waiting_it_serves_and_a_failure_ends_all_of_the_peer()
    {
        var web = new Wanted(Pair(1), new TrafficSelector(6, 0, 443), GuaranteedEncryption: false);
        var encrypted = Any(1) with { GuaranteedEncryption = true };
        foreach (var wanted in new[] { Any(1), web, encrypted, Any(2) })
            _table.TryBegin(Instant.Zero, wanted).ShouldBeTrue();

        _table.Succeeded(Pair(1), web.Selector, guaranteedEncryption: false);
        new[] { Any(1), web, encrypted, Any(2) }.Select(wanted => _table.IsRunning(wanted)).ShouldBe([true, false, true, true]);
        _table.Succeeded(Pair(1), TrafficSelector.Any, guaranteedEncryption: true);
        new[] { Any(1), encrypted }.Select(wanted => _table.IsRunning(wanted)).ShouldBe([true, false]);
        _table.Failed(Pair(1), Instant.FromSeconds(1));
        new[] { Any(1), Any(2) }.Select(wanted => _table.IsRunning(wanted)).ShouldBe([false, true]);
    }

    private static Wanted Any(int peer) => new(Pair(peer), TrafficSelector.Any, GuaranteedEncryption: false);

    private static AddressPair Pair(int peer) => new(IpAddr.Parse("10.0.0.1"), new IpAddr(IpFamily.V4, 0x0A010000u + (uint)peer));
}
