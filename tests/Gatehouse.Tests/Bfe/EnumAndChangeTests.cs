using Gatehouse.Base;
using Gatehouse.Bfe;
using Gatehouse.Bfe.Events;
using Gatehouse.Filtering.Arbitration;
using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Bfe;

public sealed class EnumAndChangeTests
{
    private readonly TestBfe _bfe = new();

    [Fact]
    public void Built_in_objects_are_there_from_the_beginning()
    {
        _bfe.Session.SubLayers.Enum(FwpmEnumTemplate.All).Require().Select(entry => entry.Object).ShouldBe(FwpmSubLayer.BuiltIns);
        var callouts = _bfe.Session.Callouts.Enum(FwpmEnumTemplate.All).Require();
        callouts.Length.ShouldBe(FwpmCallouts.All.Length);
        callouts.Where(entry => !entry.Object.Flags.HasFlag(FwpmCalloutFlags.Registered)).Select(entry => entry.Object.Key)
            .ShouldBe(ArbitrationOptions.WithoutCode.Select(callout => FwpmCallouts.Info(callout).Key), ignoreOrder: true);
        _bfe.Session.Providers.GetByKey(FwpmProvider.Ikeext.Key).Require().Lifetime.ShouldBe(FwpmLifetime.BuiltIn);
    }

    [Fact]
    public void A_template_chooses_by_provider_layer_action_callout_and_context()
    {
        var provider = _bfe.Session.Providers.GetById(_bfe.Session.Providers.Add(Good.Provider()).Require()).Require().Object.Key;
        Add(Good.Filter("owned") with { Provider = provider });
        Add(Good.Filter("inbound") with { Layer = FwpmLayer.InboundTransportV4 });
        Add(Good.Filter("block") with { Action = FwpActionType.Block });
        Add(Good.CalloutFilter() with { Name = "callout" });
        Names(new FwpmEnumTemplate { Provider = provider }).ShouldBe(["owned"]);
        Names(new FwpmEnumTemplate { Layer = FwpmLayer.InboundTransportV4 }).ShouldBe(["inbound"]);
        Names(new FwpmEnumTemplate { ActionMask = 0x4000 }).ShouldBe(["callout"]);
        Names(new FwpmEnumTemplate { Callout = FwpmCallouts.Info(FwpmCallout.IpsecOutboundTransportV4).Key }).ShouldBe(["callout"]);
        Names(FwpmEnumTemplate.All).ShouldBe(["owned", "inbound", "block", "callout"]);
    }

    [Theory]
    [InlineData(FwpFilterEnumType.Overlapping, "192.0.2.0/24", "host,net,any,range")]
    [InlineData(FwpFilterEnumType.FullyContained, "192.0.2.0/24", "host,net")]
    [InlineData(FwpFilterEnumType.Overlapping, "192.0.2.9/32", "net,any,range")]
    [InlineData(FwpFilterEnumType.FullyContained, "0.0.0.0/0", "host,net,other,range")]
    public void Conditions_of_a_template_overlap_or_contain(FwpFilterEnumType type, string prefix, string expected)
    {
        Add(OnRemote("host", FwpConditionValue.Address(IpAddr.Parse("192.0.2.1"))));
        Add(OnRemote("net", FwpConditionValue.Prefix(IpAddr.Parse("192.0.2.0"), 24)));
        Add(Good.Filter("any"));
        Add(OnRemote("other", FwpConditionValue.Address(IpAddr.Parse("198.51.100.1"))));
        Add(Good.Filter("range") with
        {
            Conditions =
            [
                new FwpmFilterCondition(FwpmConditionField.IpRemoteAddress, FwpMatchType.GreaterOrEqual, FwpConditionValue.Address(IpAddr.Parse("192.0.2.9"))),
            ],
        });
        var parts = prefix.Split('/');
        var bits = byte.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture);
        Names(new FwpmEnumTemplate
        {
            Layer = FwpmLayer.OutboundTransportV4,
            EnumType = type,
            Conditions =
            [
                FwpmFilterCondition.Equal(FwpmConditionField.IpRemoteAddress, FwpConditionValue.Prefix(IpAddr.Parse(parts[0]), bits)),
            ],
        }).ShouldBe(expected.Split(','));
    }

    [Fact]
    public void A_comparison_that_nothing_satisfies_overlaps_nothing_and_a_negation_overlaps_almost_everything()
    {
        var port = FwpmConditionField.IpRemotePort;
        Add(Good.Filter("nothing") with { Conditions = [new FwpmFilterCondition(port, FwpMatchType.Less, FwpConditionValue.UInt16(0))] });
        Add(Good.Filter("above all") with { Conditions = [new FwpmFilterCondition(port, FwpMatchType.Greater, FwpConditionValue.UInt16(65535))] });
        Add(OnRemote("elsewhere", default) with
        {
            Conditions =
            [
                new FwpmFilterCondition(
                    FwpmConditionField.IpRemoteAddress, FwpMatchType.NotEqual, FwpConditionValue.Prefix(IpAddr.Parse("192.0.2.0"), 24)),
            ],
        });
        string[] Overlapping(FwpmConditionField field, FwpConditionValue value) => Names(new FwpmEnumTemplate
        {
            Layer = FwpmLayer.OutboundTransportV4, Conditions = [FwpmFilterCondition.Equal(field, value)],
        });
        Overlapping(port, FwpConditionValue.UInt16(0)).ShouldBe(["elsewhere"]);
        Overlapping(port, FwpConditionValue.UInt16(65535)).ShouldBe(["elsewhere"]);
        Overlapping(FwpmConditionField.IpRemoteAddress, FwpConditionValue.Address(IpAddr.Parse("198.51.100.1"))).ShouldContain("elsewhere");
    }

    [Fact]
    public void Filters_can_be_listed_by_weight()
    {
        Add(Good.Filter("light") with { Weight = new FwpmWeight(FwpmWeightKind.Exact, 1) });
        Add(Good.Filter("heavy") with { Weight = new FwpmWeight(FwpmWeightKind.Exact, 9) });
        Add(Good.Filter("exemption") with { Weight = FwpmWeight.IkeExemptions });
        Names(new FwpmEnumTemplate { Flags = FwpFilterEnumFlags.Sorted }).ShouldBe(["exemption", "heavy", "light"]);
        Names(new FwpmEnumTemplate { Flags = FwpFilterEnumFlags.BestTerminatingMatch }).ShouldBe(["exemption"]);
        var entry = _bfe.Session.Filters.Enum(FwpmEnumTemplate.All).Require()[2];
        (entry.EffectiveWeight >> 60).ShouldBe(0xCul);
        _bfe.Engine.Filters.Filters.Single(filter => filter.Id == entry.Id).EffectiveWeight.ShouldBe(entry.EffectiveWeight);
    }

    [Fact]
    public void Others_hear_of_a_commit_and_the_one_who_made_it_does_not()
    {
        var other = _bfe.Open();
        using var mine = _bfe.Session.Filters.SubscribeChanges(FwpmEnumTemplate.All).Require();
        using var theirs = other.Filters.SubscribeChanges(new FwpmEnumTemplate { Layer = FwpmLayer.OutboundTransportV4 }).Require();
        _bfe.Session.BeginTransaction().Ok.ShouldBeTrue();
        var id = _bfe.Session.Filters.Add(Good.Filter()).Require();
        Add(Good.Filter() with { Layer = FwpmLayer.InboundTransportV4 });
        theirs.Take().Value.ShouldBe(default);
        _bfe.Session.CommitTransaction().Ok.ShouldBeTrue();
        var heard = theirs.Take().Value;
        (heard.Type, heard.Id).ShouldBe((FwpmChangeType.Add, id));
        theirs.Take().Value.ShouldBe(default);
        mine.Take().Value.ShouldBe(default);
        _bfe.Session.Filters.DeleteById(id).Ok.ShouldBeTrue();
        theirs.Take().Value.Type.ShouldBe(FwpmChangeType.Delete);
    }

    [Fact]
    public void A_slow_reader_learns_that_it_missed_something()
    {
        using var slow = _bfe.Session.NetEvents.Subscribe(FwpmNetEventTemplate.All).Require();
        for (var i = 0; i <= NetEventLog.Max; i++)
            _bfe.Engine.NetEvents.Add(new FwpmNetEvent(0, default, FwpmNetEventType.ClassifyDrop) { Reason = "NoSa" });
        slow.Take().Error.ShouldBe(FwpError.NotificationDropped);
        slow.Take().Value!.Number.ShouldBe(1ul);
        var kept = _bfe.Session.NetEvents.Enum(FwpmNetEventTemplate.All).Require();
        kept.Length.ShouldBe(NetEventLog.Max);
        kept[0].Number.ShouldBe(2ul);
    }

    [Fact]
    public void Net_events_are_chosen_by_type_peer_and_time()
    {
        var peer = IpAddr.Parse("192.0.2.2");
        Report(FwpmNetEventType.ClassifyDrop, peer, 10);
        Report(FwpmNetEventType.IkeextMmFailure, peer, 20);
        Report(FwpmNetEventType.ClassifyDrop, IpAddr.Parse("192.0.2.3"), 30);
        Numbers(new FwpmNetEventTemplate { Type = FwpmNetEventType.ClassifyDrop }).ShouldBe([1ul, 3ul]);
        Numbers(new FwpmNetEventTemplate { Remote = peer }).ShouldBe([1ul, 2ul]);
        Numbers(new FwpmNetEventTemplate { Start = Instant.FromSeconds(20), End = Instant.FromSeconds(25) }).ShouldBe([2ul]);
    }

    [Fact]
    public void Restored_objects_keep_their_ids_and_obey_the_same_rules()
    {
        var context = _bfe.Session.ProviderContexts.Add(Good.Context()).Require();
        Add(new FwpmFilter(
            Guid.Empty,
            "mm",
            FwpmLayer.IkeextV4,
            [],
            FwpActionType.Permit,
            FwpmWeight.Auto,
            ProviderContext: _bfe.Session.ProviderContexts.GetById(context).Require().Object.Key,
            Flags: FwpmFilterFlags.HasProviderContext));
        var again = BaseFilteringEngine.Create(_bfe.Options([.. _bfe.Committed.AsEnumerable().Reverse()])).Require();
        using var session = again.Open(new FwpmSession()).Require();
        session.Filters.Enum(FwpmEnumTemplate.All).Require().ShouldBe(_bfe.Session.Filters.Enum(FwpmEnumTemplate.All).Require());
        var before = _bfe.Engine.Filters.Filters.Select(filter => (filter.Filter.Name, filter.Id));
        again.Filters.Filters.Select(filter => (filter.Filter.Name, filter.Id)).ShouldBe(before);
        session.ProviderContexts.DeleteById(context).Error.ShouldBe(FwpError.InUse);
        BaseFilteringEngine.Create(_bfe.Options([_bfe.Committed[1]])).Error.ShouldBe(FwpError.ProviderContextNotFound);
        BaseFilteringEngine.Create(_bfe.Options([_bfe.Committed[0] with { Id = 1 }])).Error.ShouldBe(FwpError.InvalidParameter);
    }

    private void Add(FwpmFilter filter) => _bfe.Session.Filters.Add(filter).Require();

    private static FwpmFilter OnRemote(string name, FwpConditionValue value) =>
        Good.Filter(name) with { Conditions = [FwpmFilterCondition.Equal(FwpmConditionField.IpRemoteAddress, value)] };

    private string[] Names(FwpmEnumTemplate template) => [.. _bfe.Session.Filters.Enum(template).Require().Select(entry => entry.Object.Name)];

    private void Report(FwpmNetEventType type, IpAddr remote, double at)
    {
        _bfe.Now = Instant.FromSeconds(at);
        _bfe.Engine.NetEvents.Add(new FwpmNetEvent(0, default, type) { Remote = remote });
    }

    private ulong[] Numbers(FwpmNetEventTemplate template) => [.. _bfe.Session.NetEvents.Enum(template).Require().Select(e => e.Number)];
}
