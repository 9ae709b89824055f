using System.Diagnostics;
using Gatehouse.Filtering;
using Gatehouse.Filtering.Callouts;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Benchmarks.Filters;

/// <summary>Figures of one rule set, in nanoseconds, seconds and bytes.</summary>
internal sealed record FilterFigures(
    double Uncached, double Single, double Single99, double Cached, double Linear,
    double Commit, double CommitOne, double BytesPerFilter, double ModelBytes, long Allocated);

/// <summary>
/// Measures one rule set. Uncached: a loop over all packets, one call each, timed in chunks that mostly fit between two interruptions; the median of
/// chunks. Single: each packet between two readings of the clock, less what the readings cost, the median of passes for each packet; of these the median
/// and the p99. Cached: packets of few flows through the decision cache.
/// </summary>
internal static class FilterMeasure
{
    private const int Rounds = 15;
    private const int Chunk = 1000;
    private const int Passes = 5;
    private const int CachedFlows = 256;

    /// <summary>A linear list of 100,000 needs a millisecond for a packet; so many comparisons tell enough.</summary>
    private const long LinearComparisons = 100_000_000;

    private const FwpmLayer Layer = FwpmLayer.OutboundTransportV4;
    private static readonly CalloutFacts NoFacts = new(false, false, false, false);

    public static FilterFigures Run(RuleSet set)
    {
        var before = Settled();
        var objects = set.Objects();
        var withModel = Settled();
        var snapshot = FilterSnapshot.Compile(objects);
        var withSnapshot = Settled();
        Verify(set, snapshot);
        var commit = Median(5, () => FilterSnapshot.Compile(objects));
        var one = RuleSet.Filter(set.Rules[0] with { Low = 1, High = 2 }, (ulong)set.Rules.Length / 2, -1);
        var commitOne = Median(15, () => snapshot.With(one));
        WarmUp(set.Packets, snapshot);

        var chunks = Enumerable.Range(0, Rounds).SelectMany(_ => Chunks(set.Packets, snapshot)).Order().ToArray();
        var uncached = chunks[chunks.Length / 2];
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        Uncached(set.Packets, snapshot);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        var (single, single99) = Single(set.Packets, snapshot);
        var (linear, cached) = (Linear(set), Cached(set.Packets, snapshot));
        GC.KeepAlive(objects);
        var count = (double)set.Rules.Length;
        return new(
            uncached, single, single99, cached, linear, commit, commitOne, (withSnapshot - withModel) / count, (withModel - before) / count, allocated);
    }

    // Every packet that the linear list can judge in reasonable time must get the verdict of the first rule that matches.
    private static void Verify(RuleSet set, FilterSnapshot snapshot)
    {
        foreach (ref readonly var packet in set.Packets.AsSpan(0, (int)Math.Min(set.Packets.Length, LinearComparisons / set.Rules.Length)))
        {
            var expected = First(set.Rules, packet);
            var id = snapshot.Classify(Layer, packet, NoFacts).FilterId;
            if ((int)id - 1 != expected)
                throw new InvalidOperationException($"the first rule is {expected}, the snapshot says {(int)id - 1}");
        }
    }

    private static int First(Rule[] rules, in ClassifyFields packet)
    {
        for (var i = 0; i < rules.Length; i++)
        {
            if (rules[i].Matches(packet))
                return i;
        }

        return -1;
    }

    // The compiler of hot methods works in the background, and on this core only while we sleep; a busy machine gives it little time.
    private static void WarmUp(ClassifyFields[] packets, FilterSnapshot snapshot)
    {
        for (var i = 0; i < 40; i++)
        {
            Chunks(packets, snapshot);
            Thread.Sleep(100);
        }
    }

    private static List<double> Chunks(ClassifyFields[] packets, FilterSnapshot snapshot)
    {
        var times = new List<double>();
        for (var at = 0; at + Chunk <= packets.Length; at += Chunk)
            times.Add(Uncached(packets.AsSpan(at, Chunk), snapshot));
        return times;
    }

    private static double Uncached(ReadOnlySpan<ClassifyFields> packets, FilterSnapshot snapshot)
    {
        ulong sum = 0;
        var start = Stopwatch.GetTimestamp();
        foreach (ref readonly var packet in packets)
            sum += snapshot.Classify(Layer, packet, NoFacts).FilterId;
        var took = Stopwatch.GetElapsedTime(start);
        return sum == 0 ? double.NaN : took.TotalNanoseconds / packets.Length;
    }

    private static (double Median, double P99) Single(ClassifyFields[] packets, FilterSnapshot snapshot)
    {
        var passes = Enumerable.Range(0, Passes).Select(_ => Pass(packets, snapshot)).ToArray();
        var times = Enumerable.Range(0, packets.Length).Select(i => passes.Select(pass => pass[i]).Order().ElementAt(Passes / 2)).Order().ToArray();
        return (times[times.Length / 2], times[times.Length * 99 / 100]);
    }

    private static double[] Pass(ClassifyFields[] packets, FilterSnapshot snapshot)
    {
        var times = new double[packets.Length];
        var clock = new double[packets.Length];
        var perTick = 1e9 / Stopwatch.Frequency;
        for (var i = 0; i < packets.Length; i++)
        {
            // The packet path has just read the packet when it classifies; here it may lie at the start of a page that nobody has touched.
            var packet = packets[i];
            var a = Stopwatch.GetTimestamp();
            var b = Stopwatch.GetTimestamp();
            snapshot.Classify(Layer, packet, NoFacts);
            var c = Stopwatch.GetTimestamp();
            (clock[i], times[i]) = ((b - a) * perTick, (c - b) * perTick);
        }

        var cost = clock.Order().ElementAt(clock.Length / 2);
        return Array.ConvertAll(times, time => time - cost);
    }

    private static double Cached(ClassifyFields[] packets, FilterSnapshot snapshot)
    {
        var cache = new DecisionCache();
        var flows = packets.AsSpan(0, Math.Min(CachedFlows, packets.Length)).ToArray();
        var best = new List<double>();
        for (var round = 0; round < 2000; round++)
        {
            ulong sum = 0;
            var start = Stopwatch.GetTimestamp();
            foreach (ref readonly var packet in flows.AsSpan())
                sum += cache.Classify(snapshot, Layer, packet, NoFacts).FilterId;
            best.Add(Stopwatch.GetElapsedTime(start).TotalNanoseconds / flows.Length + (sum == 0 ? double.NaN : 0));
            if (round is 100 or 200 or 300)
                Thread.Sleep(150);
        }

        return best.Skip(500).Order().ElementAt(750);
    }

    private static double Linear(RuleSet set)
    {
        var packets = set.Packets.AsSpan(0, (int)Math.Clamp(LinearComparisons / set.Rules.Length, 1, set.Packets.Length));
        long sum = 0;
        var start = Stopwatch.GetTimestamp();
        foreach (ref readonly var packet in packets)
            sum += First(set.Rules, packet);
        var took = Stopwatch.GetElapsedTime(start);
        return sum == long.MinValue ? double.NaN : took.TotalNanoseconds / packets.Length;
    }

    private static double Median(int times, Func<object> action)
    {
        var seconds = new List<double>();
        for (var i = 0; i <= times; i++)
        {
            GC.Collect();
            var start = Stopwatch.GetTimestamp();
            GC.KeepAlive(action());
            seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return seconds.Skip(1).Order().ElementAt(times / 2);
    }

    private static long Settled()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
