using BenchmarkDotNet.Running;
using Gatehouse.Benchmarks.Esp;
using Gatehouse.Benchmarks.Filters;
using Gatehouse.Benchmarks.Keying;

// ./bench esp            the comparison with openssl speed, then BenchmarkDotNet's own figures
// ./bench esp --quick    the comparison only
// ./bench keying         negotiations a second, AuthIP beside IKEv1
// ./bench filters        rule sets beside DPDK's ACL library; benchmarks/filters.sh makes the files
if (args is ["filters", var folder, var anchors, .. var sets])
    return FilterComparison.Run(folder, anchors, sets, Console.Out) ? 0 : 1;
if (args is not ["esp" or "keying", ..])
{
    Console.Error.WriteLine("usage: ./bench esp [--quick] [--rounds N] | ./bench keying [--rounds N]");
    return 2;
}

var roundsAt = Array.IndexOf(args, "--rounds");
var rounds = roundsAt > 0 && roundsAt + 1 < args.Length ? int.Parse(args[roundsAt + 1]) : 5;
if (args[0] == "keying")
    return KeyingComparison.Run(rounds, Console.Out) ? 0 : 1;
var met = EspComparison.Run(rounds, Console.Out);
if (!args.Contains("--quick"))
    BenchmarkRunner.Run<EspBenchmarks>();
return met ? 0 : 1;
