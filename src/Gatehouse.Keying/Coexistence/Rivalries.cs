using System.Diagnostics.CodeAnalysis;
using Gatehouse.Base;

namespace Gatehouse.Keying.Coexistence;

/// <summary>Rivalries by address pair; bounded as the peers of either module are, the one that ends first is forgotten.</summary>
internal sealed class Rivalries
{
    /// <summary>As many as either module remembers failures of. Forgetting one means an attempt more, or IKEv1 where it was barred.</summary>
    public const int Most = 4096;

    private readonly Dictionary<AddressPair, Rivalry> _byAddresses = [];

    /// <summary>How many.</summary>
    public int Count => _byAddresses.Count;

    /// <summary>The rivalry of an address pair, or null.</summary>
    public Rivalry? Find(AddressPair addresses) => _byAddresses.GetValueOrDefault(addresses);

    /// <summary>The same, made when there is none.</summary>
    public Rivalry Of(AddressPair addresses)
    {
        if (_byAddresses.TryGetValue(addresses, out var rivalry))
            return rivalry;
        if (_byAddresses.Count >= Most && TryFindOldest(out var oldest))
            _byAddresses.Remove(oldest.Addresses);
        _byAddresses.Add(addresses, rivalry = new Rivalry(addresses));
        return rivalry;
    }

    /// <summary>Forgets one of which nothing is left to remember.</summary>
    public void ForgetIfOver(Rivalry rivalry, Instant now)
    {
        if (rivalry.IsOver(now))
            _byAddresses.Remove(rivalry.Addresses);
    }

    /// <summary>Another policy is in force.</summary>
    public void ForgetPauses()
    {
        foreach (var rivalry in _byAddresses.Values)
            rivalry.ForgetPauses();
    }

    /// <summary>Forgets all.</summary>
    public void Clear() => _byAddresses.Clear();

    // Contested ones are bounded by the peers of the modules, which are at work for them.
    private bool TryFindOldest([NotNullWhen(true)] out Rivalry? oldest)
    {
        oldest = _byAddresses.Values.Where(rivalry => !rivalry.IsContested)
            .MinBy(rivalry => Instant.Max(rivalry.PausedUntil, rivalry.IkeBarredUntil));
        return oldest is not null;
    }
}
