namespace Gatehouse.Cli.Demo;

/// <summary>Shows the demonstration while it runs.</summary>
internal interface IDemoView : IAsyncDisposable
{
    /// <summary>A step outside of the flows.</summary>
    void Step(string text);

    /// <summary>A flow is being tried.</summary>
    void Started(DemoFlow flow);

    /// <summary>A flow is over.</summary>
    void Finished(FlowResult result);
}

/// <summary>One line per step, for logs and pipes.</summary>
internal sealed class LineView(TextWriter output) : IDemoView
{
    public void Step(string text) => output.WriteLine(text);

    public void Started(DemoFlow flow)
    {
        // The line comes with the result.
    }

    public void Finished(FlowResult result) =>
        output.WriteLine($"{(result.Ok ? "ok  " : "FAIL")} {result.Flow}: {DemoText.Name(result.Observed)}, {DemoText.Evidence(result)}");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
