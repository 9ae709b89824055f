using Gatehouse.Base;
using Gatehouse.Keying.Timing;

namespace Gatehouse.Keying.Isakmp;

/// <summary>
/// What one peer refuses although it speaks: quick modes that failed under a living main mode, each with a pause of its own. A refused selector
/// says nothing about the others, so their traffic goes on.
/// </summary>
internal sealed class RefusedScopes
{
    /// <summary>As many as there may be pairs with one peer.</summary>
    private const int MaxScopes = 8;

    private readonly Dictionary<PairScope, Backoff> _byScope = [];

    /// <summary>When the first of them may be asked for again; null when nothing is refused.</summary>
    public Instant? NextRetryAt => _byScope.Count == 0 ? null : _byScope.Values.Min(backoff => backoff.RetryAt);

    /// <summary>End of a scope's pause; zero when it has none.</summary>
    public Instant RetryAt(PairScope scope) => _byScope.TryGetValue(scope, out var backoff) ? backoff.RetryAt : Instant.Zero;

    /// <summary>Counts a refusal and returns the end of its pause. Bounded as the pairs are; forgetting one only means one quick mode more.</summary>
    public Instant Refuse(Instant now, PairScope scope)
    {
        if (_byScope.TryGetValue(scope, out var backoff))
            return backoff.Fail(now);
        if (_byScope.Count >= MaxScopes)
            _byScope.Remove(_byScope.MinBy(entry => entry.Value.RetryAt).Key);
        return (_byScope[scope] = new Backoff()).Fail(now);
    }

    /// <summary>A pair of this scope is up.</summary>
    public void Succeed(PairScope scope)
    {
        foreach (var refused in _byScope.Keys.Where(scope.Covers).ToArray())
            _byScope.Remove(refused);
    }

    /// <summary>A pause belongs to the policy that failed.</summary>
    public void Clear() => _byScope.Clear();
}
