using Gatehouse.Base;
using Gatehouse.Dataplane.Flows;
using Gatehouse.Packets;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Dataplane.Flows;

public sealed class FlowRecordsTests
{
    private static readonly Instant Start = Instant.FromSeconds(1000);

    private readonly ArrayRecords _records = new();

    [Fact]
    public void What_was_secured_still_is_after_a_crash()
    {
        var first = Open();
        first.RecordsState.ShouldBe(FlowRecordsState.Fresh);
        Add(first, FlowPackets.Key(1), FlowFlags.None);
        var upgraded = Add(first, FlowPackets.Key(2), FlowFlags.Acquire | FlowFlags.Answered);
        var gone = Add(first, FlowPackets.Key(3), FlowFlags.Secure);
        var v6 = new FlowKey(IpAddr.FromBytes(IpAddr.Parse("fe80::1").ToBytes(), 7), IpAddr.Parse("fd00::2"), IpProtocol.Udp, 5, 6);
        Add(first, v6, FlowFlags.Secure | FlowFlags.Inbound);
        first.Update(Start, upgraded, FlowFlags.Secure | FlowFlags.Acquire | FlowFlags.ProtectedReceived, FlowState.ClosedByRemote);
        first.TolerateClear(upgraded, Start + TimeSpan.FromHours(1));
        first.Remove(gone);

        var second = Open(at: Instant.FromSeconds(5));
        second.RecordsState.ShouldBe(FlowRecordsState.Restored);
        second.Count.ShouldBe(3);
        var restarted = Instant.FromSeconds(5);
        Flags(second, FlowPackets.Key(1), restarted).ShouldBe(FlowFlags.None);
        Flags(second, FlowPackets.Key(3), restarted).ShouldBeNull();
        Flags(second, v6, restarted).ShouldBe(FlowFlags.Secure | FlowFlags.Inbound);
        var flow = second[second.Find(restarted, FlowPackets.Key(2))];
        (flow.Flags, flow.State).ShouldBe((FlowFlags.Secure, FlowState.ClosedByRemote));
        flow.InGrace(restarted).ShouldBeFalse();
    }

    [Fact]
    public void A_restored_table_goes_on_writing_where_its_records_are()
    {
        var first = Open();
        for (ushort port = 0; port < 200; port++)
            Add(first, FlowPackets.Key(port), FlowFlags.Secure);
        for (ushort port = 0; port < 200; port += 3)
            first.Remove(first.Find(Start, FlowPackets.Key(port)));

        var second = Open();
        for (ushort port = 500; port < 800; port++)
            Add(second, FlowPackets.Key(port), FlowFlags.Secure);
        second.Remove(second.Find(Start, FlowPackets.Key(1)));

        var third = Open();
        for (ushort port = 0; port < 200; port++)
            (Flags(third, FlowPackets.Key(port)) is not null).ShouldBe(port % 3 != 0 && port != 1, $"port {port}");
        third.Count.ShouldBe(second.Count);
    }

    [Fact]
    public void A_torn_record_is_no_flow_and_harms_no_other()
    {
        var first = Open();
        Add(first, FlowPackets.Key(1), FlowFlags.Secure);
        Add(first, FlowPackets.Key(2), FlowFlags.Secure);
        for (var at = 3; at < 52; at++)
        {
            var records = new ArrayRecords();
            _records.Array.CopyTo(records.Array, 0);
            records.Array[64 + at] ^= 0x10;
            var table = new FlowTable(new SeededEntropy(2), records, Start);
            Flags(table, FlowPackets.Key(1)).ShouldBeNull($"byte {at}");
            Flags(table, FlowPackets.Key(2)).ShouldBe(FlowFlags.Secure);
        }
    }

    [Fact]
    public void Records_that_are_not_ours_are_lost_and_every_unknown_flow_counts_as_secured_for_one_idle_time()
    {
        _records.Array[3] = 1;
        var table = Open();
        table.RecordsState.ShouldBe(FlowRecordsState.Lost);
        var tracker = new FlowTracker(table);
        tracker.View(Start, FlowPackets.Udp(), outbound: true).CountsAsSecured.ShouldBeTrue();
        tracker.View(Start + FlowTimeouts.Datagram, FlowPackets.Udp(), outbound: true).CountsAsSecured.ShouldBeFalse();

        // From now on they are ours again.
        Open().RecordsState.ShouldBe(FlowRecordsState.Restored);
    }

    private FlowTable Open(Instant? at = null) => new(new SeededEntropy(1), _records, at ?? Start);

    private static int Add(FlowTable table, FlowKey key, FlowFlags flags)
    {
        table.TryAdd(Start, key, flags, FlowState.Open, out var index).ShouldBeTrue();
        return index;
    }

    private static FlowFlags? Flags(FlowTable table, FlowKey key, Instant? at = null) =>
        table.Find(at ?? Start, key) is var index and >= 0 ? table[index].Flags : null;
}
