using System.Diagnostics;

namespace Gatehouse.Benchmarks.Keying;

/// <summary>
/// Negotiations a second on one core, both ends together: AuthIP beside IKEv1 in the same run, the kinds taking turns so that a machine that slows down
/// slows all of them down.
/// </summary>
internal static class KeyingComparison
{
    private const int Negotiations = 400;

    /// <summary>True when AuthIP is at least as fast as IKEv1 with a pre-shared key.</summary>
    public static bool Run(int rounds, TextWriter output)
    {
        var kinds = Enum.GetValues<NegotiationKind>();
        var rates = kinds.ToDictionary(kind => kind, _ => new List<double>());
        foreach (var kind in kinds)
            Measure(kind);
        for (var round = 0; round < rounds; round++)
        {
            foreach (var kind in kinds)
                rates[kind].Add(Measure(kind));
        }

        var reference = Median(rates[NegotiationKind.IkePresharedKey]);
        output.WriteLine($"{"NEGOTIATION",-18}{"PER SECOND",12}{"OF IKE",10}");
        foreach (var kind in kinds)
            output.WriteLine($"{kind,-18}{Median(rates[kind]),12:F0}{Median(rates[kind]) / reference,10:P0}");
        return kinds.All(kind => Median(rates[kind]) >= reference);
    }

    private static double Measure(NegotiationKind kind)
    {
        var pair = new NegotiatingPair(kind);
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < Negotiations; i++)
            pair.Negotiate();
        return Negotiations / watch.Elapsed.TotalSeconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
