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
    public static PolicyReadResult? Read(string path, TextWriter error)
    {
        var fileName = path == "-" ? "stdin" : path;
        byte[] bytes;
        try
        {
            using var stream = path == "-" ? Console.OpenStandardInput() : File.OpenRead(path);
            bytes = ReadBounded(stream);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            error.WriteLine(exception is FileNotFoundException or DirectoryNotFoundException
                ? $"{fileName}: there is no such file"
                : $"{fileName}: cannot be read: {exception.Message}");
            return null;
        }

        return PolicyReader.Read(bytes, fileName);
    }

    /// <summary>Stops one byte beyond what the reader accepts, so that an endless device is refused and not read.</summary>
    private static byte[] ReadBounded(Stream stream)
    {
        using var content = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while (content.Length <= PolicyReader.MaxBytes && (read = stream.Read(buffer)) > 0)
            content.Write(buffer, 0, read);
        return content.ToArray();
    }
}
