using System.CommandLine;
using System.Text.Json.Nodes;
using Gatehouse.Cli.Policies;
using Gatehouse.Cli.Rendering;
using Gatehouse.Model.Wfp;
using Gatehouse.Scenarios.Recipes;

namespace Gatehouse.Cli.Commands;

/// <summary>gatehouse compile POLICY: the WFP objects of a policy. Off line, and no secret is needed.</summary>
internal static class CompileCommand
{
    public static Command Create()
    {
        var policy = PolicyArgument.Create();
        var format = FormatOption.Create();
        var command = new Command("compile", "Print the WFP objects a policy stands for.") { policy, format };
        command.SetAction(parsed =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            if (PolicyFile.Load(parsed.GetRequiredValue(policy), error) is not { } document)
                return ExitCode.BadInput;
            var objects = ScenarioCompiler.Compile(document);
            if (parsed.GetValue(format) == OutputFormat.Json)
                output.WriteLine(JsonText.Write(Json(objects)));
            else
                WriteTables(output, objects);
            return ExitCode.Done;
        });
        return command;
    }

    private static JsonObject Json(WfpObjectSet objects) => new()
    {
        ["providerContexts"] = new JsonArray([.. objects.ProviderContexts.Select(ProviderContextJson.Of)]),
        ["filters"] = new JsonArray([.. objects.Filters.Select(filter => FilterJson.Of(filter))]),
    };

    private static void WriteTables(TextWriter output, WfpObjectSet objects)
    {
        var names = objects.ProviderContexts.ToDictionary(context => context.Key, context => context.Name);
        output.WriteLine($"{objects.ProviderContexts.Length} provider contexts");
        TextTable.Write(output, ProviderContextText.Header, [.. objects.ProviderContexts.SelectMany(ProviderContextText.Rows)]);
        output.WriteLine();
        output.WriteLine($"{objects.Filters.Length} filters");
        TextTable.Write(output, FilterText.Header, [.. objects.Filters.Select(filter => FilterText.Row(filter, key => names[key]))]);
    }
}
