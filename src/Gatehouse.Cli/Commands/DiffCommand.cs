using System.CommandLine;
using System.Text.Json;
using Gatehouse.Analysis.Diff;
using Gatehouse.Analysis.Explain;
using Gatehouse.Cli.Checking;
using Gatehouse.Cli.Policies;
using Gatehouse.Cli.Rendering;
using Gatehouse.Host.Control;
using Gatehouse.Host.State;
using Gatehouse.Scenarios.Recipes;

namespace Gatehouse.Cli.Commands;

/// <summary>gatehouse diff A B: objects that change, and packets that are treated otherwise. Exit 1 when anything differs, as diff has it.</summary>
internal static class DiffCommand
{
    /// <summary>
    /// The command. <paramref name="addLive"/> adds what --live needs to it and returns what compares one policy with what is in force.
    /// </summary>
    public static Command Create(Func<Command, Func<ParseResult, string, OutputFormat, Task<int>>> addLive)
    {
        var policies = new Argument<string[]>("A B")
        {
            Description = "Two policy files, YAML or JSON; - reads standard input.", Arity = new ArgumentArity(0, 2),
        };
        var import = new Option<string[]>("--import")
        {
            Description = "XML of netsh wfp show state or show filters, for B; given twice, for A and B.",
            HelpName = "FILE.xml",
            DefaultValueFactory = _ => [],
        };
        var format = FormatOption.Create();
        var command = new Command("diff", "Compare two policies: objects that change, and packets that are treated otherwise.") { policies, import, format };
        var inForce = new Option<bool>("--live") { Description = "Compare one policy with what is in force on this machine." };
        command.Options.Add(inForce);
        var live = addLive(command);
        command.SetAction(async (parsed, _) =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            var (files, imports) = (parsed.GetValue(policies) ?? [], parsed.GetValue(import) ?? []);
            if (!parsed.GetValue(inForce))
                return Run(files, imports, output, error, parsed.GetValue(format));
            if (files.Length == 1 && imports.Length == 0)
                return await live(parsed, files[0], parsed.GetValue(format));
            await error.WriteLineAsync("diff --live takes one policy");
            return ExitCode.BadInput;
        });
        return command;
    }

    /// <summary>Compares the filters in force in a node with a policy: what applying it would change.</summary>
    public static Func<ParseResult, string, OutputFormat, Task<int>> WithNode(Command command)
    {
        var address = new NodeAddressOptions(command);
        return async (parsed, policy, format) =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            if (PolicyFile.Source(policy, error) is not var (text, document))
                return ExitCode.BadInput;
            var wanted = new ObjectSource(text.Path, ScenarioCompiler.Compile(document), document.OnNoSa.ToBehavior());
            var node = address.Read(parsed);
            var (inForce, exitCode) = await ObjectSource.FromNodeAsync(node, error);
            if (inForce is null)
                return exitCode;
            var keyDiffers = document.Keying.Any(module => module.PresharedKey is not null) && await KeyDiffersAsync(node, text, error);
            return Print(inForce, wanted, output, format, keyDiffers);
        };
    }

    /// <summary>
    /// The node compares the keys itself, in a dry run; none leaves it. Who may look but not change is told that this was left out, because the answer
    /// would tell a guessed key from a wrong one.
    /// </summary>
    private static async Task<bool> KeyDiffersAsync(NodeAddress node, StoredPolicy policy, TextWriter error)
    {
        var request = new ApplyRequest(policy.Text, policy.Path, DryRun: true);
        using var why = new StringWriter();
        var (tried, _) = await NodeClient.QueryAsync(node, ControlCommands.Apply, why, request.ToJson(), ApplyCommand.Patience);
        if (tried is { } answer)
            return answer.TryGetProperty("keyDiffers", out var differs) && differs.ValueKind == JsonValueKind.True;
        await error.WriteLineAsync($"note: the pre-shared key was not compared: {why.ToString().TrimEnd()}");
        return false;
    }

    private static int Run(string[] files, string[] imports, TextWriter output, TextWriter error, OutputFormat format)
    {
        if (files.Length + imports.Length != 2)
        {
            error.WriteLine("diff takes two policies A and B, each a file or --import FILE.xml, or one policy and --live");
            return ExitCode.BadInput;
        }

        var sources = files.Select(file => ObjectSource.FromPolicy(file, error)).Concat(imports.Select(file => ObjectSource.FromImport(file, error)));
        return sources.ToList() is [{ } left, { } right] ? Print(left, right, output, format) : ExitCode.BadInput;
    }

    private static int Print(ObjectSource left, ObjectSource right, TextWriter output, OutputFormat format, bool keyDiffers = false)
    {
        var report = PolicyDiff.Of(left.Objects, right.Objects, left.OnNoSa, right.OnNoSa, LibCrypto.IsHere);
        if (format == OutputFormat.Json)
            output.WriteLine(JsonText.Write(DiffOutput.Json(report, left.Name, right.Name, keyDiffers)));
        else
            DiffOutput.Write(output, report, left.Name, right.Name, keyDiffers);
        return report.IsSame && !keyDiffers ? ExitCode.Done : ExitCode.NotAsExpected;
    }
}
