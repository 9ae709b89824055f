using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Cli.Policies;
using Gatehouse.Cli.Rendering;
using Gatehouse.Filtering;
using Gatehouse.Host.Control;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Cli.Commands;

/// <summary>gatehouse show: objects of a policy, of a file from Windows, or of this build; filters also of a running node.</summary>
internal static class ShowCommand
{
    private const string Takes = "a POLICY, or --import FILE.xml";

    public static Command Create() => new("show", "Show objects: of a policy, of a file from Windows, or the filters in force.")
    {
        Filters(),
        OffLine("contexts", "List the provider contexts.", ObjectTables.Contexts, needsSource: true),
        OffLine("callouts", "List the callouts, and which filters ask them.", ObjectTables.Callouts, needsSource: false),
        OffLine("sublayers", "List the sublayers by weight, and how many filters each has.", ObjectTables.SubLayers, needsSource: false),
        OffLine("layers", "List the layers with their fields, and how many filters each has.", ObjectTables.Layers, needsSource: false),
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

    private static Command OffLine(string name, string description, Func<WfpObjectSet, ObjectTable> render, bool needsSource)
    {
        var format = FormatOption.Create();
        var command = new Command(name, description) { format };
        var source = new SourceOptions(command, needsSource ? "" : " Left out, what this build knows is listed.");
        command.SetAction(parsed =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            var objects = WfpObjectSet.Empty;
            if (needsSource || !source.IsAbsent(parsed))
            {
                if (source.Read(parsed, error, Takes) is not { } read)
                    return ExitCode.BadInput;
                objects = read.Objects;
            }

            render(objects).Write(output, parsed.GetValue(format));
            return ExitCode.Done;
        });
        return command;
    }
}
