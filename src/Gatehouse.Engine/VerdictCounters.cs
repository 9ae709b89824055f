using System.Collections.Immutable;
using Gatehouse.Model.Verdicts;

namespace Gatehouse.Engine;

/// <summary>One counter per reason and direction; nothing is let through or dropped without one.</summary>
public sealed class VerdictCounters
{
    private static readonly VerdictReason[] Reasons = Enum.GetValues<VerdictReason>();

    private readonly long[] _outbound = new long[Reasons.Length];
    private readonly long[] _inbound = new long[Reasons.Length];

    /// <summary>Counts one packet.</summary>
    public void Count(bool outbound, VerdictReason reason) => (outbound ? _outbound : _inbound)[(int)reason]++;

    /// <summary>How often a reason was given, both directions.</summary>
    public long this[VerdictReason reason] => _outbound[(int)reason] + _inbound[(int)reason];

    /// <summary>The reasons given at least once, by name.</summary>
    public ImmutableSortedDictionary<string, long> ToDictionary(Func<VerdictReason, bool> where)
    {
        var counts = ImmutableSortedDictionary.CreateBuilder<string, long>(StringComparer.Ordinal);
        foreach (var reason in Reasons)
        {
            if (where(reason) && this[reason] > 0)
                counts[reason.ToString()] = this[reason];
        }

        return counts.ToImmutable();
    }
}
