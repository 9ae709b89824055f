using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;
using Gatehouse.Scenarios.Installing;
using Shouldly;
using Xunit;

namespace Gatehouse.Interop.Windows;

/// <summary>What stands in the way of a policy on Windows: each a sentence with Windows' name of the error and the way out, and nothing half applied.</summary>
public sealed class RefusalTests
{
    [Fact]
    public void Another_program_holds_a_transaction()
    {
        using var recorder = new RecordedEngine();
        using var other = recorder.Engine.Open(new FwpmSession { Name = "somebody" }).Require();
        other.BeginTransaction().ThrowIfFailed();
        var refused = $"{Apply(recorder).Outcome}";
        refused.ShouldStartWith("FWP_E_TIMEOUT: FwpmTransactionBegin0 failed. Another program holds a transaction");
        refused.ShouldContain("Try again when it is done");
        $"{new PolicyInstaller(recorder.Engine).Remove().Outcome}".ShouldStartWith("FWP_E_TIMEOUT: ");
        other.AbortTransaction().ThrowIfFailed();
        new PolicyInstaller(recorder.Engine).Read().Require().IsEmpty.ShouldBeTrue();
        Apply(recorder).Require();
    }

    [Fact]
    public void Somebody_elses_object_stands_under_our_key()
    {
        using var recorder = new RecordedEngine();
        var objects = RecordedEngine.Compile(PolicyOfTheTables.Text("transport-mode"));
        using (var session = recorder.Engine.Open(new FwpmSession()).Require())
            session.Filters.Add(objects.Filters[^1] with { ProviderContext = null, Flags = FwpmFilterFlags.None, Name = "theirs" }).Outcome.ThrowIfFailed();
        var refused = Apply(recorder);
        refused.Error.ShouldBe(FwpError.AlreadyExists);
        refused.Detail.ShouldContain(objects.Filters[^1].Name);
        refused.Detail.ShouldContain("'gatehouse down' removes what Gatehouse left");
        new PolicyInstaller(recorder.Engine).Read().Require().IsEmpty.ShouldBeTrue("nothing half applied");
        recorder.ShouldBeClean("foreign key");
    }

    [Fact]
    public void A_persistent_policy_takes_the_place_of_a_static_one_of_another_version()
    {
        using var recorder = new RecordedEngine();
        var installer = new PolicyInstaller(recorder.Engine);
        using (var session = recorder.Engine.Open(new FwpmSession()).Require())
        {
            session.Providers.Add(FwpmProvider.Gatehouse with { Description = "of another version" }).Outcome.ThrowIfFailed();
            session.SubLayers.Add(new FwpmSubLayer(Guid.Parse("00000000-0000-4000-a000-000000000009"), "old", 9)
            {
                Provider = FwpmProvider.Gatehouse.Key,
            }).Outcome.ThrowIfFailed();
        }

        var changes = installer.Apply(RecordedEngine.Compile(PolicyOfTheTables.Text("block")), new InstallOptions(Persistent: true)).Require();
        changes.Removed.Select(change => change.Kind).ShouldBe([FwpmObjectName.SubLayerKind, FwpmObjectName.ProviderKind]);
        installer.Read().Require().Provider.ShouldNotBeNull().Object.Description.ShouldBe(FwpmProvider.Gatehouse.Description);
    }

    private static FwpResult<PolicyChanges> Apply(RecordedEngine recorder) =>
        new PolicyInstaller(recorder.Engine).Apply(RecordedEngine.Compile(PolicyOfTheTables.Text("transport-mode")), new InstallOptions());
}
