using System.Collections.Concurrent;
using Xunit;

namespace Gatehouse.Simulation.Tests.Swarm;

/// <summary>
/// Seeded simulations of any two policies of the matrix under faults. A failure prints the command that plays the one seed again.
/// </summary>
public sealed class SwarmTests
{
    private const int Quick = 300;
    private const int Default = 2_000;
    private const int Long = 100_000;

    /// <summary>FIRST or FIRST:COUNT, for <see cref="The_seeds_asked_for"/>.</summary>
    private const string SeedsVariable = "GATEHOUSE_SWARM";

    /// <summary>The same for <see cref="The_seeds_of_both_keying_modules_asked_for"/>.</summary>
    private const string CoexistenceVariable = "GATEHOUSE_SWARM_COEXISTENCE";

    private const string CoexistenceCommand = "./bench swarm --coexistence";
    private const int CoexistenceLong = 10_000;

    [Fact]
    public void A_few_hundred_seeds() => Play(1, Quick);

    [Fact]
    [Trait("tier", "default")]
    public void Two_thousand_seeds() => Play(1, Default);

    [Fact]
    [Trait("tier", "all")]
    public void A_hundred_thousand_seeds() => Play(1, Long);

    [Fact]
    public void The_seeds_asked_for() => PlayAsked(SeedsVariable, "./bench swarm", SwarmPlans.Draw);

    [Fact]
    public void A_few_hundred_seeds_of_both_keying_modules() => Play(1, Quick, CoexistenceCommand, SwarmPlans.DrawCoexistence);

    [Fact]
    [Trait("tier", "default")]
    public void A_thousand_seeds_of_both_keying_modules() => Play(1, Default / 2, CoexistenceCommand, SwarmPlans.DrawCoexistence);

    [Fact]
    [Trait("tier", "all")]
    public void Ten_thousand_seeds_of_both_keying_modules() => Play(1, CoexistenceLong, CoexistenceCommand, SwarmPlans.DrawCoexistence);

    [Fact]
    public void The_seeds_of_both_keying_modules_asked_for() => PlayAsked(CoexistenceVariable, CoexistenceCommand, SwarmPlans.DrawCoexistence);

    private static void PlayAsked(string variable, string command, Func<ulong, SwarmPlan> draw)
    {
        if (Environment.GetEnvironmentVariable(variable) is not { Length: > 0 } seeds)
            return;
        var parts = seeds.Split(':');
        Play(ulong.Parse(parts[0]), parts.Length > 1 ? int.Parse(parts[1]) : 1, command, draw);
    }

    private static void Play(ulong first, int count) => Play(first, count, "./bench swarm", SwarmPlans.Draw);

    private static void Play(ulong first, int count, string command, Func<ulong, SwarmPlan> draw)
    {
        var failures = new ConcurrentBag<(ulong Seed, string Text)>();
        Parallel.For(0, count, i =>
        {
            var seed = first + (ulong)i;
            var failed = SwarmRun.Play(draw(seed));
            if (failed.Count > 0)
                failures.Add((seed, $"seed {seed}: {string.Join("; ", failed)}\n  {draw(seed).Describe()}"));
        });
        if (failures.IsEmpty)
            return;
        var worst = failures.OrderBy(failure => failure.Seed).Take(10).ToArray();
        var texts = string.Join('\n', worst.Select(failure => failure.Text));
        Assert.Fail($"{failures.Count} of {count} simulations failed. Play one again: {command} {worst[0].Seed}\n{texts}");
    }
}
