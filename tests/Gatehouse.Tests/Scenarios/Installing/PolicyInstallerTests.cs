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

    [Fact]
    public void A_key_that_differs_exchanges_its_context_one_that_is_not_known_is_told()
    {
        var objects = TestNode.TransportMode();
        Apply(objects).Require();
        var withKey = objects.ProviderContexts.Where(ChangePlan.UsesKey).Select(context => context.Key).ToList();
        withKey.ShouldNotBeEmpty();
        var same = _installer.Apply(objects, new InstallOptions(SameKey: _ => true)).Require();
        (same.IsEmpty, same.KeyDiffers, same.KeysNotCompared.IsEmpty).ShouldBe((true, false, true));
        var unknown = _installer.Apply(objects, new InstallOptions(SameKey: _ => null)).Require();
        (unknown.IsEmpty, unknown.KeyDiffers).ShouldBe((true, false));
        unknown.KeysNotCompared.Select(context => context.Key).ShouldBe(withKey);
        var other = _installer.Apply(objects, new InstallOptions(SameKey: _ => false)).Require();
        other.KeyDiffers.ShouldBeTrue();
        other.Removed.Where(change => change.KeyDiffers).Select(change => change.Key).ShouldBe(withKey);
        other.Added.Select(change => change.Key).ShouldBe(other.Removed.Select(change => change.Key), ignoreOrder: true);
        other.Removed.Length.ShouldBe(withKey.Count + objects.Filters.Count(filter => filter.ProviderContext is { } key && withKey.Contains(key)));
        Same(Present(), objects).ShouldBeTrue();
    }

    [Fact]
    public void Whose_objects_are_in_the_way_is_told_by_kind_name_key_and_owner()
    {
        var objects = TestNode.TransportMode();
        Apply(objects).Require();
        var owner = Guid.NewGuid();
        _bfe.Session.Providers.Add(new FwpmProvider(owner, "somebody")).Require();
        var context = objects.ProviderContexts.First(candidate => candidate.Type == ProviderContextType.IkeMm);
        var (foreign, loose) = (Guid.NewGuid(), Guid.NewGuid());
        var mainMode = objects.Filters.First(filter => filter.ProviderContext == context.Key);
        _bfe.Session.Filters.Add(mainMode with { Key = foreign, Name = "theirs", Provider = owner }).Require();
        _bfe.Session.Filters.Add(mainMode with { Key = loose, Name = "nobody's", Provider = null }).Require();
        foreach (var dryRun in new[] { true, false })
        {
            var refused = _installer.Remove(dryRun);
            refused.Error.ShouldBe(FwpError.InUse);
            refused.Detail.ShouldContain("Remove them with the program that added them");
            refused.Detail.ShouldContain($"filter 'theirs' {foreign} of provider 'somebody' {owner} refers to our provider context '{context.Name}'");
            refused.Detail.ShouldContain($"filter 'nobody's' {loose} without provider refers to our provider context '{context.Name}'");
        }

        Same(Present(), objects).ShouldBeTrue();
        $"{_bfe.Session.ProviderContexts.DeleteByKey(context.Key)}".ShouldContain($"filter 'theirs' {foreign}");
        _bfe.Session.Filters.DeleteByKey(foreign).ThrowIfFailed();
        _bfe.Session.Filters.DeleteByKey(loose).ThrowIfFailed();
        _installer.Remove().Require().IsEmpty.ShouldBeFalse();
    }

    [Fact]
    public void What_another_version_left_is_removed_by_its_owner()
    {
        Apply(TestNode.TransportMode()).Require();
        var ours = FwpmProvider.Gatehouse.Key;
        _bfe.Session.SubLayers.Add(new FwpmSubLayer(Guid.NewGuid(), "old sublayer", 5) { Provider = ours }).Require();
        _bfe.Session.Callouts.Add(new FwpmCalloutObject(Guid.NewGuid(), "old callout", FwpmLayer.InboundTransportV4, Provider: ours)).Require();
        var applied = Apply(TestNode.TransportMode()).Require();
        applied.Removed.Select(change => (change.Kind, change.Name)).ShouldBe([("callout", "old callout"), ("sublayer", "old sublayer")]);
        _installer.Remove().Require();
        _installer.Read().Require().IsEmpty.ShouldBeTrue();
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
