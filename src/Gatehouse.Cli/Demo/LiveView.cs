using System.Collections.Concurrent;
using Spectre.Console;

namespace Gatehouse.Cli.Demo;

/// <summary>A table that fills while the demonstration runs. Only for a terminal; it is gone when the demonstration is over.</summary>
internal sealed class LiveView : IDemoView
{
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(100);
    private static readonly string[] Spinner = ["|", "/", "-", "\\"];

    private readonly ConcurrentDictionary<DemoFlow, FlowResult?> _flows = new();
    private readonly CancellationTokenSource _over = new();
    private readonly Task _drawing;
    private volatile string _step = "";

    public LiveView(IAnsiConsole console) => _drawing = console.Live(Draw(0)).AutoClear(true).Overflow(VerticalOverflow.Crop).Cropping(VerticalOverflowCropping.Top).StartAsync(AnimateAsync);

    public void Step(string text) => _step = text;

    public void Started(DemoFlow flow) => _flows[flow] = null;

    public void Finished(FlowResult result) => _flows[result.Flow] = result;

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _drawing;
        _over.Dispose();
    }

    private async Task AnimateAsync(LiveDisplayContext context)
    {
        for (var tick = 0; !_over.IsCancellationRequested; tick++)
        {
            context.UpdateTarget(Draw(tick));
            await Task.Delay(Refresh);
        }
    }

    private Rows Draw(int tick)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("flow", "expected", "observed", "evidence");
        foreach (var flow in DemoFlows.All.Where(_flows.ContainsKey))
        {
            var known = _flows.TryGetValue(flow, out var result);
            var (observed, evidence) = (known, result) switch
            {
                (true, not null) => (Markup.Escape(DemoText.Name(result.Observed)), Markup.Escape(DemoText.Evidence(result))),
                (true, null) => (Spinner[tick % Spinner.Length], ""),
                _ => ("", ""),
            };
            var colour = result is null ? "grey" : result.Ok ? "green" : "red";
            table.AddRow(Markup.Escape(flow.ToString()), DemoText.Name(flow.Expected), $"[{colour}]{observed}[/]", evidence);
        }

        return new Rows(new Text(_step), table);
    }
}
