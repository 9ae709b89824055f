using System.Diagnostics;
using System.Globalization;
using Gatehouse.Base;
using Gatehouse.Host.State;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Host.State;

/// <summary>SIGKILL at any moment of a commit: the next start finds the last commit that was answered, or the one after it, whole.</summary>
public sealed class StateStoreKillTests : IDisposable
{
    private const int Deaths = 200;
    private const int Seed = 4;

    private static readonly string Writer = Path.Combine(AppContext.BaseDirectory, "Gatehouse.StateWriter.dll");

    private readonly string _directory = Directory.CreateTempSubdirectory("gatehouse-state-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    [Trait("tier", "default")]
    public void Two_hundred_deaths_during_commits_never_leave_half_a_commit()
    {
        var entropy = new SeededEntropy(Seed);
        var answered = 0;
        var betweenCommits = 0;
        for (var death = 1; death <= Deaths; death++)
        {
            var found = Live(TimeSpan.FromMilliseconds(entropy.NextUInt64() % 40), ref answered);
            found.ShouldBeInRange(answered, answered + 1, $"death {death}, seed {Seed}");
            betweenCommits += found == answered ? 1 : 0;
            answered = found;
        }

        answered.ShouldBeGreaterThan(Deaths / 2);
        betweenCommits.ShouldBeGreaterThan(0);
    }

    /// <summary>One life of the writer, from its first commit on so long; the generation its store holds afterwards.</summary>
    private int Live(TimeSpan length, ref int answered)
    {
        using var writer = Process.Start(new ProcessStartInfo("dotnet", [Writer, _directory]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var first = writer.StandardOutput.ReadLine() ?? throw new InvalidOperationException(writer.StandardError.ReadToEnd());
        Number(first).ShouldBe(answered, "a start finds what the last death left");

        // The first commit takes long, because everything is loaded for it; the moments begin after it.
        answered = Number(writer.StandardOutput.ReadLine()!);
        Thread.Sleep(length);
        writer.Kill();
        writer.WaitForExit();
        while (writer.StandardOutput.ReadLine() is { } line && line.StartsWith("kept ", StringComparison.Ordinal))
            answered = Number(line);

        using var store = StateStore.Open(_directory, out var failure);
        store.ShouldNotBeNull(failure);
        var generation = store.Policy is null ? 0 : int.Parse(store.Policy.Text, CultureInfo.InvariantCulture);
        store.Objects.Count.ToString(CultureInfo.InvariantCulture).ShouldBe(store.Policy?.Path ?? "0");
        store.Objects.ShouldAllBe(entry => entry.Object.Name == store.Policy!.Text);
        return generation;
    }

    private static int Number(string line) => int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture);
}
