using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;
using Gatehouse.Oracles.Wfp;
using Gatehouse.Scenarios.Installing;
using Gatehouse.Windows;
using Shouldly;
using Xunit;

namespace Gatehouse.Interop.Windows;

/// <summary>Policies applied to Windows' engine as the recorder stands in for it: what Windows is told, and what is left when it refuses.</summary>
public sealed class InstallerTests
{
    public static TheoryData<string> Scenarios => [.. PolicyOfTheTables.Scenarios];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void Windows_is_told_the_documented_rows_in_one_transaction(string scenario)
    {
        using var recorder = new RecordedEngine();
        var installer = new PolicyInstaller(recorder.Engine);
        installer.Apply(RecordedEngine.Compile(PolicyOfTheTables.Text(scenario)), new InstallOptions()).Require();

        var calls = recorder.Calls;
        var negotiates = PolicyOfTheTables.Negotiates(scenario);
        RecordedRows.Filters(calls).Select(row => $"{row}").Order()
            .ShouldBe(ScenarioTables.Filters(scenario, negotiates, negotiates, true, true, true).Select(row => $"{row}").Order());
        RecordedRows.Contexts(calls).Order().ShouldBe(ScenarioTables.Contexts(scenario, negotiates, negotiates).Order());
        calls.Count(call => call.Name == "FwpmTransactionCommit0").ShouldBe(1);
        calls.ShouldAllBe(call => call.Status == 0);
        recorder.ShouldBeClean(scenario);
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void Applying_twice_changes_nothing_and_removing_leaves_nothing(string scenario)
    {
        using var recorder = new RecordedEngine();
        var installer = new PolicyInstaller(recorder.Engine);
        var objects = RecordedEngine.Compile(PolicyOfTheTables.Text(scenario));
        var first = installer.Apply(objects, new InstallOptions()).Require();
        recorder.Restart();

        installer.Apply(objects, new InstallOptions()).Require().ShouldSatisfyAllConditions(
            second => second.IsEmpty.ShouldBeTrue(), second => second.Kept.ShouldBe(first.Added.Length));
        recorder.Calls.ShouldNotContain(call => call.Name.Contains("Add", StringComparison.Ordinal) || call.Name.Contains("Delete", StringComparison.Ordinal));
        installer.Compare(objects).Require().IsEmpty.ShouldBeTrue();
        installer.Remove().Require().Removed.Length.ShouldBe(first.Added.Length);
        recorder.Restart();
        installer.Read().Require().IsEmpty.ShouldBeTrue();
        recorder.ShouldBeClean(scenario);
    }

    [Fact]
    public void A_dry_run_makes_every_call_keeps_nothing_and_tells_what_would_change()
    {
        using var recorder = new RecordedEngine();
        var installer = new PolicyInstaller(recorder.Engine);
        var changes = installer.Apply(RecordedEngine.Compile(PolicyOfTheTables.Text("transport-mode")), new InstallOptions(DryRun: true)).Require();

        changes.Added.Length.ShouldBe(1 + 4 + 16);
        recorder.Calls.Count(call => call.Name.Contains("Add", StringComparison.Ordinal)).ShouldBe(changes.Added.Length);
        recorder.Calls.ShouldNotContain(call => call.Name == "FwpmTransactionCommit0");
        recorder.Calls.ShouldContain(call => call.Name == "FwpmTransactionAbort0");
        installer.Read().Require().IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void Another_policy_takes_the_place_of_the_first_and_drift_is_seen()
    {
        using var recorder = new RecordedEngine();
        var installer = new PolicyInstaller(recorder.Engine);
        var transport = RecordedEngine.Compile(PolicyOfTheTables.Text("transport-mode"));
        var discovery = RecordedEngine.Compile(PolicyOfTheTables.Text("negotiation-discovery"));
        installer.Apply(transport, new InstallOptions()).Require();
        installer.Apply(discovery, new InstallOptions(Persistent: true)).Require();
        var installed = installer.Read().Require();
        installed.Filters.Length.ShouldBe(20);
        installed.Filters.ShouldAllBe(entry => entry.Lifetime == FwpmLifetime.Persistent && entry.EffectiveWeight > 0 == (entry.Object.Conditions.Length > 0));

        using (var session = recorder.Engine.Open(new FwpmSession()).Require())
            session.Filters.DeleteByKey(installed.Filters[7].Object.Key).ThrowIfFailed();
        var drift = installer.Compare(discovery).Require();
        drift.Added.ShouldHaveSingleItem().Key.ShouldBe(installed.Filters[7].Object.Key);
        drift.Removed.ShouldBeEmpty();
    }

    [Fact]
    public void What_was_there_before_can_be_restored()
    {
        using var recorder = new RecordedEngine();
        var installer = new PolicyInstaller(recorder.Engine);
        var nothing = installer.Read().Require();
        var transport = RecordedEngine.Compile(PolicyOfTheTables.Text("transport-mode"));
        installer.Apply(transport, new InstallOptions(Persistent: true)).Require();
        var before = installer.Read().Require();
        var changes = installer.Apply(RecordedEngine.Compile(PolicyOfTheTables.Text("block")), new InstallOptions()).Require();
        PolicyInstaller.WhyNotRestorable(before, changes).ShouldBeNull();

        installer.Restore(before).Require();
        installer.Compare(transport).Require().IsEmpty.ShouldBeTrue();
        installer.Read().Require().Provider.ShouldNotBeNull().Lifetime.ShouldBe(FwpmLifetime.Persistent);
        installer.Restore(nothing).Require();
        installer.Read().Require().IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void A_pre_shared_key_alone_is_drift_and_nobody_reads_it()
    {
        using var recorder = new RecordedEngine();
        var installer = new PolicyInstaller(recorder.Engine);
        var objects = RecordedEngine.Compile(Keyed);
        installer.Apply(objects, new InstallOptions()).Require();
        installer.Compare(objects).Require().ShouldSatisfyAllConditions(same => same.IsEmpty.ShouldBeTrue(), same => same.KeysNotCompared.ShouldBeEmpty());
        recorder.SetKey("another-key");
        var drift = installer.Compare(objects).Require();
        drift.KeyDiffers.ShouldBeTrue();
        drift.Removed.Where(change => change.KeyDiffers).ShouldHaveSingleItem().Kind.ShouldBe(FwpmObjectName.ContextKind);
        installer.Apply(objects, new InstallOptions()).Require().Added.Length.ShouldBe(drift.Added.Length);
        installer.Apply(objects, new InstallOptions()).Require().IsEmpty.ShouldBeTrue();
        RecordedRows.Added(recorder.Calls, "FwpmProviderContextAdd2").Last(context => context.TryGetProperty("mainMode", out _)).GetRawText()
            .ShouldContain(Convert.ToHexStringLower("another-key"u8));
        recorder.SetKey(null);
        var unknown = installer.Compare(objects).Require();
        unknown.IsEmpty.ShouldBeTrue();
        unknown.KeysNotCompared.ShouldHaveSingleItem();
        recorder.ShouldBeClean("keys");
    }

    [Fact]
    public void A_failure_at_any_call_while_keys_are_compared_leaves_all_as_it_was()
    {
        using var recorder = new RecordedEngine();
        var installer = new PolicyInstaller(recorder.Engine);
        var objects = RecordedEngine.Compile(Keyed);
        installer.Apply(objects, new InstallOptions()).Require();
        recorder.SetKey("another-key");
        for (var call = 1; ; call++)
        {
            recorder.Restart(call, (uint)FwpError.SessionAborted);
            var result = installer.Apply(objects, new InstallOptions());
            WindowsFilterEngine.OutstandingMemory.ShouldBe(0, $"call {call}");
            recorder.Restart();
            if (result.Ok)
                break;
            result.Error.ShouldBe(FwpError.SessionAborted, $"call {call}");
            installer.Compare(objects).Require().KeyDiffers.ShouldBeTrue($"call {call}");
        }

        installer.Compare(objects).Require().IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void Foreign_objects_in_the_way_are_named_and_old_ones_of_ours_removed_even_without_words_for_them()
    {
        using var recorder = new RecordedEngine();
        var installer = new PolicyInstaller(recorder.Engine);
        var objects = RecordedEngine.Compile(PolicyOfTheTables.Text("transport-mode"));
        installer.Apply(objects, new InstallOptions()).Require();
        var foreign = Guid.Parse("00000000-0000-4000-a000-000000000077");
        var mine = objects.Filters.First(filter => filter.ProviderContext is not null);
        using (var session = recorder.Engine.Open(new FwpmSession()).Require())
        {
            session.Filters.Add(mine with { Key = foreign, Name = "theirs" }).Outcome.ThrowIfFailed();
            var theirs = new FwpmObjectName(FwpmObjectName.FilterKind, foreign, "theirs", null);
            session.References().Require().ShouldContain(
                new FwpmReference(theirs, FwpmObjectName.ContextKind, mine.ProviderContext.ShouldNotBeNull()));
        }

        var refused = installer.Remove();
        refused.Error.ShouldBe(FwpError.InUse);
        refused.Detail.ShouldContain($"filter 'theirs' {foreign} without provider refers to our provider context");
        installer.Compare(objects).Require().IsEmpty.ShouldBeTrue();
        for (var call = 1; call < recorder.Calls.Count; call++)
        {
            recorder.Restart(call, (uint)FwpError.SessionAborted);
            installer.Remove().Error.ShouldBeOneOf(FwpError.SessionAborted, FwpError.InUse);
            recorder.ShouldBeClean($"call {call}");
        }

        recorder.Restart();
        using (var session = recorder.Engine.Open(new FwpmSession()).Require())
        {
            session.Filters.DeleteByKey(foreign).ThrowIfFailed();

            // A callout of Windows that the model has no words for: as a filter that a later version might add.
            recorder.AddFilterBeyondTheModel(FwpmProvider.Gatehouse.Key);
        }

        installer.Read().Require().Unknown.ShouldHaveSingleItem().Name.ShouldBe("beyond the model");
        installer.Compare(objects).Require().Removed.ShouldHaveSingleItem().Kind.ShouldBe(FwpmObjectName.FilterKind);
        installer.Remove().Require();
        installer.Read().Require().IsEmpty.ShouldBeTrue();
    }

    private const string Keyed = """
        gatehouse: 1
        name: keyed
        scenario: transport-mode
        keying: { ike: { authentication: [ psk: { env: GATEHOUSE_PSK } ] } }
        """;

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void A_failure_at_any_call_leaves_all_as_it_was(string scenario)
    {
        using var recorder = new RecordedEngine();
        var installer = new PolicyInstaller(recorder.Engine);
        var before = RecordedEngine.Compile(PolicyOfTheTables.Text(scenario == "block" ? "clear" : "block"));
        var objects = RecordedEngine.Compile(PolicyOfTheTables.Text(scenario));
        installer.Apply(before, new InstallOptions()).Require();
        FailEachCall(recorder, $"apply {scenario}", () => installer.Apply(objects, new InstallOptions()), before);
        FailEachCall(recorder, $"remove {scenario}", () => installer.Remove(), objects);
        installer.Read().Require().IsEmpty.ShouldBeTrue();
    }

    /// <summary>Repeats an action with its first, second… call failing, until it succeeds: up to then nothing may have changed.</summary>
    private static void FailEachCall(RecordedEngine recorder, string name, Func<FwpResult<PolicyChanges>> act, WfpObjectSet before)
    {
        var installer = new PolicyInstaller(recorder.Engine);
        for (var call = 1; ; call++)
        {
            recorder.Restart(call, (uint)FwpError.SessionAborted);
            var result = act();
            var calls = recorder.Calls;
            var when = $"{name}, call {call}: {calls[^1].Name}";
            WindowsFilterEngine.OutstandingMemory.ShouldBe(0, when);
            calls[^1].Name.ShouldBe(call == 1 ? "FwpmEngineOpen0" : "FwpmEngineClose0", when);
            recorder.Restart();
            if (result.Ok)
            {
                // Everything was committed; only closing failed, the last call there is.
                call.ShouldBe(calls.Count, when);
                call.ShouldBeGreaterThan(15, when);
                return;
            }

            result.Error.ShouldBe(FwpError.SessionAborted, when);
            installer.Compare(before).Require().IsEmpty.ShouldBeTrue(when);
        }
    }
}
