using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Cli.Policies;
using Gatehouse.Cli.Rendering;
using Gatehouse.Filtering;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Cli.Commands;

/// <summary>gatehouse show: objects of a policy, of a file from Windows, of a running node, or of this build.</summary>
internal static class ShowCommand
{
    private const string Takes = "a POLICY, --import FILE.xml, or --live";

    /// <summary>The command. <paramref name="inForce"/> adds to a command what it needs to reach what is in force.</summary>
    public static Command Create(Func<Command, IInForce> inForce) => new(
        "show", "Show objects: of a policy, of a file from Windows, or those in force on this machine.")
    {
        Filters(inForce),
        Objects("contexts", "List the provider contexts.", ObjectTables.Contexts, needsSource: true, inForce),
        Objects("callouts", "List the callouts, and which filters ask them.", ObjectTables.Callouts, needsSource: false, inForce),
        Objects("sublayers", "List the sublayers by weight, and how many filters each has.", ObjectTables.SubLayers, needsSource: false, inForce),
        Objects("layers", "List the layers with their fields, and how many filters each has.", ObjectTables.Layers, needsSource: false, inForce),
        Sessions(inForce),
        Events(inForce),
    };

    private static Command Filters(Func<Command, IInForce> inForce)
    {
        var format = FormatOption.Create();
        var command = new Command("filters", "List every filter, by layer and descending weight; without POLICY those in force on this machine.") { format };
        var source = new SourceOptions(command, " Left out, those in force are listed.");
        var reached = inForce(command);
        command.SetAction(async (parsed, _) =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            var (result, exitCode) = source.IsAbsent(parsed)
                ? await reached.FiltersAsync(parsed)
                : OfSource(source.Read(parsed, error, Takes));
            if (result is not { } answer)
                return exitCode;
            if (parsed.GetValue(format) == OutputFormat.Json)
                await output.WriteLineAsync(JsonText.Write(JsonObject.Create(answer)!));
            else
                TextTable.Write(output, ActiveFilter.Header, [.. answer.GetProperty("filters").EnumerateArray().Select(ActiveFilter.Row)]);
            return ExitCode.Done;
        });
        return command;
    }

    private static (JsonElement? Result, int ExitCode) OfSource(ObjectSource? source)
    {
        if (source is null)
            return (null, ExitCode.BadInput);
        var filters = new JsonArray([.. FilterSnapshot.Compile(source.Objects).Filters.Select(ActiveFilter.Json)]);
        return (JsonSerializer.SerializeToElement(new JsonObject { ["filters"] = filters }), ExitCode.Done);
    }

    private static Command Objects(
        string name, string description, Func<ShownObjects, ObjectTable> render, bool needsSource, Func<Command, IInForce> inForce)
    {
        var format = FormatOption.Create();
        var live = new Option<bool>("--live") { Description = "Those in force on this machine." };
        var command = new Command(name, description) { format, live };
        var source = new SourceOptions(command, needsSource ? "" : " Left out, what this build knows is listed.");
        var reached = inForce(command);
        command.SetAction(async (parsed, _) =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            var objects = new ShownObjects(WfpObjectSet.Empty);
            if (parsed.GetValue(live) && source.IsAbsent(parsed))
            {
                var (found, exitCode) = await reached.ObjectsAsync(parsed);
                if (found is null)
                    return exitCode;
                objects = found;
            }
            else if (needsSource || !source.IsAbsent(parsed))
            {
                if (parsed.GetValue(live))
                {
                    await error.WriteLineAsync($"show {name} takes {Takes}");
                    return ExitCode.BadInput;
                }

                if (source.Read(parsed, error, Takes) is not { } read)
                    return ExitCode.BadInput;
                objects = new ShownObjects(read.Objects);
            }

            render(objects).Write(output, parsed.GetValue(format));
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Sessions(Func<Command, IInForce> inForce)
    {
        var format = FormatOption.Create();
        var command = new Command("sessions", "List the open sessions of the filter engine, the one that asks among them.") { format };
        var reached = inForce(command);
        command.SetAction(async (parsed, _) =>
        {
            var (result, exitCode) = await reached.SessionsAsync(parsed);
            if (result is not { } answer)
                return exitCode;
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(format) == OutputFormat.Json)
                await output.WriteLineAsync(JsonText.Write(JsonObject.Create(answer)!));
            else
                TextTable.Write(output, SessionTable.Header, SessionTable.Rows(answer));
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Events(Func<Command, IInForce> inForce)
    {
        var format = FormatOption.Create();
        var command = new Command("events", "List the net events that are still remembered; gatehouse monitor follows them.") { format };
        var reached = inForce(command);
        command.SetAction((parsed, _) => reached.WriteEventsAsync(parsed, parsed.GetValue(format)));
        return command;
    }
}
