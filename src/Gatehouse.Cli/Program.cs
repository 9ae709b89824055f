using Gatehouse.Cli;

try
{
    return await CommandLineShell.RunAsync(args, Console.Out, Console.Error);
}
catch (Exception exception)
{
    // Only the type and the sentence: a stack trace helps nobody at a prompt, and a secret is never part of a message.
    await Console.Error.WriteLineAsync($"gatehouse failed: {exception.GetType().Name}: {exception.Message}");
    return ExitCode.Failed;
}
