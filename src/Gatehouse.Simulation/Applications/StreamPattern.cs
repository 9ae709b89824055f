namespace Gatehouse.Simulation.Applications;

/// <summary>The bytes of every simulated stream: each is known from its place, so that whoever receives it can tell a lost or doubled one.</summary>
internal static class StreamPattern
{
    private const int Prime = 31;

    /// <summary>Writes the bytes from a place on.</summary>
    public static void Fill(long offset, Span<byte> destination)
    {
        for (var i = 0; i < destination.Length; i++)
            destination[i] = At(offset + i);
    }

    /// <summary>True when these are the bytes from that place on.</summary>
    public static bool Matches(long offset, ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] != At(offset + i))
                return false;
        }

        return true;
    }

    private static byte At(long offset) => (byte)((offset * Prime) + (offset >> 8));
}
