using System.Collections.Immutable;

namespace Gatehouse.Cli.Demo;

/// <summary>Tries every flow on a stage and judges it by what was on the wire.</summary>
internal static class DemoPlay
{
    /// <summary>
    /// Flows that arrive are tried one after the other, so that the ESP packets of each can be told apart; flows that are blocked wait for nothing
    /// but their own patience and are tried all at once.
    /// </summary>
    public static async Task<IReadOnlyList<FlowResult>> RunAsync(IDemoStage stage, IDemoView view, CancellationToken cancellation)
    {
        var results = new List<FlowResult>();
        foreach (var flow in DemoFlow.All.Where(flow => flow.Expected != FlowOutcome.Blocked))
            results.Add(await TryAsync(stage, flow, view, cancellation));
        results.AddRange(await Task.WhenAll(DemoFlow.All
            .Where(flow => flow.Expected == FlowOutcome.Blocked)
            .Select(flow => TryAsync(stage, flow, view, cancellation))));
        return results;
    }

    private static async Task<FlowResult> TryAsync(IDemoStage stage, DemoFlow flow, IDemoView view, CancellationToken cancellation)
    {
        view.Started(flow);
        var from = stage.Address(flow.From, flow.Family);
        var to = stage.Address(flow.To, flow.Family);
        // Pings share port 0, so what earlier ones left is subtracted.
        var espBefore = stage.Wire.Esp(from, to);
        var (forthBefore, backBefore) = (stage.Wire.Clear(flow, from, to), stage.Wire.Clear(flow, to, from));
        var delivered = await stage.TryAsync(flow, cancellation);
        await stage.SettleAsync(cancellation);
        var esp = stage.Wire.Esp(from, to)
            .Select(entry => (Spi: entry.Key, Packets: entry.Value - espBefore.GetValueOrDefault(entry.Key)))
            .Where(entry => entry.Packets > 0)
            .OrderBy(entry => entry.Spi)
            .ToArray();
        var (forth, back) = (stage.Wire.Clear(flow, from, to) - forthBefore, stage.Wire.Clear(flow, to, from) - backBefore);
        var enforced = (DemoFlow.Enforced.Contains(flow.From) ? forth : 0) + (DemoFlow.Enforced.Contains(flow.To) ? back : 0);
        ImmutableArray<string> spis = [.. esp.Select(entry => $"0x{entry.Spi:x8}")];
        var suite = spis.IsEmpty ? "" : await SuiteAsync(stage, flow, spis, cancellation);
        var result = new FlowResult(flow, delivered, forth + back, enforced, esp.Sum(entry => entry.Packets), spis, suite);
        view.Finished(result);
        return result;
    }

    /// <summary>The suite a node's status gives for SPIs that were on the wire.</summary>
    private static async Task<string> SuiteAsync(IDemoStage stage, DemoFlow flow, ImmutableArray<string> spis, CancellationToken cancellation)
    {
        var sas = await stage.SasAsync(flow.From, cancellation);
        return sas.FirstOrDefault(sa => spis.Contains(sa.SpiIn) || spis.Contains(sa.SpiOut))?.Suite ?? "suite unknown";
    }
}
