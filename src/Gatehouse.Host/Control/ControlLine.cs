namespace Gatehouse.Host.Control;

/// <summary>Messages on the wire: one line each, bounded.</summary>
internal static class ControlLine
{
    /// <summary>Whoever may only look sends a word or a question.</summary>
    public const int MaxReadRequest = 4 * 1024;

    /// <summary>A policy document, escaped.</summary>
    public const int MaxWriteRequest = 8 * 1024 * 1024;

    /// <summary>The status of a thousand peers is about a megabyte.</summary>
    public const int MaxResponse = 64 * 1024 * 1024;

    private const int FirstBuffer = 4096;

    /// <summary>Reads up to a newline, which is left out. Null when the stream ends before one, or the line is longer than allowed.</summary>
    public static async Task<byte[]?> ReadAsync(Stream stream, int limit, CancellationToken cancellation)
    {
        var buffer = new byte[Math.Min(FirstBuffer, limit)];
        var length = 0;
        while (true)
        {
            if (length == buffer.Length)
            {
                if (length >= limit)
                    return null;
                Array.Resize(ref buffer, Math.Min(buffer.Length * 2, limit));
            }

            var read = await stream.ReadAsync(buffer.AsMemory(length), cancellation);
            if (read == 0)
                return null;
            var newline = buffer.AsSpan(length, read).IndexOf((byte)'\n');
            if (newline >= 0)
                return buffer[..(length + newline)];
            length += read;
        }
    }

    /// <summary>Writes a line.</summary>
    public static async Task WriteAsync(Stream stream, byte[] line, CancellationToken cancellation)
    {
        await stream.WriteAsync(line, cancellation);
        await stream.WriteAsync("\n"u8.ToArray(), cancellation);
    }
}
