using Gatehouse.Cli.Commands;
using Gatehouse.Cli.Rendering;
using Gatehouse.Cli.Running;
using Spectre.Console;
using Capabilities = Gatehouse.Linux.Diagnosis.Capabilities;

namespace Gatehouse.Cli.Demo;

/// <summary>The command line of demo.</summary>
/// <param name="Format">How the result is printed.</param>
/// <param name="Directory">Where capture, keys and logs go; null for a fresh directory.</param>
/// <param name="Simulate">Whether to play in memory even where real packets are possible.</param>
internal sealed record DemoSettings(OutputFormat Format, string? Directory, bool Simulate);

/// <summary>Plays the demonstration: with real packets where this machine lets it, else in memory.</summary>
internal sealed class DemoRunner(TextWriter output, TextWriter error)
{
    public async Task<int> RunAsync(DemoSettings settings, CancellationToken cancellation)
    {
        using var stop = new StopSwitch(cancellation);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _ = stop.Requested.ContinueWith(_ => over.Cancel(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        try
        {
            return await PlayAsync(settings, over.Token);
        }
        catch (RefusalException refusal)
        {
            await error.WriteLineAsync($"gatehouse demo: {refusal.Message}");
            return refusal.ExitCode;
        }
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync("gatehouse demo: ended before the end; nothing is left behind");
            return ExitCode.Failed;
        }
    }

    private async Task<int> PlayAsync(DemoSettings settings, CancellationToken cancellation)
    {
        DemoReport report;
        await using (var view = MakeView(settings))
        {
            await using var stage = await MakeStageAsync(settings, view, cancellation);
            report = await DemoPlay.RunAsync(stage, view, cancellation);
            view.Step("withdrawing");
        }

        if (settings.Format == OutputFormat.Json)
            await output.WriteLineAsync(JsonText.Write(DemoText.Json(report)));
        else
            DemoText.Write(output, report);
        return report.Ok ? ExitCode.Done : ExitCode.NotAsExpected;
    }

    private static async Task<IDemoStage> MakeStageAsync(DemoSettings settings, IDemoView view, CancellationToken cancellation)
    {
        if (!settings.Simulate)
        {
            var obstacle = Capabilities.Check() is { CanDemonstrate: false } capabilities
                ? capabilities.Findings.First(finding => !finding.Ok).Sentence
                : null;
            if (obstacle is null)
            {
                (var stage, obstacle) = await RealStage.CreateAsync(MakeDirectory(settings), view, cancellation);
                if (stage is not null)
                    return stage;
            }

            view.Step($"no real packets on this machine ({obstacle}); SIMULATED: the same engine on a network in memory");
        }

        return new SimulatedStage();
    }

    private static string MakeDirectory(DemoSettings settings)
    {
        try
        {
            // Both are for the owner alone: the keys of the demonstration lie there.
            return settings.Directory is { } given
                ? Directory.CreateDirectory(given).FullName
                : Directory.CreateTempSubdirectory("gatehouse-demo-").FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RefusalException(ExitCode.BadInput, $"the directory for the capture cannot be made: {e.Message}");
        }
    }

    private IDemoView MakeView(DemoSettings settings)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        var isTerminal = ReferenceEquals(error, Console.Error) && !Console.IsErrorRedirected && console.Profile.Capabilities.Ansi;
        return isTerminal && settings.Format == OutputFormat.Table ? new LiveView(console) : new LineView(error);
    }
}
