using Gatehouse.Base;
using Gatehouse.Dataplane.Sad;
using Gatehouse.Model.Ipsec;

namespace Gatehouse.Engine;

/// <summary>
/// Finds pairs without traffic for their idle timeout (IPSEC_SA_IDLE_TIMEOUT0). It looks every few seconds, because a timer per packet
/// would cost more than the precision is worth.
/// </summary>
internal sealed class IdleWatch(SecurityAssociationDatabase sad)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    private Instant _next = Instant.Zero;

    /// <summary>When to look next; null while no pair is installed.</summary>
    public Instant? NextCheck => sad.Entries.Count == 0 ? null : _next;

    /// <summary>Reports each idle pair once.</summary>
    public void Check(Instant now, Action<Spi> report)
    {
        if (now < _next)
            return;
        _next = now + Period;
        foreach (var entry in sad.Entries)
        {
            if (entry.IdleReported || entry.IdleTimeout == TimeSpan.Zero || now - entry.LastUsed < entry.IdleTimeout)
                continue;
            entry.IdleReported = true;
            report(entry.Inbound);
        }
    }
}
