using Gatehouse.Base;
using Gatehouse.Model.Verdicts;

namespace Gatehouse.Engine;

/// <summary>
/// Decides which drops are told: the first of each peer, reason and direction, then at most one a minute. Bounded: once full, only the
/// counters speak, so that spoofed source addresses cannot fill memory or the log.
/// </summary>
public sealed class DropLedger
{
    /// <summary>Peers, reasons and directions remembered.</summary>
    public const int MaxEntries = 4096;

    private static readonly TimeSpan RepeatAfter = TimeSpan.FromMinutes(1);

    private readonly Dictionary<(IpAddr Remote, VerdictReason Reason, bool Outbound), (long Count, Instant NextReport)> _entries = [];

    /// <summary>Notes a drop; the count so far when it should be told, else null.</summary>
    public long? Note(Instant now, IpAddr remote, VerdictReason reason, bool outbound)
    {
        var key = (remote, reason, outbound);
        if (!_entries.TryGetValue(key, out var entry) && _entries.Count >= MaxEntries)
            return null;
        var count = entry.Count + 1;
        var tell = count == 1 || now >= entry.NextReport;
        _entries[key] = (count, tell ? now + RepeatAfter : entry.NextReport);
        return tell ? count : null;
    }
}
