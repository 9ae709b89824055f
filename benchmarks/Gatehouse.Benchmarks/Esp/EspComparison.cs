using System.Diagnostics;

namespace Gatehouse.Benchmarks.Esp;

/// <summary>
/// Whole ESP packets beside openssl speed, in the same run on the same core. The ratio is openssl's time over ours for the same number of payload bytes,
/// so above 1 we are faster, although a packet also costs header, padding, replay window and checksum, and encrypts its trailer.
/// </summary>
internal static class EspComparison
{
    /// <summary>One measurement is the median of this many slices, so that being preempted in some of them does not show.</summary>
    private const int Slices = 200;

    /// <summary>Batches in a slice: half a millisecond or more.</summary>
    private const int BatchesPerSlice = 20;

    // Payload bytes, and the least ratio for seal and for open; 576 is reported only.
    private static readonly (int Payload, double Target)[] Sizes = [(64, 1.0), (576, 0), (1400, 0.9)];

    /// <summary>Measures in interleaved rounds, prints medians; false when a target is missed.</summary>
    public static bool Run(int rounds, TextWriter output)
    {
        output.WriteLine($"AES-128-GCM, whole IPv4 ESP packets, one core, median of {rounds} interleaved rounds");
        output.WriteLine("payload   openssl speed            seal                     open                     seal ratio  open ratio  target");
        var met = true;
        foreach (var (payload, target) in Sizes)
        {
            using var batch = new EspBatch(payload);
            WarmUp(batch);
            var openssl = new List<double>();
            var seal = new List<double>();
            var open = new List<double>();
            for (var round = 0; round < rounds; round++)
            {
                var (sealNow, openNow) = Measure(batch);
                openssl.Add(OpensslSpeed.NanosecondsPerBlock(payload));
                seal.Add(sealNow);
                open.Add(openNow);
            }

            var (o, s, p) = (Median(openssl), Median(seal), Median(open));
            met &= o / s >= target && o / p >= target;
            var line = $"{payload,5} B   {Cell(o, payload)}   {Cell(s, payload)}   {Cell(p, payload)}   {o / s,10:F2}  {o / p,10:F2}  ";
            output.WriteLine(line + (target > 0 ? $"≥ {target:F1}" : "-"));
        }

        output.WriteLine(met ? "Every target is met." : "A target is missed.");
        return met;
    }

    /// <summary>Until the runtime has compiled the path in its last tier. It does that in the background, on the same core, so it needs pauses.</summary>
    private static void WarmUp(EspBatch batch)
    {
        for (var i = 0; i < 10; i++)
        {
            _ = Measure(batch);
            Thread.Sleep(150);
        }
    }

    private static (double Seal, double Open) Measure(EspBatch batch)
    {
        var seal = new List<double>(Slices);
        var open = new List<double>(Slices);
        for (var slice = 0; slice < Slices; slice++)
        {
            long sealTicks = 0, openTicks = 0;
            for (var i = 0; i < BatchesPerSlice; i++)
            {
                var start = Stopwatch.GetTimestamp();
                batch.Seal();
                var middle = Stopwatch.GetTimestamp();
                batch.Open();
                sealTicks += middle - start;
                openTicks += Stopwatch.GetTimestamp() - middle;
            }

            seal.Add(PerPacket(sealTicks));
            open.Add(PerPacket(openTicks));
        }

        return (Median(seal), Median(open));
    }

    private static double PerPacket(long ticks) => ticks * 1e9 / Stopwatch.Frequency / (BatchesPerSlice * EspBatch.Count);

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }

    private static string Cell(double nanoseconds, int payload) => $"{nanoseconds,6:F0} ns {payload / nanoseconds,6:F2} GB/s  ";
}
