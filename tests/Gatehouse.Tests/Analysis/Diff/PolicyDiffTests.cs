using System.Collections.Immutable;
using Gatehouse.Analysis.Diff;
using Gatehouse.Analysis.Explain;
using Gatehouse.Dataplane;
using Gatehouse.Filtering;
using Gatehouse.Model.Wfp;
using Gatehouse.Scenarios.Reading;
using Gatehouse.Scenarios.Recipes;
using Gatehouse.Tests.Filtering;
using Gatehouse.Tests.Filtering.Arbitration;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Analysis.Diff;

public sealed class PolicyDiffTests
{
    private const string Psk = "keying: { ike: { authentication: [{ psk: { env: X } }] } }\n";
    private const string Head = "gatehouse: 1\nname: p\nscenario: transport-mode\n";
    private const int PacketsOfAPair = 200;

    [Fact]
    public void A_policy_is_the_same_as_itself()
    {
        var report = PolicyDiff.Of(Compile(Head + Psk), Compile(Head + Psk));
        report.IsSame.ShouldBeTrue();
        report.IsExhaustive.ShouldBeTrue();
    }

    [Fact]
    public void A_rule_more_is_two_filters_for_each_layer_and_family_and_a_packet()
    {
        var after = Compile(Head + Psk + "rules: [{ name: web, scenario: block, protocol: tcp, localPort: 80, remote: 10.0.0.0/24 }]\n");
        var report = PolicyDiff.Of(Compile(Head + Psk), after);
        report.Objects.ShouldAllBe(change => change.Kind == ObjectChangeKind.Added && change.Name.StartsWith("rule web "));
        report.IsExhaustive.ShouldBeTrue();
        var outbound = report.Behaviour.Where(change => change.Layer == FwpmLayer.OutboundTransportV4).ShouldHaveSingleItem();
        outbound.Question.Local.Port.ShouldBe((ushort)80);
        $"{outbound.Question.Remote.Address}".ShouldBe("10.0.0.1");
        (outbound.Before.Verdict, outbound.After.Verdict).ShouldBe((ExplainedVerdict.Hold, ExplainedVerdict.Drop));
        outbound.AfterVote.ShouldBe("block by 'rule web OUT block, IPv4'");
        report.Behaviour.ShouldNotContain(change => change.Layer == FwpmLayer.OutboundTransportV6);
    }

    [Fact]
    public void Another_name_renames_every_object_and_changes_no_packet()
    {
        var report = PolicyDiff.Of(Compile(Head + Psk), Compile(Head.Replace("name: p", "name: q", StringComparison.Ordinal) + Psk));
        report.Behaviour.ShouldBeEmpty();
        report.Objects.Length.ShouldBe(14);
        report.Objects.Where(change => change.Type == "filter" && !change.Name.StartsWith("MM") && !change.Name.StartsWith("QM"))
            .ShouldAllBe(change => change.Kind == ObjectChangeKind.Renamed);
    }

    [Fact]
    public void Other_proposals_change_what_keying_finds()
    {
        var other = "keying: { ike: { authentication: [{ psk: { env: X } }], quickMode: { pfs: ecp-256 } } }\n";
        var report = PolicyDiff.Of(Compile(Head + Psk), Compile(Head + other));
        report.Objects.ShouldHaveSingleItem().Properties.ShouldHaveSingleItem().Name.ShouldBe("proposals");
        report.Behaviour.Select(change => change.Layer).ShouldBe([FwpmLayer.IpsecV4, FwpmLayer.IpsecV6]);
    }

    [Fact]
    public void What_happens_without_an_sa_is_compared()
    {
        var report = PolicyDiff.Of(Compile(Head + Psk), Compile(Head + Psk), NoSaBehavior.Hold, NoSaBehavior.Drop);
        report.Objects.ShouldHaveSingleItem().Properties.ShouldBe([new PropertyChange("onNoSa", "hold", "drop")]);
        report.IsSame.ShouldBeFalse();
    }

    [Fact]
    public void Rules_whose_order_does_not_matter_change_weights_and_no_packet()
    {
        var one = Compile(Head + Psk + "rules: [{ name: a, scenario: clear, remote: 10.0.1.0/24 }, { name: b, scenario: block, remote: 10.0.2.0/24 }]\n");
        var other = Compile(Head + Psk + "rules: [{ name: b, scenario: block, remote: 10.0.2.0/24 }, { name: a, scenario: clear, remote: 10.0.1.0/24 }]\n");
        var report = PolicyDiff.Of(one, other);
        report.Behaviour.ShouldBeEmpty();
        report.IsExhaustive.ShouldBeTrue();
        report.Objects.ShouldAllBe(change => change.Kind == ObjectChangeKind.Changed && change.Properties.Length == 1 && change.Properties[0].Name == "weight");
    }

    [Fact]
    public void What_only_protected_packets_meet_is_a_difference()
    {
        var objects = Compile(Head + Psk);
        var blocked = objects with
        {
            Filters = [.. objects.Filters.Select(filter => filter.Layer == FwpmLayer.InboundTransportV4 && filter.Callout is not null
                ? filter with { Action = FwpActionType.Block, Callout = null }
                : filter)],
        };
        var change = PolicyDiff.Of(objects, blocked).Behaviour.ShouldHaveSingleItem();
        (change.Layer, change.Question.ArrivesProtected).ShouldBe((FwpmLayer.InboundTransportV4, true));
        (change.Before.Verdict, change.After.Verdict).ShouldBe((ExplainedVerdict.Permit, ExplainedVerdict.Drop));
    }

    [Fact]
    public void Where_conditions_ask_who_somebody_is_it_does_not_claim_to_have_compared_everybody()
    {
        static WfpObjectSet For(uint sid, bool twice)
        {
            var descriptor = FwpConditionValue.Opaque(FwpDataType.SecurityDescriptor, Descriptors.With(Descriptors.Ace(0, sid)));
            var filter = new FwpmFilter(
                new Guid(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), "who", FwpmLayer.AleAuthRecvAcceptV4,
                [FwpmFilterCondition.Equal(FwpmConditionField.AleRemoteUserId, descriptor)], FwpActionType.Block, FwpmWeight.Auto);
            return new WfpObjectSet([], twice ? [filter, filter with { Key = Guid.NewGuid() }] : [filter]);
        }

        PolicyDiff.Of(For(1, twice: false), For(1, twice: false)).IsExhaustive.ShouldBeTrue();
        PolicyDiff.Of(For(1, twice: false), For(1, twice: true)).IsExhaustive.ShouldBeFalse();
        PolicyDiff.Of(For(1, twice: false), For(2, twice: false)).IsExhaustive.ShouldBeFalse();
    }

    [Fact]
    public void It_never_says_same_when_a_sampled_packet_differs() => Compare(firstSeed: 1, pairs: 240);

    [Fact]
    [Trait("tier", "all")]
    public void It_never_says_same_when_one_of_many_sampled_packets_differs() => Compare(firstSeed: 50_000, pairs: 3_000);

    // One policy, and the same with a filter taken out, put in or moved: most pairs differ for few packets or for none.
    private static void Compare(ulong firstSeed, int pairs)
    {
        var (same, different, sampled) = (0, 0, 0);
        for (var seed = firstSeed; seed < firstSeed + (ulong)pairs; seed++)
        {
            var policy = new RandomPolicy(seed);
            if (policy.Filters.Length is 0 or > 25)
                continue;
            var changed = Change(policy);
            var (before, after) = (new WfpObjectSet([], policy.Filters), new WfpObjectSet([], changed));
            var report = PolicyDiff.Of(before, after);
            var (left, right) = (FilterSnapshot.Compile(before), FilterSnapshot.Compile(after));
            var differs = Enumerable.Range(0, PacketsOfAPair).Count(_ => Differs(policy, left, right));
            if (!report.Behaviour.IsEmpty)
                different++;
            else if (report.IsExhaustive)
                same++;
            if (report is { Behaviour.IsEmpty: true, IsExhaustive: true })
                differs.ShouldBe(0, $"seed {seed} at {policy.Layer}");
            sampled += differs;
        }

        same.ShouldBeGreaterThan(pairs / 20);
        different.ShouldBeGreaterThan(pairs / 20);
        sampled.ShouldBeGreaterThan(pairs);
    }

    private static ImmutableArray<FwpmFilter> Change(RandomPolicy policy)
    {
        var at = policy.Next(policy.Filters.Length);
        return policy.Next(4) switch
        {
            0 => policy.Filters.RemoveAt(at),
            1 => policy.Filters.Add(policy.Filter()),
            2 => policy.Filters.SetItem(at, policy.Filters[at] with { Weight = new FwpmWeight(FwpmWeightKind.Range, (ulong)policy.Next(16)) }),
            _ => policy.Filters.SetItem(at, policy.Filters[at] with { Key = policy.Filter().Key, Name = "renamed" }),
        };
    }

    private static bool Differs(RandomPolicy policy, FilterSnapshot left, FilterSnapshot right)
    {
        var (fields, facts, _) = policy.Packet();
        var (one, other) = (left.Classify(policy.Layer, fields, facts), right.Classify(policy.Layer, fields, facts));
        return Outcome.Of(policy.Layer, one) != Outcome.Of(policy.Layer, other);
    }

    private static WfpObjectSet Compile(string policy)
    {
        var read = PolicyReader.Read(policy, "p");
        read.Errors.ShouldBeEmpty();
        return ScenarioCompiler.Compile(read.Document!);
    }
}
