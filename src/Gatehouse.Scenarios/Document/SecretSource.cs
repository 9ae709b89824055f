namespace Gatehouse.Scenarios.Document;

/// <summary>Where a secret is to be found at run time. Off-line commands never look.</summary>
public abstract record SecretSource
{
    private SecretSource()
    {
    }

    /// <summary>The value of an environment variable.</summary>
    /// <param name="Variable">Its name.</param>
    public sealed record EnvironmentVariable(string Variable) : SecretSource;

    /// <summary>The content of a file; the reader of the file removes one newline at its end.</summary>
    /// <param name="Path">Path, relative to the working directory of the process that reads it.</param>
    public sealed record SecretFile(string Path) : SecretSource;
}
