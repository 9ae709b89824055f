using System.CommandLine;
using Gatehouse.Analysis.Diff;
using Gatehouse.Cli.Checking;
using Gatehouse.Cli.Policies;
using Gatehouse.Cli.Rendering;

namespace Gatehouse.Cli.Commands;

/// <summary>gatehouse diff A B: objects that change, and packets that are treated otherwise. Exit 1 when anything differs, as diff has it.</summary>
internal static class DiffCommand
{
    public static Command Create()
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
        command.SetAction(parsed =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            var (files, imports) = (parsed.GetValue(policies) ?? [], parsed.GetValue(import) ?? []);
            if (files.Length + imports.Length != 2)
            {
                error.WriteLine("diff takes two policies A and B, each a file or --import FILE.xml");
                return ExitCode.BadInput;
            }

            var sources = files.Select(file => ObjectSource.FromPolicy(file, error)).Concat(imports.Select(file => ObjectSource.FromImport(file, error)));
            return sources.ToList() is [{ } left, { } right] ? Print(left, right, output, parsed.GetValue(format)) : ExitCode.BadInput;
        });
        return command;
    }

    /// <summary>Compares two policy files.</summary>
    public static int Run(string before, string after, TextWriter output, TextWriter error, OutputFormat format)
    {
        if (ObjectSource.FromPolicy(before, error) is not { } left || ObjectSource.FromPolicy(after, error) is not { } right)
            return ExitCode.BadInput;
        return Print(left, right, output, format);
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
