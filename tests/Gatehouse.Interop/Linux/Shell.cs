using System.Diagnostics;
using Shouldly;

namespace Gatehouse.Interop.Linux;

/// <summary>Runs a tool and returns what it wrote.</summary>
public static class Shell
{
    public static string Run(string command)
    {
        var (exitCode, output) = TryRun(command);
        exitCode.ShouldBe(0, $"{command}\n{output}");
        return output;
    }

    public static (int ExitCode, string Output) TryRun(string command)
    {
        var words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var start = new ProcessStartInfo(words[0]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var word in words.Skip(1))
            start.ArgumentList.Add(word);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.Result);
    }
}
