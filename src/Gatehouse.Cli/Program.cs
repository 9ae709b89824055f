using Gatehouse.Cli;

try
{
    return await CommandLineShell.RunAsync(args, Console.Out, Console.Error);
}
catch (IOException exception) when (exception.HResult == BrokenPipe)
{
    // The reader of our output has seen enough (gatehouse compile … | head).
    return ExitCode.Done;
}
catch (Exception exception)
{
    // Only the type and the sentence: a stack trace helps nobody at a prompt, and a secret is never part of a message.
    await Console.Error.WriteLineAsync($"gatehouse failed: {exception.GetType().Name}: {exception.Message}");
    return ExitCode.Failed;
}

/// <summary>The program. All commands are in Commands/.</summary>
internal static partial class Program
{
    /// <summary>EPIPE as .NET reports it on Linux.</summary>
    private const int BrokenPipe = 32;
}
