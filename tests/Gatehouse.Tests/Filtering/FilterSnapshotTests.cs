using System.Collections.Immutable;
using Gatehouse.Base;
using Gatehouse.Filtering;
using Gatehouse.Filtering.Callouts;
using Gatehouse.Model.Verdicts;
using Gatehouse.Model.Wfp;
using Gatehouse.Oracles.Filtering;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Filtering;

public sealed class FilterSnapshotTests
{
    private static readonly CalloutFacts NoFacts = new(Loopback: false, GroupDestination: false, ArrivedProtected: false, KeyingMark: false);

    [Theory]
    [InlineData(FwpmLayer.InboundTransportV4)]
    [InlineData(FwpmLayer.OutboundTransportV4)]
    [InlineData(FwpmLayer.InboundTransportV6)]
    [InlineData(FwpmLayer.OutboundTransportV6)]
    public void Agrees_with_the_slow_classifier_on_random_filters_and_packets(FwpmLayer layer)
    {
        var decided = 0;
        for (ulong seed = 1; seed <= 300; seed++)
        {
            var random = new RandomFilters(seed);
            var filters = Enumerable.Range(0, 1 + random.Next(12)).Select(_ => random.Filter(layer)).ToImmutableArray();
            var snapshot = FilterSnapshot.Compile(new WfpObjectSet([], filters));
            for (var i = 0; i < 50; i++)
            {
                var (fields, oracle) = random.Packet(FwpmLayers.Info(layer).Family);
                var matching = SlowClassifier.Matching(filters, layer, oracle);
                var result = snapshot.Classify(layer, fields, NoFacts);
                if (matching.Count == 0)
                {
                    result.Reason.ShouldBe(VerdictReason.NoFilterMatched, $"seed {seed}");
                    result.Action.ShouldBe(ClassifyAction.Permit);
                    continue;
                }

                decided++;
                snapshot.Filters.Single(filter => filter.Id == result.FilterId).Filter.ShouldBe(matching[0], $"seed {seed} packet {i}");
                result.Action.ShouldBe(matching[0].Action == FwpActionType.Permit ? ClassifyAction.Permit : ClassifyAction.Block);
            }
        }

        decided.ShouldBeGreaterThan(5000);
    }

    [Fact]
    public void Adding_a_condition_always_adds_weight()
    {
        for (ulong seed = 1; seed <= 500; seed++)
        {
            var filter = new RandomFilters(seed).Filter(FwpmLayer.OutboundTransportV6) with { Weight = FwpmWeight.Auto };
            var fields = filter.Conditions.Select(condition => condition.Field).Distinct().ToList();
            for (var keep = 0; keep < fields.Count; keep++)
            {
                var fewer = filter with { Conditions = [.. filter.Conditions.Where(c => fields.IndexOf(c.Field) < keep)], Key = Guid.Empty };
                var more = filter with { Conditions = [.. filter.Conditions.Where(c => fields.IndexOf(c.Field) <= keep)] };
                WeightOf(more).ShouldBeGreaterThan(WeightOf(fewer), $"seed {seed}");
            }
        }
    }

    [Fact]
    public void No_condition_weighs_nothing_and_a_range_is_the_top_four_bits()
    {
        var filter = new RandomFilters(7).Filter(FwpmLayer.InboundTransportV4) with { Conditions = [], Weight = FwpmWeight.Auto };
        WeightOf(filter).ShouldBe(0ul);
        WeightOf(filter with { Weight = FwpmWeight.IkeExemptions }).ShouldBe(0xC000000000000000ul);
        WeightOf(filter with { Weight = new FwpmWeight(FwpmWeightKind.Exact, ulong.MaxValue) }).ShouldBe(ulong.MaxValue);
        Should.Throw<FilterRuleException>(() => WeightOf(filter with { Weight = new FwpmWeight(FwpmWeightKind.Range, 16) }))
            .Message.ShouldContain("FWP_E_INVALID_WEIGHT");
    }

    [Fact]
    public void An_exemption_outweighs_any_automatic_filter()
    {
        var random = new RandomFilters(3);
        var exemption = WeightOf(random.Filter(FwpmLayer.InboundTransportV4) with { Conditions = [], Weight = FwpmWeight.IkeExemptions });
        for (var i = 0; i < 200; i++)
            WeightOf(random.Filter(FwpmLayer.InboundTransportV4) with { Weight = FwpmWeight.Auto }).ShouldBeLessThan(exemption);
    }

    [Theory]
    [InlineData("FWP_E_CONDITION_NOT_FOUND", FwpmConditionField.IpLocalAddressType, FwpmLayer.IkeextV4)]
    [InlineData("FWP_E_CONDITION_NOT_FOUND", FwpmConditionField.IpDestinationAddressType, FwpmLayer.InboundTransportV4)]
    [InlineData("FWP_E_TYPE_MISMATCH", FwpmConditionField.IpLocalPort, FwpmLayer.InboundTransportV4)]
    public void A_condition_the_layer_does_not_take_is_refused(string code, FwpmConditionField field, FwpmLayer layer)
    {
        var filter = new FwpmFilter(
            Guid.Empty, "bad", layer, [FwpmFilterCondition.Equal(field, FwpConditionValue.UInt8(1))], FwpActionType.Permit, FwpmWeight.Auto);
        Should.Throw<FilterRuleException>(() => FilterSnapshot.Compile(new WfpObjectSet([], [filter]))).Message.ShouldStartWith(code);
    }

    [Fact]
    public void A_dangling_provider_context_a_wrong_callout_and_a_double_key_are_refused()
    {
        var filter = new FwpmFilter(Guid.Empty, "bad", FwpmLayer.IkeextV4, [], FwpActionType.Permit, FwpmWeight.Auto);
        Refused(filter with { ProviderContext = Guid.AllBitsSet, Flags = FwpmFilterFlags.HasProviderContext })
            .ShouldStartWith("FWP_E_PROVIDER_CONTEXT_NOT_FOUND");
        Refused(filter with { ProviderContext = Guid.AllBitsSet }).ShouldStartWith("FWP_E_INVALID_FLAGS");
        Refused(filter with { Action = FwpActionType.CalloutTerminating, Callout = FwpmCallout.IpsecInboundTransportV4 })
            .ShouldStartWith("FWP_E_INCOMPATIBLE_LAYER");
        Refused(filter with { Action = FwpActionType.CalloutTerminating }).ShouldStartWith("FWP_E_CALLOUT_NOT_FOUND");
        Refused(filter with { Name = "" }).ShouldStartWith("FWP_E_NULL_DISPLAY_NAME");
        Should.Throw<FilterRuleException>(() => FilterSnapshot.Compile(new WfpObjectSet([], [filter, filter]))).Message.ShouldStartWith("FWP_E_ALREADY_EXISTS");
    }

    [Fact]
    public void Ids_that_are_given_never_meet_those_of_exemptions()
    {
        var objects = Engine.TestNode.TransportMode();
        ulong next = 5;
        var snapshot = FilterSnapshot.Compile(objects, ids: objects.Filters.Select(_ => next++).ToList());
        var exemptions = snapshot.Filters.Count(filter => filter.Filter.Origin == FilterOrigin.KeyingExemption);
        exemptions.ShouldBeGreaterThan(2);
        for (var i = 1; i <= exemptions; i++)
        {
            var twin = snapshot.AtLayer(FwpmLayer.InboundTransportV4).ToArray().First(filter => filter.Filter.Origin == FilterOrigin.KeyingExemption).Filter;
            snapshot = snapshot.With(twin with { Key = new Guid(i, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), Origin = FilterOrigin.Policy }, next++);
        }

        snapshot.Filters.Select(filter => filter.Id).Distinct().Count().ShouldBe(objects.Filters.Length + (2 * exemptions));
    }

    [Fact]
    public void Classification_allocates_nothing()
    {
        var random = new RandomFilters(11);
        var filters = Enumerable.Range(0, 12).Select(_ => random.Filter(FwpmLayer.OutboundTransportV6)).ToImmutableArray();
        var snapshot = FilterSnapshot.Compile(new WfpObjectSet([], filters));
        var (fields, _) = random.Packet(IpFamily.V6);
        for (var i = 0; i < 1000; i++)
            snapshot.Classify(FwpmLayer.OutboundTransportV6, fields, NoFacts);
        Allocations.Of(() =>
        {
            for (var i = 0; i < 1000; i++)
                snapshot.Classify(FwpmLayer.OutboundTransportV6, fields, NoFacts);
        }).ShouldBe(0);
    }

    private static ulong WeightOf(FwpmFilter filter) => FilterSnapshot.Compile(new WfpObjectSet([], [filter])).Filters.Single().EffectiveWeight;

    private static string Refused(FwpmFilter filter) =>
        Should.Throw<FilterRuleException>(() => FilterSnapshot.Compile(new WfpObjectSet([], [filter]))).Message;
}
