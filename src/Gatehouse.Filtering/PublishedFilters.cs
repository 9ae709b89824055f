namespace Gatehouse.Filtering;

/// <summary>
/// The snapshot that decides now. Whoever judges packets reads it once per packet; whoever changes policy puts another there. One volatile reference
/// is all that they share, so a decision takes no lock and never sees half of a policy.
/// </summary>
public sealed class PublishedFilters(FilterSnapshot first)
{
    private volatile FilterSnapshot _current = first;

    /// <summary>The snapshot that decides now.</summary>
    public FilterSnapshot Current => _current;

    /// <summary>Lets another snapshot decide from now on.</summary>
    public void Publish(FilterSnapshot snapshot) => _current = snapshot;
}
