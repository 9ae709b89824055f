using System.Text.Json;
using Gatehouse.Cli;
using Gatehouse.Cli.Commands;
using Gatehouse.Cli.Policies;
using Gatehouse.Cli.Windows;
using Gatehouse.Dataplane;
using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;
using Gatehouse.Scenarios.Installing;
using Gatehouse.Tests.Bfe;
using Gatehouse.Tests.Engine;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Cli.Windows;

/// <summary>apply and diff --live on an engine speak as they do to a node.</summary>
public sealed class EngineDiffTests : IDisposable
{
    private readonly TestBfe _bfe = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_in_force_does_not_differ_and_a_deleted_filter_does(bool persistent)
    {
        new PolicyInstaller(_bfe.Engine).Apply(TestNode.TransportMode(), new InstallOptions(persistent)).Require();
        Diff("transport-mode").ShouldBe(ExitCode.Done);
        Said().ShouldContain("0 objects differ");
        var filter = _bfe.Session.Filters.Enum(FwpmEnumTemplate.All).Require().First(entry => entry.Object.Callout is not null).Object;
        _bfe.Session.Filters.DeleteByKey(filter.Key).ThrowIfFailed();
        Diff("transport-mode").ShouldBe(ExitCode.NotAsExpected);
        var said = Said();
        said.ShouldContain($"+ filter '{filter.Name}' {filter.Key}");
        said.ShouldNotContain("0 kinds of packets are treated otherwise");
    }

    [Fact]
    public void What_another_version_left_and_another_owner_are_differences()
    {
        new PolicyInstaller(_bfe.Engine).Apply(TestNode.Compile("block"), new InstallOptions()).Require();
        _bfe.Session.SubLayers.Add(new FwpmSubLayer(Guid.NewGuid(), "old", 5) { Provider = FwpmProvider.Gatehouse.Key }).Require();
        Diff("block").ShouldBe(ExitCode.NotAsExpected);
        Said().ShouldContain("- sublayer 'old'");
        new PolicyInstaller(_bfe.Engine).Remove().Require();
        Diff("block").ShouldBe(ExitCode.NotAsExpected);
        Said().ShouldContain("+ provider 'Gatehouse'");
        Diff("block", OutputFormat.Json).ShouldBe(ExitCode.NotAsExpected);
        using var json = JsonDocument.Parse(Said());
        json.RootElement.GetProperty("same").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public void Apply_says_on_every_engine_what_it_says_of_a_node()
    {
        var verbs = new EngineVerbs(_bfe.Engine, _output, _error);
        verbs.Apply(TestNode.Compile("block"), new InstallOptions(DryRun: true), OutputFormat.Table).ShouldBe(ExitCode.Done);
        Said().ShouldContain("would be applied: ");
        verbs.Apply(TestNode.Compile("block"), new InstallOptions(), OutputFormat.Json).ShouldBe(ExitCode.Done);
        using var json = JsonDocument.Parse(Said());
        json.RootElement.GetProperty("added").GetArrayLength().ShouldBeGreaterThan(1);
        json.RootElement.GetProperty("dryRun").GetBoolean().ShouldBeFalse();
        verbs.Apply(TestNode.Compile("block"), new InstallOptions(), OutputFormat.Table).ShouldBe(ExitCode.Done);
        Said().ShouldStartWith("applied: 0 added, 0 deleted, 0 replaced, ");
    }

    private int Diff(string scenario, OutputFormat format = OutputFormat.Table) => new EngineVerbs(_bfe.Engine, _output, _error)
        .Diff(new ObjectSource($"{scenario}.yaml", scenario == "transport-mode" ? TestNode.TransportMode() : TestNode.Compile(scenario), NoSaBehavior.Hold), format);

    private string Said()
    {
        var said = _output.ToString();
        _output.GetStringBuilder().Clear();
        return said;
    }
}
