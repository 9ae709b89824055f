using System.Globalization;

namespace Gatehouse.Linux.Udp;

/// <summary>Finds who has a UDP port, from /proc: the port's socket inode, then the process that has it open.</summary>
internal static class PortOwner
{
    /// <summary>A sentence part such as "charon (process 812)", or null when nobody can be named.</summary>
    public static string? Find(ushort port, bool v6)
    {
        // thread-self: the calling thread may live in another network namespace than the process.
        var inodes = ReadInodes(ReadText($"/proc/thread-self/net/udp{(v6 ? "6" : "")}"), port);
        if (inodes.Count == 0)
            return null;
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var process)
                && HasSocket(directory, inodes))
                return $"{ReadText($"{directory}/comm").Trim()} (process {process})";
        }

        return null;
    }

    /// <summary>Inodes of the sockets bound to a port, from the text of /proc/net/udp or udp6; 0 (a socket of the kernel) is left out.</summary>
    internal static HashSet<long> ReadInodes(string table, ushort port)
    {
        var inodes = new HashSet<long>();
        foreach (var line in table.Split('\n'))
        {
            // sl local_address rem_address st tx:rx tr:when retrnsmt uid timeout inode …
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length < 10)
                continue;
            var colon = fields[1].LastIndexOf(':');
            if (colon >= 0
                && ushort.TryParse(fields[1].AsSpan(colon + 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var local)
                && local == port
                && long.TryParse(fields[9], NumberStyles.None, CultureInfo.InvariantCulture, out var inode)
                && inode > 0)
                inodes.Add(inode);
        }

        return inodes;
    }

    private static bool HasSocket(string processDirectory, HashSet<long> inodes)
    {
        try
        {
            foreach (var file in Directory.EnumerateFiles($"{processDirectory}/fd"))
            {
                if (new FileInfo(file).LinkTarget is { } target && target.StartsWith("socket:[", StringComparison.Ordinal)
                    && long.TryParse(target.AsSpan(8, target.Length - 9), NumberStyles.None, CultureInfo.InvariantCulture, out var inode)
                    && inodes.Contains(inode))
                    return true;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The process ended meanwhile, or is not ours to look into.
        }

        return false;
    }

    private static string ReadText(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
