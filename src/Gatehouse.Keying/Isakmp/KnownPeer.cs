using Gatehouse.Base;
using Gatehouse.Keying.Timing;

namespace Gatehouse.Keying.Isakmp;

/// <summary>Traffic that waits for a main mode.</summary>
/// <param name="Scope">What the pair is to be for.</param>
/// <param name="IsRekey">A pair exists and is to be replaced; nobody waits.</param>
internal readonly record struct PendingAcquire(PairScope Scope, bool IsRekey);

/// <summary>What either keying machine remembers of one address pair besides its SAs.</summary>
internal abstract class KnownPeer(AddressPair addresses)
{
    /// <summary>Both ends.</summary>
    public AddressPair Addresses { get; } = addresses;

    /// <summary>Selectors that wait for a main mode.</summary>
    public List<PendingAcquire> Pending { get; } = [];

    /// <summary>The pause after failures of the peer as a whole.</summary>
    public Backoff Backoff { get; } = new();

    /// <summary>What the peer refuses while it answers.</summary>
    public RefusedScopes Refused { get; } = new();

    /// <summary>The last failure since the last success, one sentence; null for none.</summary>
    public string? LastError { get; set; }

    /// <summary>When <see cref="LastError"/> was set.</summary>
    public Instant LastErrorAt { get; set; }

    /// <summary>No SA, and none wanted.</summary>
    public abstract bool IsIdle { get; }
}
