using System.Collections.Immutable;
using Gatehouse.Base;
using Gatehouse.Filtering;
using Gatehouse.Filtering.Arbitration;
using Gatehouse.Filtering.Callouts;
using Gatehouse.Model.Verdicts;
using Gatehouse.Model.Wfp;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Filtering.Arbitration;

/// <summary>The arbitration table of the reference (3.2), row by row, with two sublayers at the inbound transport layer.</summary>
public sealed class ArbitrationTableTests
{
    private const FwpmLayer Layer = FwpmLayer.InboundTransportV4;
    private static readonly Guid Foreign = new("0a0b0c0d-0000-4000-8000-000000000001");
    private static readonly ArbitrationOptions Soft = new() { CalloutBlocksAreHard = false };
    private int _number;

    [Theory]
    [InlineData("permit", "permit", "permit")]
    [InlineData("permit", "block", "block")]
    [InlineData("hard permit", "block", "permit")]
    [InlineData("hard permit", "hard block", "permit")]
    [InlineData("hard permit", "callout", "block")]
    [InlineData("permit", "callout", "block")]
    [InlineData("callout", "permit", "permit")]
    [InlineData("callout", "block", "block")]
    [InlineData("hard callout", "permit", "block")]
    [InlineData("block", "permit", "block")]
    [InlineData("block", "hard permit", "block")]
    [InlineData("nothing", "permit", "permit")]
    [InlineData("nothing", "block", "block")]
    [InlineData("inspection", "block", "block")]
    [InlineData("permit", "nothing", "permit")]
    [InlineData("nothing", "nothing", "nobody")]
    public void A_heavier_and_a_lighter_sublayer(string heavier, string lighter, string expected) => Net(Soft, heavier, lighter).ShouldBe(expected);

    [Fact]
    public void The_block_of_an_IPsec_callout_is_hard_unless_switched_soft()
    {
        Net(ArbitrationOptions.Default, "callout", "permit").ShouldBe("block");
        Net(Soft, "callout", "permit").ShouldBe("permit");
    }

    [Fact]
    public void A_block_filter_that_clears_the_right_vetoes_only_when_switched_on()
    {
        Net(ArbitrationOptions.Default, "hard permit", "hard block").ShouldBe("permit");
        Net(new ArbitrationOptions { FilterVeto = true }, "hard permit", "hard block").ShouldBe("block");
        Net(new ArbitrationOptions { FilterVeto = true }, "hard permit", "block").ShouldBe("permit");
    }

    [Fact]
    public void A_veto_is_final()
    {
        var filters = ImmutableArray.Create(
            Filter("hard permit", FwpmSubLayer.IpsecTunnel), Filter("callout", FwpmSubLayer.Universal), Filter("hard permit", FwpmSubLayer.Teredo));
        Word(FilterSnapshot.Compile(new WfpObjectSet([], filters), Soft).Classify(Layer, Packet(), default)).ShouldBe("block");
    }

    [Fact]
    public void A_watcher_sees_inspections_below_a_hard_block_and_the_verdict_stays()
    {
        var inspection = Filter("inspection", FwpmSubLayer.Inspection);
        var filters = ImmutableArray.Create(Filter("block", FwpmSubLayer.IpsecTunnel), Filter("hard callout", FwpmSubLayer.Universal), inspection);
        var snapshot = FilterSnapshot.Compile(new WfpObjectSet([], filters), Soft);
        var seen = new Seen();
        var result = snapshot.Classify(Layer, Packet(), default, seen);
        result.ShouldBe(snapshot.Classify(Layer, Packet(), default));
        result.FilterId.ShouldBe(1ul);
        seen.Matching.ShouldBe(filters);
    }

    [Fact]
    public void Inside_a_sublayer_the_heaviest_match_that_does_not_continue_votes()
    {
        var inspection = Filter("inspection", FwpmSubLayer.Universal) with { Weight = new(FwpmWeightKind.Exact, 9) };
        var permit = Filter("permit", FwpmSubLayer.Universal) with { Weight = new(FwpmWeightKind.Exact, 8) };
        var block = Filter("block", FwpmSubLayer.Universal) with { Weight = new(FwpmWeightKind.Exact, 7) };
        Word(FilterSnapshot.Compile(new WfpObjectSet([], [block, permit, inspection])).Classify(Layer, Packet(), default)).ShouldBe("permit");
    }

    [Fact]
    public void Of_equal_weights_the_filter_added_first_decides()
    {
        var (permit, block) = (Filter("permit", FwpmSubLayer.Universal), Filter("block", FwpmSubLayer.Universal));
        Word(FilterSnapshot.Compile(new WfpObjectSet([], [permit, block])).Classify(Layer, Packet(), default)).ShouldBe("permit");
        Word(FilterSnapshot.Compile(new WfpObjectSet([], [block, permit])).Classify(Layer, Packet(), default)).ShouldBe("block");
    }

    [Fact]
    public void Sublayers_of_equal_weight_are_asked_in_the_order_of_their_first_filters_whatever_came_and_went()
    {
        var twin = new FwpmSubLayer(new Guid(7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), "twin", FwpmSubLayer.Universal.Weight);
        var (passing, first, second) = (Filter("permit", twin), Filter("hard permit", FwpmSubLayer.Universal), Filter("block", twin));
        var grown = FilterSnapshot.Compile(new WfpObjectSet([], [passing])).With(first).Without(passing.Key).With(second);
        Word(grown.Classify(Layer, Packet(), default)).ShouldBe("permit");
        var other = FilterSnapshot.Compile(new WfpObjectSet([], [passing])).With(first).With(second).Without(passing.Key);
        Word(other.Classify(Layer, Packet(), default)).ShouldBe("permit");
    }

    [Theory]
    [InlineData(FwpActionType.CalloutTerminating, false, "block")]
    [InlineData(FwpActionType.CalloutTerminating, true, "permit")]
    [InlineData(FwpActionType.CalloutUnknown, false, "block")]
    [InlineData(FwpActionType.CalloutUnknown, true, "permit")]
    [InlineData(FwpActionType.CalloutInspection, false, "nobody")]
    public void A_foreign_callout_blocks_or_permits_with_the_flag_and_an_inspection_continues(FwpActionType action, bool permits, string expected)
    {
        var filter = Filter("permit", FwpmSubLayer.Universal) with
        {
            Action = action,
            ForeignCallout = Foreign,
            Flags = permits ? FwpmFilterFlags.PermitIfCalloutUnregistered : FwpmFilterFlags.None,
        };
        var snapshot = FilterSnapshot.Compile(new WfpObjectSet([], [filter]));
        Word(snapshot.Classify(Layer, Packet(), default)).ShouldBe(expected);
        Word(FilterSnapshot.Compile(WfpObjectSet.Empty).With(filter).Classify(Layer, Packet(), default)).ShouldBe(expected);
        snapshot.Filters.Single().IsRegistered.ShouldBeFalse();
    }

    [Fact]
    public void The_callouts_of_tunnel_mode_have_no_code_here_and_block()
    {
        foreach (var callout in ArbitrationOptions.WithoutCode)
        {
            var layer = FwpmCallouts.Info(callout).Layer;
            var filter = Filter("permit", FwpmSubLayer.IpsecTunnel) with { Layer = layer, Action = FwpActionType.CalloutTerminating, Callout = callout };
            var packet = Packet();
            if (FwpmLayers.Info(layer).Family == IpFamily.V6)
                (packet.Local, packet.Remote) = (IpAddr.Parse("fd00::1"), IpAddr.Parse("fd00::2"));
            Word(FilterSnapshot.Compile(new WfpObjectSet([], [filter])).Classify(layer, packet, default)).ShouldBe("block", callout.ToString());
        }

        var names = FwpmCallouts.All.Where(row => ArbitrationOptions.WithoutCode.Contains(row.Callout)).Select(row => row.Name);
        names.ShouldAllBe(name => name.Contains("TUNNEL", StringComparison.Ordinal) || name.Contains("DOSP", StringComparison.Ordinal));
    }

    [Fact]
    public void A_callout_action_names_exactly_one_callout_and_a_known_one_by_its_name()
    {
        var filter = Filter("permit", FwpmSubLayer.Universal) with { Action = FwpActionType.CalloutTerminating };
        var known = FwpmCallouts.Info(FwpmCallout.IpsecInboundTransportV4).Key;
        Refused(filter).ShouldStartWith("FWP_E_CALLOUT_NOT_FOUND");
        Refused(filter with { ForeignCallout = Guid.Empty }).ShouldStartWith("FWP_E_CALLOUT_NOT_FOUND");
        Refused(filter with { ForeignCallout = known }).ShouldStartWith("FWP_E_CALLOUT_NOT_FOUND");
        Refused(filter with { ForeignCallout = Foreign, Callout = FwpmCallout.IpsecInboundTransportV4 }).ShouldStartWith("FWP_E_INVALID_PARAMETER");
        Refused(filter with { ForeignCallout = Foreign, Action = FwpActionType.Permit }).ShouldStartWith("FWP_E_CALLOUT_NOT_FOUND");
    }

    private static string Refused(FwpmFilter filter) =>
        Should.Throw<FilterRuleException>(() => FilterSnapshot.Compile(new WfpObjectSet([], [filter]))).Message;

    private string Net(ArbitrationOptions options, string heavier, string lighter)
    {
        var filters = ImmutableArray.CreateBuilder<FwpmFilter>();
        if (lighter != "nothing")
            filters.Add(Filter(lighter, FwpmSubLayer.Universal));
        if (heavier != "nothing")
            filters.Add(Filter(heavier, FwpmSubLayer.IpsecTunnel));
        return Word(FilterSnapshot.Compile(new WfpObjectSet([], filters.ToImmutable()), options).Classify(Layer, Packet(), default));
    }

    private static string Word(ClassifyResult result) =>
        result.Reason == VerdictReason.NoFilterMatched ? "nobody" : result.Action == ClassifyAction.Block ? "block" : "permit";

    // Clear text that the transport callout blocks.
    private static ClassifyFields Packet() => new() { Local = IpAddr.Parse("10.0.0.1"), Remote = IpAddr.Parse("10.0.0.2"), Protocol = 6 };

    private FwpmFilter Filter(string what, FwpmSubLayer subLayer)
    {
        var action = what.Split(' ')[^1] switch
        {
            "permit" => FwpActionType.Permit,
            "block" => FwpActionType.Block,
            "inspection" => FwpActionType.CalloutInspection,
            _ => FwpActionType.CalloutTerminating,
        };
        var isCallout = action is FwpActionType.CalloutTerminating or FwpActionType.CalloutInspection;
        return new FwpmFilter(
            new Guid(++_number, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0),
            what,
            Layer,
            [],
            action,
            new FwpmWeight(FwpmWeightKind.Exact, 5),
            isCallout ? FwpmCallout.IpsecInboundTransportV4 : null,
            Flags: what.StartsWith("hard ", StringComparison.Ordinal) ? FwpmFilterFlags.ClearActionRight : FwpmFilterFlags.None)
        {
            SubLayer = subLayer,
        };
    }

    private sealed class Seen : IClassifyTrace
    {
        public List<FwpmFilter> Matching { get; } = [];

        public void OnLayer(FwpmLayer layer, in ClassifyFields fields, in CalloutFacts facts)
        {
        }

        public void OnFilter(CompiledFilter filter, int failed)
        {
            if (failed < 0)
                Matching.Add(filter.Filter);
        }

        public void OnCallout(CompiledFilter filter, CalloutDecision decision)
        {
        }

        public void OnResult(in ClassifyResult result)
        {
        }
    }
}
