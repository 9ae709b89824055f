using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Cli.Policies;
using Gatehouse.Cli.Rendering;
using Gatehouse.Filtering;
using Gatehouse.Host.Control;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Cli.Commands;

/// <summary>gatehouse show: objects of a policy, of a file from Windows, of a running node, or of this build.</summary>
internal static class ShowCommand
{
    private const string Takes = "a POLICY, --import FILE.xml, or --live";

    public static Command Create() => new("show", "Show objects: of a policy, of a file from Windows, or those in force in a running node.")
    {
        Filters(),
        Objects("contexts", "List the provider contexts.", ObjectTables.Contexts, needsSource: true),
        Objects("callouts", "List the callouts, and which filters ask them.", ObjectTables.Callouts, needsSource: false),
        Objects("sublayers", "List the sublayers by weight, and how many filters each has.", ObjectTables.SubLayers, needsSource: false),
        Objects("layers", "List the layers with their fields, and how many filters each has.", ObjectTables.Layers, needsSource: false),
        Events(),
    };

    private static Command Filters()
    {
        var format = FormatOption.Create();
        var command = new Command("filters", "List every filter, by layer and descending weight; without POLICY those in force in a running node.") { format };
        var source = new SourceOptions(command, " Left out, a running node is asked.");
        var options = new NodeAddressOptions(command);
        command.SetAction(async (parsed, _) =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            var (result, exitCode) = source.IsAbsent(parsed)
                ? await NodeClient.QueryAsync(options.Read(parsed), ControlCommands.Filters, error)
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

    private static Command Objects(string name, string description, Func<WfpObjectSet, ObjectTable> render, bool needsSource)
    {
        var format = FormatOption.Create();
        var live = new Option<bool>("--live") { Description = "Those in force in a running node." };
        var command = new Command(name, description) { format, live };
        var source = new SourceOptions(command, needsSource ? "" : " Left out, what this build knows is listed.");
        var address = new NodeAddressOptions(command);
        command.SetAction(async (parsed, _) =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            var objects = WfpObjectSet.Empty;
            if (parsed.GetValue(live) && source.IsAbsent(parsed))
            {
                var (inForce, exitCode) = await ObjectSource.FromNodeAsync(address.Read(parsed), error);
                if (inForce is null)
                    return exitCode;
                objects = inForce.Objects;
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
                objects = read.Objects;
            }

            render(objects).Write(output, parsed.GetValue(format));
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Events()
    {
        var format = FormatOption.Create();
        var command = new Command("events", "List the net events that a running node still remembers; gatehouse monitor follows them.") { format };
        var address = new NodeAddressOptions(command);
        command.SetAction((parsed, _) =>
            MonitorCommand.WriteOnceAsync(address.Read(parsed), parsed.GetValue(format) == OutputFormat.Json, parsed.InvocationConfiguration));
        return command;
    }
}
