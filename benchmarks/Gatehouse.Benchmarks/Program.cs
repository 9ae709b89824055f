using BenchmarkDotNet.Running;
using Gatehouse.Benchmarks.Esp;

// ./bench esp            the comparison with openssl speed, then BenchmarkDotNet's own figures
// ./bench esp --quick    the comparison only
if (args is not ["esp", ..])
{
    Console.Error.WriteLine("usage: ./bench esp [--quick] [--rounds N]");
    return 2;
}

var roundsAt = Array.IndexOf(args, "--rounds");
var rounds = roundsAt > 0 && roundsAt + 1 < args.Length ? int.Parse(args[roundsAt + 1]) : 5;
var met = EspComparison.Run(rounds, Console.Out);
if (!args.Contains("--quick"))
    BenchmarkRunner.Run<EspBenchmarks>();
return met ? 0 : 1;
