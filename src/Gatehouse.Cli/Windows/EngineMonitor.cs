using System.Text.Json;
using Gatehouse.Cli.Rendering;
using Gatehouse.Model.Wfp.Management;

namespace Gatehouse.Cli.Windows;

/// <summary>gatehouse monitor on Windows: net events as they happen, one line each, until the time is over or the command is ended.</summary>
internal static class EngineMonitor
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    public static async Task<FwpResult> WatchAsync(
        IFilterEngine engine, TextWriter output, bool asJson, TimeSpan? duration, CancellationToken cancellation)
    {
        var opened = engine.Open(new FwpmSession());
        if (!opened.Ok)
            return opened.Outcome;
        using var session = opened.Value;
        var subscribed = session.NetEvents.Subscribe(FwpmNetEventTemplate.All);
        if (!subscribed.Ok)
            return subscribed.Outcome;
        using var news = subscribed.Value;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (duration is { } limit)
            end.CancelAfter(limit);
        while (true)
        {
            var taken = news.Take();
            if (!taken.Ok && taken.Error != Model.Wfp.FwpError.None)
                await output.WriteLineAsync($"{taken.Outcome}");
            else if (taken.Value is { } read)
                await output.WriteLineAsync(Line(read, asJson));
            else if (end.IsCancellationRequested)
                return FwpResult.Success;
            else
                await Task.Delay(Pause, CancellationToken.None);
        }
    }

    /// <summary>What the engine still remembers.</summary>
    public static FwpResult WriteOnce(IFilterEngine engine, TextWriter output, bool asJson)
    {
        var opened = engine.Open(new FwpmSession());
        if (!opened.Ok)
            return opened.Outcome;
        using var session = opened.Value;
        var remembered = session.NetEvents.Enum(FwpmNetEventTemplate.All);
        if (!remembered.Ok)
            return remembered.Outcome;
        foreach (var happened in remembered.Value)
            output.WriteLine(Line(happened, asJson));
        return FwpResult.Success;
    }

    // Windows gives the time of day; the engine's instant counts from the epoch here.
    private static string Line(FwpmNetEvent happened, bool asJson)
    {
        var json = NetEventJson.Of(happened, DateTimeOffset.UnixEpoch.AddSeconds(happened.Time.Seconds));
        return asJson ? json.ToJsonString() : NetEventJson.Line(JsonSerializer.SerializeToElement(json));
    }
}
