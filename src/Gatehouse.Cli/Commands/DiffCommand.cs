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
        var before = new Argument<string>("A") { Description = "Policy file, YAML or JSON; - reads standard input." };
        var after = new Argument<string>("B") { Description = "The policy file to compare it with." };
        var format = FormatOption.Create();
        var command = new Command("diff", "Compare two policies: objects that change, and packets that are treated otherwise.") { before, after, format };
        command.SetAction(parsed =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            return Run(parsed.GetRequiredValue(before), parsed.GetRequiredValue(after), output, error, parsed.GetValue(format));
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
