using System.Collections.Immutable;
using Gatehouse.Filtering.Arbitration;
using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;
using Gatehouse.Model.Wfp.Security;

namespace Gatehouse.Bfe.Objects;

/// <summary>Every object of the engine at one moment. Immutable; a commit is the exchange of one for the next.</summary>
internal sealed record BfeState
{
    /// <summary>What is there before anybody adds anything: the built-in providers, sublayers and callouts.</summary>
    public static readonly BfeState Initial = MakeInitial();

    public ObjectTable<FwpmProvider> Providers { get; init; } = ObjectTable<FwpmProvider>.Empty;

    public ObjectTable<FwpmSubLayer> SubLayers { get; init; } = ObjectTable<FwpmSubLayer>.Empty;

    public ObjectTable<FwpmCalloutObject> Callouts { get; init; } = ObjectTable<FwpmCalloutObject>.Empty;

    public ObjectTable<ProviderContext> ProviderContexts { get; init; } = ObjectTable<ProviderContext>.Empty;

    public ObjectTable<FwpmFilter> Filters { get; init; } = ObjectTable<FwpmFilter>.Empty;

    /// <summary>The weights of the sublayers; each is there once.</summary>
    public ImmutableHashSet<ushort> SubLayerWeights { get; init; } = [];

    /// <summary>How many objects refer to an object; what is not there has none.</summary>
    public ImmutableDictionary<ObjectReference, int> References { get; init; } = ImmutableDictionary<ObjectReference, int>.Empty;

    /// <summary>Descriptors of objects that have one of their own, and under the zero GUID of containers.</summary>
    public ImmutableDictionary<ObjectReference, SecurityDescriptor> Security { get; init; } = ImmutableDictionary<ObjectReference, SecurityDescriptor>.Empty;

    /// <summary>Who may do what with the engine.</summary>
    public SecurityDescriptor EngineSecurity { get; init; } = DefaultSecurity.Engine;

    /// <summary>The LUID given last.</summary>
    public ulong LastId { get; init; }

    /// <summary>The object a reference points to, or null.</summary>
    public Referent? Find(ObjectReference reference) => reference.Type switch
    {
        ObjectType.Provider => Of(Providers.ByKey(reference.Key)),
        ObjectType.SubLayer => Of(SubLayers.ByKey(reference.Key)),
        ObjectType.Callout => Of(Callouts.ByKey(reference.Key)),
        ObjectType.ProviderContext => Of(ProviderContexts.ByKey(reference.Key)),
        _ => Of(Filters.ByKey(reference.Key)),
    };

    /// <summary>The state with one reference more (1) or less (-1) to each.</summary>
    public BfeState Count(IEnumerable<ObjectReference> references, int change)
    {
        var counts = References.ToBuilder();
        foreach (var reference in references)
        {
            var count = counts.GetValueOrDefault(reference) + change;
            if (count == 0)
                counts.Remove(reference);
            else
                counts[reference] = count;
        }

        return this with { References = counts.ToImmutable() };
    }

    /// <summary>The descriptor of an object: its own, or its container's, which has a built-in one.</summary>
    public SecurityDescriptor SecurityOf(ObjectType type, Guid key) => Security.GetValueOrDefault(new ObjectReference(type, key))
        ?? Security.GetValueOrDefault(new ObjectReference(type, Guid.Empty)) ?? DefaultSecurity.Container;

    /// <summary>The state where an object has that descriptor, or with null none of its own.</summary>
    public BfeState WithSecurity(ObjectType type, Guid key, SecurityDescriptor? security)
    {
        var whose = new ObjectReference(type, key);
        return this with { Security = security is null ? Security.Remove(whose) : Security.SetItem(whose, DefaultSecurity.Container.Filled(security)) };
    }

    private static Referent? Of<T>(Held<T>? held)
        where T : IFwpmObject => held is null ? null : new Referent(held.Lifetime, held.Session, held.Object.Provider);

    private static BfeState MakeInitial()
    {
        var id = 0UL;
        return new BfeState
        {
            Providers = ObjectTable<FwpmProvider>.Empty.WithMany([.. FwpmProvider.BuiltIns.Select(BuiltIn)]),
            SubLayers = ObjectTable<FwpmSubLayer>.Empty.WithMany([.. FwpmSubLayer.BuiltIns.Select(BuiltIn)]),
            Callouts = ObjectTable<FwpmCalloutObject>.Empty.WithMany([.. FwpmCallouts.All.Select(row => BuiltIn(Callout(row)))]),
            SubLayerWeights = [.. FwpmSubLayer.BuiltIns.Select(subLayer => subLayer.Weight)],
            LastId = id,
        };

        // Some callouts of Windows have no code here, as on a Windows whose driver is not loaded.
        static FwpmCalloutObject Callout(FwpmCalloutInfo row) => ArbitrationOptions.WithoutCode.Contains(row.Callout)
            ? FwpmCalloutObject.Of(row) with { Flags = FwpmCalloutObject.Of(row).Flags & ~FwpmCalloutFlags.Registered }
            : FwpmCalloutObject.Of(row);

        Held<T> BuiltIn<T>(T built)
            where T : IFwpmObject => new(built, ++id, FwpmLifetime.BuiltIn, Guid.Empty);
    }
}
