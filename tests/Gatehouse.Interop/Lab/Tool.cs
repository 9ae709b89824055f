using System.Diagnostics;
using System.Text;

namespace Gatehouse.Interop.Lab;

/// <summary>Runs one command at a time and waits for it.</summary>
internal static class Tool
{
    /// <summary>Exit code of a command that was ended at its time limit, as timeout(1) has it.</summary>
    private const int TimedOut = 124;

    /// <summary>Runs a command with a limit of two minutes; longer than any step of the lab but the first image build.</summary>
    public static ToolResult Run(string file, params IEnumerable<string> arguments) => Run(TimeSpan.FromMinutes(2), file, arguments);

    /// <summary>Runs a command and ends it, with its children, at the limit.</summary>
    public static ToolResult Run(TimeSpan limit, string file, params IEnumerable<string> arguments) => Run(limit, new(), file, arguments);

    /// <summary>Runs a command with more environment variables.</summary>
    public static ToolResult Run(TimeSpan limit, Dictionary<string, string?> environment, string file, params IEnumerable<string> arguments)
    {
        using var process = new Process { StartInfo = Describe(file, arguments, environment) };
        var output = new StringBuilder();
        var error = new StringBuilder();
        process.OutputDataReceived += (_, line) => Append(output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(error, line.Data);
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var ended = process.WaitForExit(limit);
        if (!ended)
            process.Kill(entireProcessTree: true);

        // A background child may keep the pipes open for ever, so only a grace is given to the last lines.
        using (var grace = new CancellationTokenSource(TimeSpan.FromSeconds(2)))
        {
            try
            {
                process.WaitForExitAsync(grace.Token).GetAwaiter().GetResult();
            }
            catch (OperationCanceledException)
            {
                // The lines so far are what there is.
            }
        }

        lock (output)
        {
            lock (error)
                return new ToolResult(
                    $"{file} {string.Join(' ', process.StartInfo.ArgumentList)}",
                    ended ? process.ExitCode : TimedOut,
                    $"{output}",
                    $"{error}");
        }
    }

    /// <summary>The start of a command whose three streams are pipes.</summary>
    public static ProcessStartInfo Describe(string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?> environment)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return start;
    }

    private static void Append(StringBuilder text, string? line)
    {
        if (line is null)
            return;
        lock (text)
            text.Append(line).Append('\n');
    }
}
