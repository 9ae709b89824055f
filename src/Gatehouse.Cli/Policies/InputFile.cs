namespace Gatehouse.Cli.Policies;

/// <summary>Opens a file for a command; - is standard input.</summary>
internal static class InputFile
{
    /// <summary>The name errors are reported under.</summary>
    public static string NameOf(string path) => path == "-" ? "stdin" : path;

    /// <summary>The bytes, at most one more than a limit, so that an endless device is refused and not read; null after saying why not.</summary>
    public static byte[]? Read(string path, int limit, TextWriter error)
    {
        try
        {
            using var stream = path == "-" ? Console.OpenStandardInput() : File.OpenRead(path);
            return ReadBounded(stream, limit);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            error.WriteLine(exception is FileNotFoundException or DirectoryNotFoundException
                ? $"{NameOf(path)}: there is no such file"
                : $"{NameOf(path)}: cannot be read: {exception.Message}");
            return null;
        }
    }

    private static byte[] ReadBounded(Stream stream, int limit)
    {
        using var content = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while (content.Length <= limit && (read = stream.Read(buffer)) > 0)
            content.Write(buffer, 0, read);
        return content.ToArray();
    }
}
