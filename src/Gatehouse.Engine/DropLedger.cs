using Gatehouse.Base;
using Gatehouse.Model.Verdicts;

namespace Gatehouse.Engine;

/// <summary>
/// Decides which drops are told: the first of each peer, reason and direction, then at most one a minute. Bounded in memory and in lines a
/// second, so that a flood of spoofed source addresses fills neither; the counters count them all.
/// </summary>
public sealed class DropLedger
{
    /// <summary>Peers, reasons and directions remembered; the oldest is forgotten first.</summary>
    public const int MaxEntries = 4096;

    /// <summary>Drops told a second, over all peers.</summary>
    public const int MaxTold = 20;

    private static readonly TimeSpan RepeatAfter = TimeSpan.FromMinutes(1);

    private readonly Dictionary<(IpAddr Remote, VerdictReason Reason, bool Outbound), (long Count, Instant NextReport)> _entries = [];
    private readonly Queue<(IpAddr Remote, VerdictReason Reason, bool Outbound)> _inOrder = new();
    private Instant _windowEnds = Instant.Zero;
    private int _told;

    /// <summary>Notes a drop; the count so far when it should be told, else null.</summary>
    public long? Note(Instant now, IpAddr remote, VerdictReason reason, bool outbound)
    {
        var key = (remote, reason, outbound);
        if (!_entries.TryGetValue(key, out var entry))
        {
            if (_inOrder.Count >= MaxEntries)
                _entries.Remove(_inOrder.Dequeue());
            _inOrder.Enqueue(key);
        }

        var count = entry.Count + 1;
        var tell = now >= entry.NextReport && MayTell(now);
        _entries[key] = (count, tell ? now + RepeatAfter : entry.NextReport);
        return tell ? count : null;
    }

    /// <summary>Whether one more line may be told this second.</summary>
    public bool MayTell(Instant now)
    {
        if (now >= _windowEnds)
            (_windowEnds, _told) = (now + TimeSpan.FromSeconds(1), 0);
        return _told++ < MaxTold;
    }
}
