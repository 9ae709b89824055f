using System.CommandLine;
using Gatehouse.Analysis.Diff;
using Gatehouse.Cli.Checking;
using Gatehouse.Cli.Policies;
using Gatehouse.Cli.Rendering;

namespace Gatehouse.Cli.Commands;

/// <summary>gatehouse diff A B: objects that change, and packets that are treated otherwise. Exit 1 when anything differs, as diff has it.</summary>
internal static class DiffCommand
{
    /// <summary>The command; with <paramref name="live"/>, which compares one policy with what is in force, also --live.</summary>
    public static Command Create(Func<string, TextWriter, TextWriter, OutputFormat, int>? live = null)
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
        if (live is not null)
            command.Options.Add(inForce);
        command.SetAction(parsed =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            var (files, imports) = (parsed.GetValue(policies) ?? [], parsed.GetValue(import) ?? []);
            if (live is null || !parsed.GetValue(inForce))
                return Run(files, imports, output, error, parsed.GetValue(format));
            if (files.Length == 1 && imports.Length == 0)
                return live(files[0], output, error, parsed.GetValue(format));
            error.WriteLine("diff --live takes one policy");
            return ExitCode.BadInput;
        });
        return command;
    }

    private static int Run(string[] files, string[] imports, TextWriter output, TextWriter error, OutputFormat format)
    {
        if (files.Length + imports.Length != 2)
        {
            error.WriteLine("diff takes two policies A and B, each a file or --import FILE.xml");
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
