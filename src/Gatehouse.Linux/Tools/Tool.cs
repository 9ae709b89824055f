using System.ComponentModel;
using System.Diagnostics;

namespace Gatehouse.Linux.Tools;

/// <summary>How a tool ended.</summary>
/// <param name="Found">False when there is no such program.</param>
/// <param name="ExitCode">Its exit code; -1 when it was not found or ran too long.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Error">Its standard error, or why it could not run.</param>
internal readonly record struct ToolResult(bool Found, int ExitCode, string Output, string Error)
{
    /// <summary>Whether it ran and said yes.</summary>
    public bool Ok => Found && ExitCode == 0;
}

/// <summary>
/// Runs the system's network tools, never through a shell. The child is forked by the calling thread and so lives in that thread's
/// network namespace.
/// </summary>
internal static class Tool
{
    /// <summary>These tools answer in milliseconds; the iptables lock is waited for at most ten seconds.</summary>
    private static readonly TimeSpan MaxRunTime = TimeSpan.FromSeconds(30);

    /// <summary>Service managers and cron may leave out the directories of root's tools.</summary>
    private static readonly string[] Directories = ["/usr/sbin", "/sbin", "/usr/local/sbin", "/usr/bin", "/bin"];

    /// <summary>The program's path, or null.</summary>
    public static string? Find(string name)
    {
        foreach (var directory in Directories)
        {
            var path = Path.Combine(directory, name);
            if (File.Exists(path))
                return path;
        }

        return null;
    }

    /// <summary>Runs a tool to its end, with text on its standard input if given.</summary>
    public static ToolResult Run(string name, IReadOnlyList<string> arguments, string? input = null)
    {
        if (Find(name) is not { } path)
            return new ToolResult(false, -1, "", $"{name} is not installed");
        var start = new ProcessStartInfo(path)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["LC_ALL"] = "C";
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEndAsync();
            if (input is not null)
                process.StandardInput.Write(input);
            process.StandardInput.Close();
            if (!process.WaitForExit(MaxRunTime))
            {
                process.Kill();
                return new ToolResult(true, -1, "", $"{name} did not end within {MaxRunTime.TotalSeconds} seconds");
            }

            return new ToolResult(true, process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult().Trim());
        }
        catch (Exception e) when (e is Win32Exception or IOException)
        {
            return new ToolResult(false, -1, "", $"{name} could not be run: {e.Message}");
        }
    }
}
