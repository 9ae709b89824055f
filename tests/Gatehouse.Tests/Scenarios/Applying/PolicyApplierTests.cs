using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;
using Gatehouse.Scenarios.Applying;
using Gatehouse.Tests.Bfe;
using Gatehouse.Tests.Engine;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Scenarios.Applying;

public sealed class PolicyApplierTests
{
    private readonly TestBfe _bfe = new();

    [Theory]
    [InlineData("transport-mode")]
    [InlineData("negotiation-discovery")]
    [InlineData("negotiation-discovery-boundary")]
    [InlineData("block")]
    public void Every_scenario_is_there_whole_and_a_second_time_changes_nothing(string scenario)
    {
        var objects = TestNode.Compile(scenario);
        var first = PolicyApplier.Apply(_bfe.Session, objects).Require();
        first.Added.Length.ShouldBe(objects.ProviderContexts.Length + objects.Filters.Length);
        (first.Deleted.Length, first.Replaced.Length, first.Unchanged).ShouldBe((0, 0, 0));
        Present().Filters.Select(filter => filter.Key).ShouldBe(objects.Filters.Select(filter => filter.Key));
        Present().Filters.ShouldAllBe(filter => filter.Provider == FwpmProvider.Gatehouse.Key);
        var commits = _bfe.Committed.Count;
        var again = PolicyApplier.Apply(_bfe.Session, objects).Require();
        again.IsEmpty.ShouldBeTrue();
        again.Unchanged.ShouldBe(first.Added.Length);
        _bfe.Committed.Count.ShouldBe(commits);
    }

    [Fact]
    public void Only_what_differs_is_exchanged_and_a_changed_context_takes_its_filters_along()
    {
        PolicyApplier.Apply(_bfe.Session, TestNode.Compile("transport-mode", Rules(9000))).Require();
        var moved = PolicyApplier.Apply(_bfe.Session, TestNode.Compile("transport-mode", Rules(9001))).Require();
        moved.Replaced.ShouldNotBeEmpty();
        (moved.Added.Length, moved.Deleted.Length).ShouldBe((0, 0));
        moved.Unchanged.ShouldBeGreaterThan(4);
        var gone = PolicyApplier.Apply(_bfe.Session, TestNode.Compile("transport-mode")).Require();
        gone.Deleted.Length.ShouldBeGreaterThan(0);
        (gone.Added.Length, gone.Replaced.Length).ShouldBe((0, 0));
        var discovery = PolicyApplier.Apply(_bfe.Session, TestNode.Compile("negotiation-discovery")).Require();
        discovery.Replaced.ShouldContain(name => name.Contains("quick mode", StringComparison.OrdinalIgnoreCase), string.Join("; ", discovery.Replaced));
        Same(Present(), TestNode.Compile("negotiation-discovery")).ShouldBeTrue();
    }

    [Fact]
    public void Objects_of_others_are_never_touched_and_removal_leaves_nothing_of_ours()
    {
        _bfe.Session.Filters.Add(Good.Filter("somebody's")).Require();
        PolicyApplier.Apply(_bfe.Session, TestNode.TransportMode()).Require();
        PolicyApplier.Remove(_bfe.Session).Require().Deleted.ShouldNotBeEmpty();
        _bfe.Session.Filters.Enum(FwpmEnumTemplate.All).Require().Select(entry => entry.Object.Name).ShouldBe(["somebody's"]);
        _bfe.Session.ProviderContexts.Enum(FwpmEnumTemplate.All).Require().ShouldBeEmpty();
        _bfe.Session.Providers.GetByKey(FwpmProvider.Gatehouse.Key).Error.ShouldBe(FwpError.ProviderNotFound);
        PolicyApplier.Remove(_bfe.Session).Require().IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void A_dry_run_and_a_refused_commit_leave_what_was_there()
    {
        PolicyApplier.Apply(_bfe.Session, TestNode.TransportMode()).Require();
        PolicyApplier.Apply(_bfe.Session, TestNode.Compile("block"), dryRun: true).Require().IsEmpty.ShouldBeFalse();
        Same(Present(), TestNode.TransportMode()).ShouldBeTrue();
        _bfe.SinkSays = new FwpResult(FwpError.TxnAborted, "no");
        PolicyApplier.Apply(_bfe.Session, TestNode.Compile("block")).Error.ShouldBe(FwpError.TxnAborted);
        Same(Present(), TestNode.TransportMode()).ShouldBeTrue();
    }

    [Fact]
    public void An_object_the_engine_refuses_takes_all_of_its_policy_back()
    {
        PolicyApplier.Apply(_bfe.Session, TestNode.TransportMode()).Require();
        var objects = TestNode.Compile("block");
        var spoiled = objects with { Filters = objects.Filters.SetItem(objects.Filters.Length - 1, objects.Filters[^1] with { Name = "" }) };
        PolicyApplier.Apply(_bfe.Session, spoiled).Error.ShouldBe(FwpError.NullDisplayName);
        Same(Present(), TestNode.TransportMode()).ShouldBeTrue();
        _bfe.Session.BeginTransaction().Ok.ShouldBeTrue();
    }

    private static string Rules(int port) => $"rules:\n  - {{ name: closed, scenario: block, protocol: tcp, remotePort: {port} }}\n";

    private WfpObjectSet Present() => PolicyApplier.Read(_bfe.Session).Require();

    private static bool Same(WfpObjectSet present, WfpObjectSet wanted)
    {
        var owned = PolicyApplier.Owned(wanted);
        return present.Filters.Length == owned.Filters.Length && present.ProviderContexts.Length == owned.ProviderContexts.Length
            && owned.Filters.All(filter => present.Filters.Any(other => SameObject.Of(filter, other)))
            && owned.ProviderContexts.All(context => present.ProviderContexts.Any(other => SameObject.Of(context, other)));
    }
}
