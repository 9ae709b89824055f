using System.Collections.Immutable;
using Gatehouse.Model.Wfp.Management;

namespace Gatehouse.Bfe.Objects;

/// <summary>The objects of one type, immutable: a transaction works on a table of its own that shares what it leaves alone.</summary>
internal sealed class ObjectTable<T>
    where T : IFwpmObject
{
    public static readonly ObjectTable<T> Empty = new(ImmutableDictionary<Guid, Held<T>>.Empty, ImmutableSortedDictionary<ulong, Held<T>>.Empty);

    private readonly ImmutableDictionary<Guid, Held<T>> _byKey;
    private readonly ImmutableSortedDictionary<ulong, Held<T>> _byId;

    private ObjectTable(ImmutableDictionary<Guid, Held<T>> byKey, ImmutableSortedDictionary<ulong, Held<T>> byId) => (_byKey, _byId) = (byKey, byId);

    /// <summary>In the order of adding.</summary>
    public IEnumerable<Held<T>> All => _byId.Values;

    public int Count => _byKey.Count;

    public Held<T>? ByKey(Guid key) => _byKey.GetValueOrDefault(key);

    public Held<T>? ById(ulong id) => _byId.GetValueOrDefault(id);

    public ObjectTable<T> With(Held<T> added) => new(_byKey.Add(added.Object.Key, added), _byId.Add(added.Id, added));

    public ObjectTable<T> WithMany(IReadOnlyCollection<Held<T>> added) => new(
        _byKey.AddRange(added.Select(held => KeyValuePair.Create(held.Object.Key, held))),
        _byId.AddRange(added.Select(held => KeyValuePair.Create(held.Id, held))));

    public ObjectTable<T> Without(Held<T> removed) => new(_byKey.Remove(removed.Object.Key), _byId.Remove(removed.Id));
}
