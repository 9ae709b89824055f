namespace Gatehouse.Cli.Running;

/// <summary>Why a command ends early: an exit code and a sentence for the error stream. Nothing has been applied.</summary>
internal sealed class RefusalException(int exitCode, string sentence) : Exception(sentence)
{
    public int ExitCode { get; } = exitCode;
}
