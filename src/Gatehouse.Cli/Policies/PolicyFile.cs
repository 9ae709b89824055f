using System.Text;
using Gatehouse.Host.State;
using Gatehouse.Scenarios.Document;
using Gatehouse.Scenarios.Reading;

namespace Gatehouse.Cli.Policies;

/// <summary>Opens a policy file for a command. Every failure is told on the error stream and ends in <see cref="ExitCode.BadInput"/>.</summary>
internal static class PolicyFile
{
    /// <summary>The policy, or null after saying why not.</summary>
    public static PolicyDocument? Load(string path, TextWriter error)
    {
        if (Read(path, error) is not { } result)
            return null;
        foreach (var line in result.ErrorLines())
            error.WriteLine(line);
        return result.Document;
    }

    /// <summary>What the reader says of the file, errors included and not told yet; null after saying why it cannot be opened.</summary>
    public static PolicyReadResult? Read(string path, TextWriter error) =>
        InputFile.Read(path, PolicyReader.MaxBytes, error) is { } bytes ? PolicyReader.Read(bytes, InputFile.NameOf(path)) : null;

    /// <summary>A policy without errors and its text, to be read again elsewhere; null after saying why not.</summary>
    public static (StoredPolicy Text, PolicyDocument Document)? Source(string path, TextWriter error)
    {
        if (InputFile.Read(path, PolicyReader.MaxBytes, error) is not { } bytes)
            return null;
        var read = PolicyReader.Read(bytes, InputFile.NameOf(path));
        foreach (var line in read.ErrorLines())
            error.WriteLine(line);
        return read.Document is { } document
            ? (new StoredPolicy(Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF'), InputFile.NameOf(path)), document)
            : null;
    }
}
