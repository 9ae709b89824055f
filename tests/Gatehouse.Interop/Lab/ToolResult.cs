namespace Gatehouse.Interop.Lab;

/// <summary>What a command left behind.</summary>
/// <param name="Command">The command line, for messages.</param>
/// <param name="ExitCode">Its exit code; 124 when it was ended at its time limit.</param>
/// <param name="Output">All of stdout.</param>
/// <param name="Error">All of stderr.</param>
internal sealed record ToolResult(string Command, int ExitCode, string Output, string Error)
{
    /// <summary>The lines of stdout that are not empty.</summary>
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>This result, when the exit code is 0; throws with everything that was said otherwise.</summary>
    public ToolResult Succeeded() => ExitCode == 0 ? this : throw new InvalidOperationException(ToString());

    /// <inheritdoc/>
    public override string ToString() => $"{Command}\nexit code {ExitCode}\n{Output}\n{Error}";
}
