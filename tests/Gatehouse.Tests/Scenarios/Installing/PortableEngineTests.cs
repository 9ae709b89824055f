using Gatehouse.Base;
using Gatehouse.Bfe;
using Gatehouse.Host;
using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;
using Gatehouse.Scenarios.Conformance;
using Gatehouse.Scenarios.Installing;
using Gatehouse.Scenarios.Reading;
using Gatehouse.Scenarios.Recipes;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Scenarios.Installing;

/// <summary>The installer and the conformance suite on the portable engine: the same code that drives Windows.</summary>
public sealed class PortableEngineTests
{
    [Fact]
    public void The_portable_engine_conforms()
    {
        var engine = Engine();
        var results = ConformanceSuite.Run(engine);
        results.Length.ShouldBe(ConformancePolicies.Names.Length);
        results.ShouldAllBe(result => result.Findings.IsEmpty && result.Filters.Length > 0);
        using var session = engine.Open(new FwpmSession()).Require();
        session.Filters.Enum(FwpmEnumTemplate.All).Require().ShouldBeEmpty("nothing stays");
        session.Providers.GetByKey(ConformanceSuite.Provider.Key).Error.ShouldBe(FwpError.ProviderNotFound);
    }

    [Fact]
    public void A_policy_is_applied_once_compared_and_removed()
    {
        var installer = new PolicyInstaller(Engine());
        var objects = ScenarioCompiler.Compile(PolicyReader.Read(PolicyTexts.Minimal, "policy.yaml").Document!);
        installer.Apply(objects, new InstallOptions()).Require().Added.Length.ShouldBe(1 + objects.ProviderContexts.Length + objects.Filters.Length);
        installer.Apply(objects, new InstallOptions()).Require().IsEmpty.ShouldBeTrue();
        installer.Compare(objects with { Filters = objects.Filters[1..] }).Require().Removed.ShouldHaveSingleItem().Key.ShouldBe(objects.Filters[0].Key);
        installer.Remove().Require().Removed.Length.ShouldBe(1 + objects.ProviderContexts.Length + objects.Filters.Length);
        installer.Read().Require().IsEmpty.ShouldBeTrue();
    }

    private static BaseFilteringEngine Engine() =>
        BaseFilteringEngine.Create(new BfeOptions { Entropy = new SystemEntropy(), Clock = () => Instant.Zero }).Require();
}
