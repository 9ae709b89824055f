using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;
using Gatehouse.Scenarios.Installing;
using Gatehouse.Tests.Bfe;
using Gatehouse.Tests.Engine;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Scenarios.Installing;

public sealed class PolicyInstallerTests
{
    private readonly TestBfe _bfe = new();
    private readonly PolicyInstaller _installer;

    public PolicyInstallerTests() => _installer = new PolicyInstaller(_bfe.Engine);

    [Theory]
    [InlineData("transport-mode")]
    [InlineData("negotiation-discovery")]
    [InlineData("negotiation-discovery-boundary")]
    [InlineData("block")]
    public void Every_scenario_is_there_whole_and_a_second_time_changes_nothing(string scenario)
    {
        var objects = TestNode.Compile(scenario);
        var first = Apply(objects).Require();
        first.Added.Length.ShouldBe(1 + objects.ProviderContexts.Length + objects.Filters.Length);
        (first.Removed.Length, first.Kept).ShouldBe((0, 0));
        Present().Filters.Select(filter => filter.Key).ShouldBe(objects.Filters.Select(filter => filter.Key));
        Present().Filters.ShouldAllBe(filter => filter.Provider == FwpmProvider.Gatehouse.Key);
        var commits = _bfe.Committed.Count;
        var again = Apply(objects).Require();
        again.IsEmpty.ShouldBeTrue();
        again.Kept.ShouldBe(first.Added.Length);
        _bfe.Committed.Count.ShouldBe(commits);
    }

    [Fact]
    public void Only_what_differs_is_exchanged_and_a_changed_context_takes_its_filters_along()
    {
        Apply(TestNode.Compile("transport-mode", Rules(9000))).Require();
        var moved = Apply(TestNode.Compile("transport-mode", Rules(9001))).Require();
        moved.Added.Select(added => added.Key).ShouldBe(moved.Removed.Select(removed => removed.Key), ignoreOrder: true);
        moved.Kept.ShouldBeGreaterThan(4);
        var gone = Apply(TestNode.Compile("transport-mode")).Require();
        gone.Removed.ShouldNotBeEmpty();
        gone.Added.ShouldBeEmpty();
        var discovery = Apply(TestNode.Compile("negotiation-discovery")).Require();
        var contexts = discovery.Added.Where(added => added.Kind == "provider context").Select(added => added.Key).ToHashSet();
        contexts.ShouldNotBeEmpty();
        foreach (var filter in Present().Filters.Where(filter => filter.ProviderContext is { } key && contexts.Contains(key)))
            discovery.Removed.ShouldContain(removed => removed.Key == filter.Key, filter.Name);
        Same(Present(), TestNode.Compile("negotiation-discovery")).ShouldBeTrue();
    }

    [Fact]
    public void Objects_of_others_are_never_touched_and_removal_leaves_nothing_of_ours()
    {
        _bfe.Session.Filters.Add(Good.Filter("somebody's")).Require();
        Apply(TestNode.TransportMode()).Require();
        _installer.Remove().Require().Removed.ShouldNotBeEmpty();
        _bfe.Session.Filters.Enum(FwpmEnumTemplate.All).Require().Select(entry => entry.Object.Name).ShouldBe(["somebody's"]);
        _bfe.Session.ProviderContexts.Enum(FwpmEnumTemplate.All).Require().ShouldBeEmpty();
        _bfe.Session.Providers.GetByKey(FwpmProvider.Gatehouse.Key).Error.ShouldBe(FwpError.ProviderNotFound);
        _installer.Remove().Require().IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void A_dry_run_and_a_refused_commit_leave_what_was_there()
    {
        Apply(TestNode.TransportMode()).Require();
        Apply(TestNode.Compile("block"), dryRun: true).Require().IsEmpty.ShouldBeFalse();
        Same(Present(), TestNode.TransportMode()).ShouldBeTrue();
        _bfe.SinkSays = new FwpResult(FwpError.TxnAborted, "no");
        Apply(TestNode.Compile("block")).Error.ShouldBe(FwpError.TxnAborted);
        Same(Present(), TestNode.TransportMode()).ShouldBeTrue();
    }

    [Fact]
    public void An_object_the_engine_refuses_takes_all_of_its_policy_back()
    {
        Apply(TestNode.TransportMode()).Require();
        var objects = TestNode.Compile("block");
        var spoiled = objects with { Filters = objects.Filters.SetItem(objects.Filters.Length - 1, objects.Filters[^1] with { Name = "" }) };
        Apply(spoiled, dryRun: true).Error.ShouldBe(FwpError.NullDisplayName);
        Apply(spoiled).Error.ShouldBe(FwpError.NullDisplayName);
        Same(Present(), TestNode.TransportMode()).ShouldBeTrue();
        _bfe.Session.BeginTransaction().Ok.ShouldBeTrue();
    }

    private static string Rules(int port) => $"rules:\n  - {{ name: closed, scenario: block, protocol: tcp, remotePort: {port} }}\n";

    private FwpResult<PolicyChanges> Apply(WfpObjectSet objects, bool dryRun = false) => _installer.Apply(objects, new InstallOptions(DryRun: dryRun));

    private WfpObjectSet Present()
    {
        var installed = _installer.Read().Require();
        return new WfpObjectSet([.. installed.Contexts.Select(entry => entry.Object)], [.. installed.Filters.Select(entry => entry.Object)]);
    }

    private static bool Same(WfpObjectSet present, WfpObjectSet wanted)
    {
        var owned = PolicyInstaller.Owned(wanted, persistent: false);
        return present.Filters.Length == owned.Filters.Length && present.ProviderContexts.Length == owned.ProviderContexts.Length
            && owned.Filters.All(filter => present.Filters.Any(other => SameObject.Same(filter, other)))
            && owned.ProviderContexts.All(context => present.ProviderContexts.Any(other => SameObject.Same(context, other)));
    }
}
