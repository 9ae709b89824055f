using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace Gatehouse.Tests.Support.Fuzzing;

/// <summary>
/// Bytes of strangers, damaged by a seed: no crash, no hang, nothing half done, and every refusal says what and where. GATEHOUSE_FUZZ=TARGET:SEED
/// plays one input again, GATEHOUSE_FUZZ_SECONDS says for how long, GATEHOUSE_FUZZ_FIRST from which seed on.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int InputsInQuick = 150;
    private const int DefaultSeconds = 60;

    /// <summary>Nothing here takes a tenth of it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("policy")]
    [InlineData("netsh")]
    [InlineData("control")]
    [InlineData("store")]
    public void Some_damaged_inputs_are_survived(string name)
    {
        using var target = Create(name);
        for (var seed = 1; seed <= InputsInQuick; seed++)
            Play(target, seed);
    }

    [Fact]
    [Trait("tier", "default")]
    public void A_minute_of_damaged_inputs_is_survived()
    {
        if (Environment.GetEnvironmentVariable("GATEHOUSE_FUZZ") is { } one)
        {
            using var target = Create(one.Split(':')[0]);
            Play(target, int.Parse(one.Split(':')[1], CultureInfo.InvariantCulture));
            return;
        }

        var first = Number("GATEHOUSE_FUZZ_FIRST", 1_000);
        var clock = Stopwatch.StartNew();
        var targets = new[] { "policy", "netsh", "control", "store" }.Select(Create).ToList();
        var played = new int[targets.Count];
        try
        {
            // Each target gets its share of the time, however fast it is.
            for (var turn = 0; clock.Elapsed < TimeSpan.FromSeconds(Number("GATEHOUSE_FUZZ_SECONDS", DefaultSeconds)); turn++)
            {
                var at = turn % targets.Count;
                for (var share = Stopwatch.StartNew(); share.Elapsed < TimeSpan.FromMilliseconds(250);)
                    Play(targets[at], first + played[at]++);
            }
        }
        finally
        {
            targets.ForEach(target => target.Dispose());
        }

        for (var at = 0; at < targets.Count; at++)
            output.WriteLine($"{targets[at].Name}: seeds {first} to {first + played[at] - 1}");
        Assert.All(played, count => Assert.True(count > 0));
    }

    private static FuzzTarget Create(string name) => name switch
    {
        "policy" => new PolicyTarget(),
        "netsh" => new NetshTarget(),
        "control" => new ControlTarget(),
        "store" => new StoreTarget(),
        _ => throw new ArgumentException($"{name} is none of policy, netsh, control, store", nameof(name)),
    };

    private static void Play(FuzzTarget target, int seed)
    {
        var input = target.Input(seed);
        var again = $"GATEHOUSE_FUZZ={target.Name}:{seed} plays it again";
        Exception? failure = null;
        var worker = new Thread(() =>
        {
            try
            {
                target.Check(input);
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        }, maxStackSize: 1024 * 1024);
        worker.Start();
        Assert.True(worker.Join(Patience), $"no end within {Patience.TotalSeconds} s; {again}");
        Assert.True(failure is null, $"{failure?.GetType().Name}: {failure?.Message}; {again}\n{failure?.StackTrace}");
    }

    private static int Number(string variable, int absent) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : absent;
}
