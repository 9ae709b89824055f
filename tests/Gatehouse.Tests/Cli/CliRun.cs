using Gatehouse.Cli;

namespace Gatehouse.Tests.Cli;

/// <summary>One command line, run in this process, with what it wrote.</summary>
internal sealed record CliRun(int ExitCode, string Output, string Error)
{
    public static async Task<CliRun> Of(params string[] arguments)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var code = await CommandLineShell.RunAsync(arguments, output, error);
        return new CliRun(code, output.ToString(), error.ToString());
    }

    /// <summary>Runs a command on a policy text, which goes through a temporary file.</summary>
    public static async Task<CliRun> OnPolicy(string policy, string command, params string[] options)
    {
        var file = Path.Combine(Path.GetTempPath(), $"gatehouse-{Guid.NewGuid():N}.yaml");
        await File.WriteAllTextAsync(file, policy);
        try
        {
            return await Of([command, file, .. options]);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
