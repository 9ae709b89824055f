using System.Globalization;

namespace Gatehouse.Linux.Queue;

/// <summary>The kernel's own table of netfilter queues: number, listener, waiting, copy mode, copy range, dropped full, dropped unread, last id.</summary>
internal static class KernelQueueTable
{
    /// <summary>Packets the kernel dropped in these queues; 0 when the table cannot be read.</summary>
    public static long ReadDrops(ReadOnlySpan<ushort> queues) => SumDrops(Read(), queues);

    /// <summary>Whether a living process listens to this queue in the calling thread's network namespace.</summary>
    public static bool HasListener(ushort queue) => HasListener(Read(), queue);

    /// <summary>The kernel lists a queue as long as it has a listener.</summary>
    internal static bool HasListener(string table, ushort queue) => table.Split('\n').Any(line =>
        line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var number, _, ..]
        && ushort.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var listed) && listed == queue);

    /// <summary>Sums both drop columns of the given queues.</summary>
    internal static long SumDrops(string table, ReadOnlySpan<ushort> queues)
    {
        var sum = 0L;
        foreach (var line in table.Split('\n'))
        {
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length >= 7
                && ushort.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out var queue) && queues.Contains(queue)
                && long.TryParse(fields[5], NumberStyles.None, CultureInfo.InvariantCulture, out var full)
                && long.TryParse(fields[6], NumberStyles.None, CultureInfo.InvariantCulture, out var unread))
                sum += full + unread;
        }

        return sum;
    }

    private static string Read()
    {
        try
        {
            return File.ReadAllText("/proc/thread-self/net/netfilter/nfnetlink_queue");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
