using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Cli.Rendering;
using Gatehouse.Host.Control;

namespace Gatehouse.Cli.Commands;

/// <summary>gatehouse monitor: net events of a running node as they happen.</summary>
internal static class MonitorCommand
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    public static Command Create()
    {
        var format = FormatOption.Create();
        var once = new Option<bool>("--once") { Description = "Write the events there are, and end." };
        const string description = "Write the net events of a running node as they happen: drops with their filter, failed negotiations.";
        var allowed = new Option<bool?>("--allowed") { Description = "Tell authorised connections too, or with false no more; the node keeps the setting." };
        var duration = DurationOption.Create("--for", "End after this time, such as 30s or 5m.");
        var command = new Command("monitor", description) { format, once, duration, allowed };
        var address = new NodeAddressOptions(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var asJson = parsed.GetValue(format) == OutputFormat.Json;
            using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            if (parsed.GetValue(duration) is { } limit)
                end.CancelAfter(limit);
            return await FollowAsync(
                address.Read(parsed), asJson, parsed.GetValue(once), parsed.GetValue(allowed), parsed.InvocationConfiguration, end.Token);
        });
        return command;
    }

    /// <summary>The events there are, for show events.</summary>
    public static Task<int> WriteOnceAsync(NodeAddress address, bool asJson, InvocationConfiguration streams) =>
        FollowAsync(address, asJson, once: true, allowed: null, streams, CancellationToken.None);

    // One JSON object a line in both cases: a stream has no end that could close an array.
    private static async Task<int> FollowAsync(
        NodeAddress address, bool asJson, bool once, bool? allowed, InvocationConfiguration streams, CancellationToken cancellation)
    {
        var after = 0UL;
        while (!cancellation.IsCancellationRequested)
        {
            var arguments = new JsonObject { ["after"] = after };
            if (allowed is { } tell)
                arguments["allowed"] = tell;
            var (result, exitCode) = await NodeClient.QueryAsync(
                address, ControlCommands.Events, streams.Error, JsonSerializer.SerializeToElement(arguments));
            if (result is not { } answer)
                return exitCode;
            foreach (var happened in answer.GetProperty("events").EnumerateArray())
            {
                var number = happened.GetProperty("number").GetUInt64();
                if (after != 0 && number > after + 1)
                    await streams.Error.WriteLineAsync($"{number - after - 1} events were lost: they came faster than they were read");
                after = number;
                await streams.Output.WriteLineAsync(asJson ? happened.GetRawText() : NetEventJson.Line(happened));
            }

            if (once)
                return ExitCode.Done;
            await streams.Output.FlushAsync(CancellationToken.None);
            await Task.WhenAny(Task.Delay(Interval, cancellation));
        }

        return ExitCode.Done;
    }
}
