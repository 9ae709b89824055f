using System.Collections.Immutable;
using Gatehouse.Base;

namespace Gatehouse.Keying.Isakmp;

/// <summary>Counts by name. Every name is a member of an enum or a constant, never text from the wire, so their number is bounded.</summary>
internal sealed class Counters
{
    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Instant> _reported = [];

    /// <summary>Counts one.</summary>
    public void Add(string name) => _counts[name] = _counts.GetValueOrDefault(name) + 1;

    /// <summary>Counts one and tells whether it is time to report this name: the first time, then once a minute.</summary>
    public bool AddAndReport(string name, Instant now)
    {
        Add(name);
        if (_reported.TryGetValue(name, out var last) && now - last < Periods.RefusalReport)
            return false;
        _reported[name] = now;
        return true;
    }

    /// <summary>All counts.</summary>
    public ImmutableSortedDictionary<string, long> Snapshot() => _counts.ToImmutableSortedDictionary(StringComparer.Ordinal);
}
