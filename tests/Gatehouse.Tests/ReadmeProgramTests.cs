using Gatehouse.Base;
using Gatehouse.Bfe;
using Gatehouse.Host;
using Gatehouse.Model.Wfp.Management;
using Gatehouse.Scenarios.Installing;
using Gatehouse.Scenarios.Reading;
using Gatehouse.Scenarios.Recipes;
using Gatehouse.Windows;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests;

/// <summary>The program of the README, compiled and run; a second test holds that the README shows these very lines.</summary>
[Collection(nameof(ReadmeProgramTests))]
public sealed class ReadmeProgramTests : IDisposable
{
    private const string Start = "// The program begins.";
    private const string End = "// The program ends.";

    private readonly string _before = Directory.GetCurrentDirectory();

    public void Dispose() => Directory.SetCurrentDirectory(_before);

    [Fact]
    public void It_applies_transport_mode_through_the_public_interface()
    {
        Directory.SetCurrentDirectory(TestFiles.Repository);
        // The program begins.
        var policy = PolicyReader.Read(File.ReadAllBytes("examples/transport-mode.yaml"), "transport-mode.yaml").Document!;
        IFilterEngine engine = OperatingSystem.IsWindows()
            ? WindowsFilterEngine.Create().Require() // this machine's Base Filtering Engine
            : BaseFilteringEngine.Create(new BfeOptions { Entropy = new SystemEntropy(), Clock = () => Instant.Zero }).Require(); // the portable one
        new PolicyInstaller(engine).Apply(ScenarioCompiler.Compile(policy), new InstallOptions()).Require();
        // The program ends.
        new PolicyInstaller(engine).Compare(ScenarioCompiler.Compile(policy)).Require().IsEmpty.ShouldBeTrue();
        ((BaseFilteringEngine)engine).Filters.Objects.Filters.Length.ShouldBe(ScenarioCompiler.Compile(policy).Filters.Length);
    }

    [Fact]
    public void The_readme_shows_these_lines()
    {
        var source = Lines(TestFiles.ReadText("tests", "Gatehouse.Tests", "ReadmeProgramTests.cs"));
        var program = source.SkipWhile(line => line != Start).Skip(1).TakeWhile(line => line != End);
        var readme = Lines(TestFiles.ReadText("README.md"));
        readme.SkipWhile(line => line != "```csharp").Skip(1).TakeWhile(line => line != "```").ShouldBe(program);
    }

    private static List<string> Lines(string text) => [.. text.Split('\n').Select(line => line.Trim())];
}

/// <summary>The working directory belongs to the whole process, so nothing else runs beside these tests.</summary>
[CollectionDefinition(nameof(ReadmeProgramTests), DisableParallelization = true)]
public sealed class AloneInTheWorkingDirectory;
