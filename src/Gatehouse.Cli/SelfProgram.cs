using System.Diagnostics;

namespace Gatehouse.Cli;

/// <summary>Starts this program once more.</summary>
internal static class SelfProgram
{
    private const string Name = "gatehouse";

    /// <summary>A start of this program with these arguments, its output redirected.</summary>
    public static ProcessStartInfo With(params ReadOnlySpan<string> arguments)
    {
        // Under `dotnet gatehouse.dll` the process is dotnet; under a test runner it is the runner, and the program lies beside it.
        var isDotnet = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet";
        var start = new ProcessStartInfo(isDotnet ? Environment.ProcessPath! : Path.Combine(AppContext.BaseDirectory, Name))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        if (isDotnet)
            start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, $"{Name}.dll"));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return start;
    }
}
