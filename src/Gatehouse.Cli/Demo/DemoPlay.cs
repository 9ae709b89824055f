using System.Collections.Immutable;
using Gatehouse.Base;

namespace Gatehouse.Cli.Demo;

/// <summary>Tries every flow on a stage and judges it by what was on the wire.</summary>
internal static class DemoPlay
{
    /// <summary>
    /// Flows that arrive are tried one after the other, so that the ESP packets of each can be told apart, IPv4 and IPv6 side by side; flows that are
    /// blocked wait for nothing but their own patience and are tried all at once.
    /// </summary>
    public static async Task<DemoReport> RunAsync(IDemoStage stage, IDemoView view, CancellationToken cancellation)
    {
        var results = new List<FlowResult>();
        var upgrade = stage.Wire.Watch(stage.Address(DemoFlows.Shown.From, IpFamily.V4), stage.Address(DemoFlows.Shown.To, IpFamily.V4));
        foreach (var families in DemoFlows.All.Where(flow => flow.Expected != FlowOutcome.Blocked).GroupBy(flow => flow.Pair))
        {
            results.AddRange(await Task.WhenAll(families.Select(flow => TryAsync(stage, flow, view, cancellation))));
            if (families.Contains(DemoFlows.Shown))
                stage.Wire.Unwatch();
        }

        results.AddRange(await Task.WhenAll(DemoFlows.All
            .Where(flow => flow.Expected == FlowOutcome.Blocked)
            .Select(flow => TryAsync(stage, flow, view, cancellation))));
        return new DemoReport(results, upgrade.Packets, stage.Hints, stage.Simulated);
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
        var enforced = (DemoHost.IsEnforced(flow.From) ? forth : 0) + (DemoHost.IsEnforced(flow.To) ? back : 0);
        var sinceClear = Math.Min(stage.Wire.EspSinceClear(from, to), stage.Wire.EspSinceClear(to, from));
        ImmutableArray<string> spis = [.. esp.Select(entry => $"0x{entry.Spi:x8}")];
        var suite = spis.IsEmpty ? "" : await SuiteAsync(stage, flow, spis, cancellation);
        var result = new FlowResult(flow, delivered, forth + back, enforced, esp.Sum(entry => entry.Packets), sinceClear, spis, suite);
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
