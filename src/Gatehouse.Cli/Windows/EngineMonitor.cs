using Gatehouse.Model.Wfp.Management;

namespace Gatehouse.Cli.Windows;

/// <summary>gatehouse monitor on Windows: net events as they happen, one line each, until the time is over or the command is ended.</summary>
internal static class EngineMonitor
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    public static async Task<FwpResult> WatchAsync(IFilterEngine engine, TextWriter output, TimeSpan? duration, CancellationToken cancellation)
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
                await output.WriteLineAsync(Line(read));
            else if (end.IsCancellationRequested)
                return FwpResult.Success;
            else
                await Task.Delay(Pause, CancellationToken.None);
        }
    }

    private static string Line(FwpmNetEvent read)
    {
        var time = DateTime.UnixEpoch.AddSeconds(read.Time.Seconds);
        var way = read.Outbound ? "->" : "<-";
        var code = read.ErrorCode != 0 ? $" error {read.ErrorCode}" : "";
        return $"{time:yyyy-MM-dd HH:mm:ss} {read.Type} {read.Local}:{read.LocalPort} {way} {read.Remote}:{read.RemotePort} protocol {read.Protocol} "
            + $"filter {read.FilterId}{code} {read.Reason}".TrimEnd();
    }
}
