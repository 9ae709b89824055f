using System.Globalization;

namespace Gatehouse.Benchmarks.Filters;

/// <summary>
/// Prints the figures of rule sets beside those of DPDK's ACL library, which the anchor wrote as comma-separated lines, and judges the targets. Ours are
/// medians; of DPDK's runs, each of which any interruption slows down, the best one counts.
/// </summary>
internal static class FilterComparison
{
    private sealed record Anchor(double Nanoseconds, double Build);

    /// <summary>Measures each set PREFIX-SIZE in the folder; false when a target is missed.</summary>
    public static bool Run(string folder, string anchorFile, IReadOnlyList<string> sets, TextWriter output)
    {
        var anchors = File.ReadLines(anchorFile).Select(line => line.Split(',')).Where(c => c.Length >= 10 && c[0] != "set")
            .ToDictionary(c => (c[0], c[1]), c => new Anchor(Number(c[6]), Number(c[9])));
        output.WriteLine("set         uncached  one by one: median     p99    cached  linear list   DPDK scalar  AVX-512"
            + "   full commit   DPDK build  one filter   bytes/filter  model  allocated");
        var met = true;
        var ratios = new List<string>();
        foreach (var set in sets)
        {
            var figures = FilterMeasure.Run(RuleSet.Read(Path.Combine(folder, set)));
            anchors.TryGetValue((set, "scalar"), out var scalar);
            anchors.TryGetValue((set, "avx512x16"), out var wide);
            output.WriteLine(
                $"{set,-11} {figures.Uncached,5:F0} ns  {figures.Single,11:F0} ns  {figures.Single99,9:F0} ns"
                + $"  {figures.Cached,5:F1} ns  {figures.Linear,8:F0} ns"
                + $"  {Cell(scalar?.Nanoseconds),9} ns  {Cell(wide?.Nanoseconds),4} ns  {figures.Commit * 1e3,8:F1} ms  {Cell(scalar?.Build * 1e3),8} ms"
                + $"  {figures.CommitOne * 1e3,7:F2} ms  {figures.BytesPerFilter,10:F0} B  {figures.ModelBytes,4:F0} B  {figures.Allocated,5} B");
            ratios.Add(Ratios(set, figures, scalar));
            foreach (var miss in Misses(set, figures, scalar))
            {
                met = false;
                output.WriteLine($"  missed: {miss}");
            }
        }

        output.WriteLine();
        output.WriteLine("ratios      uncached / DPDK scalar   one by one / DPDK scalar   p99 / median   uncached / cached   linear / uncached"
            + "   full commit / DPDK build   one filter / full commit");
        ratios.ForEach(output.WriteLine);
        output.WriteLine(met ? "Every target is met." : "A target is missed.");
        return met;
    }

    private static IEnumerable<string> Misses(string set, FilterFigures f, Anchor? scalar)
    {
        if (f.Allocated != 0)
            yield return $"{f.Allocated} bytes allocated by decisions";
        if (!set.StartsWith("acl-", StringComparison.Ordinal) || set == "acl-10")
            yield break;
        if (f.BytesPerFilter > 300)
            yield return "at most 300 bytes a filter";
        if (f.Single99 > 5 * f.Single)
            yield return "p99 within 5 times the median";
        if (set == "acl-1000" && f.Cached * 3 > f.Uncached)
            yield return "a cached flow 3 times faster";
        if (set == "acl-100000" && f.CommitOne * 10 > f.Commit)
            yield return "one filter at most a tenth of the full commit";
        var times = set == "acl-100000" ? 3 : 5;
        if (scalar is not null && Math.Max(f.Uncached, f.Single) > times * scalar.Nanoseconds)
            yield return $"within {times} times of DPDK's scalar figure";
        if (scalar is not null && f.Commit > 2 * scalar.Build)
            yield return "the full commit at most twice DPDK's build";
    }

    private static string Ratios(string set, FilterFigures f, Anchor? scalar) =>
        $"{set,-11} {Ratio(f.Uncached, scalar?.Nanoseconds),22}   {Ratio(f.Single, scalar?.Nanoseconds),24}   {Ratio(f.Single99, f.Single),12}"
        + $"   {Ratio(f.Uncached, f.Cached),17}   {Ratio(f.Linear, f.Uncached),17}   {Ratio(f.Commit, scalar?.Build),24}   {Ratio(f.CommitOne, f.Commit),24}";

    private static string Ratio(double ours, double? theirs) =>
        theirs is { } number and > 0 ? (ours / number).ToString("F3", CultureInfo.InvariantCulture) : "-";

    private static string Cell(double? value) => value is { } number ? number.ToString("F0", CultureInfo.InvariantCulture) : "-";

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
