using System.Collections.Immutable;
using Gatehouse.Base;
using Gatehouse.Filtering;
using Gatehouse.Filtering.Callouts;
using Gatehouse.Model.Verdicts;
using Gatehouse.Model.Wfp;
using Gatehouse.Tests.Filtering.Arbitration;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Filtering;

public sealed class DecisionCacheTests
{
    [Fact]
    public void Says_what_the_snapshot_says_also_for_packets_that_differ_in_one_thing()
    {
        var cache = new DecisionCache();
        for (ulong seed = 1; seed <= 60; seed++)
        {
            var policy = new RandomPolicy(seed);
            var snapshot = FilterSnapshot.Compile(new WfpObjectSet([], policy.Filters), policy.Options);
            for (var i = 0; i < 30; i++)
            {
                var (fields, facts, _) = policy.Packet();
                foreach (var near in Neighbours(fields, facts))
                {
                    for (var again = 0; again < 2; again++)
                    {
                        cache.Classify(snapshot, policy.Layer, near.Fields, near.Facts)
                            .ShouldBe(snapshot.Classify(policy.Layer, near.Fields, near.Facts), $"seed {seed} packet {i}");
                    }
                }
            }
        }
    }

    [Fact]
    public void Forgets_what_another_snapshot_or_another_layer_said()
    {
        var cache = new DecisionCache();
        var fields = new ClassifyFields { Local = IpAddr.Parse("10.0.0.1"), Remote = IpAddr.Parse("10.0.0.2"), Protocol = 6 };
        var filter = new FwpmFilter(Guid.AllBitsSet, "no", FwpmLayer.InboundTransportV4, [], FwpActionType.Block, FwpmWeight.Auto);
        var (open, closed) = (FilterSnapshot.Compile(WfpObjectSet.Empty), FilterSnapshot.Compile(new WfpObjectSet([], [filter])));
        cache.Classify(open, FwpmLayer.InboundTransportV4, fields, default).Reason.ShouldBe(VerdictReason.NoFilterMatched);
        cache.Classify(closed, FwpmLayer.InboundTransportV4, fields, default).Reason.ShouldBe(VerdictReason.BlockFilter);
        cache.Classify(closed, FwpmLayer.OutboundTransportV4, fields, default).Reason.ShouldBe(VerdictReason.NoFilterMatched);
        cache.Classify(closed, FwpmLayer.InboundTransportV4, fields, default).Reason.ShouldBe(VerdictReason.BlockFilter);
        cache.Classify(open, FwpmLayer.InboundTransportV4, fields, default).Reason.ShouldBe(VerdictReason.NoFilterMatched);
    }

    [Fact]
    public void No_decision_allocates_with_or_without_it()
    {
        for (ulong seed = 1; seed <= 20; seed++)
        {
            var policy = new RandomPolicy(seed);
            var snapshot = FilterSnapshot.Compile(new WfpObjectSet([], policy.Filters), policy.Options);
            var cache = new DecisionCache();
            var packets = Enumerable.Range(0, 50).Select(_ => policy.Packet()).ToArray();
            Allocations.Of(() =>
            {
                foreach (ref readonly var packet in packets.AsSpan())
                {
                    snapshot.Classify(policy.Layer, packet.Fields, packet.Facts);
                    cache.Classify(snapshot, policy.Layer, packet.Fields, packet.Facts);
                }
            }).ShouldBe(0, $"seed {seed} at {policy.Layer}");
        }
    }

    // One volatile reference: a reader sees the old policy or the new one, whole, and in the end the new one.
    [Fact]
    public async Task A_published_snapshot_decides_whole_and_at_once_on_every_thread()
    {
        var filters = Enumerable.Range(1, 2).Select(number => new FwpmFilter(
            new Guid(number, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), "all", FwpmLayer.InboundTransportV4, [], FwpActionType.Block, FwpmWeight.Auto)).ToImmutableArray();
        var (one, two) = (FilterSnapshot.Compile(new WfpObjectSet([], filters[..1])), FilterSnapshot.Compile(new WfpObjectSet([], filters[1..])));
        var published = new PublishedFilters(one);
        var isOver = false;
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            var wrong = 0;
            while (!Volatile.Read(ref isOver))
            {
                var current = published.Current;
                var result = current.Classify(FwpmLayer.InboundTransportV4, default, default);
                wrong += result.FilterId == 1 && (ReferenceEquals(current, one) || ReferenceEquals(current, two)) ? 0 : 1;
            }

            return (wrong, published.Current);
        })).ToArray();
        for (var i = 0; i < 20_000; i++)
            published.Publish(i % 2 == 0 ? two : one);
        published.Publish(two);
        Volatile.Write(ref isOver, true);
        foreach (var reader in readers)
            (await reader).ShouldBe((0, two));
    }

    private static IEnumerable<(ClassifyFields Fields, CalloutFacts Facts)> Neighbours(ClassifyFields fields, CalloutFacts facts)
    {
        yield return (fields, facts);
        yield return (fields with { LocalPort = 1 }, facts);
        yield return (fields with { RemotePort = 1 }, facts);
        yield return (fields with { Protocol = 1 }, facts);
        yield return (fields with { Local = fields.Remote }, facts);
        yield return (fields with { Remote = fields.Local }, facts);
        yield return (fields with { LocalAddressType = NlAddressType.Multicast }, facts);
        yield return (fields with { DestinationAddressType = NlAddressType.Unicast }, facts);
        yield return (fields with { Others = null }, facts);
        yield return (fields, facts with { ArrivedProtected = !facts.ArrivedProtected });
        yield return (fields, facts with { FlowSecured = !facts.FlowSecured });
        yield return (fields, facts with { Loopback = !facts.Loopback });
    }
}
