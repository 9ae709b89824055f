using System.CommandLine;
using Gatehouse.Analysis.Diff;
using Gatehouse.Cli.Checking;
using Gatehouse.Cli.Policies;
using Gatehouse.Cli.Rendering;

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
            if (ObjectSource.FromPolicy(policy, error) is not { } wanted)
                return ExitCode.BadInput;
            var (inForce, exitCode) = await ObjectSource.FromNodeAsync(address.Read(parsed), error);
            return inForce is null ? exitCode : Print(inForce, wanted, output, format);
        };
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

    private static int Print(ObjectSource left, ObjectSource right, TextWriter output, OutputFormat format)
    {
        var report = PolicyDiff.Of(left.Objects, right.Objects, left.OnNoSa, right.OnNoSa);
        if (format == OutputFormat.Json)
            output.WriteLine(JsonText.Write(DiffOutput.Json(report, left.Name, right.Name)));
        else
            DiffOutput.Write(output, report, left.Name, right.Name);
        return report.IsSame ? ExitCode.Done : ExitCode.NotAsExpected;
    }
}
