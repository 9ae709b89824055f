using Gatehouse.Model.Wfp.Management;

namespace Gatehouse.Bfe.Objects;

/// <summary>An object in the engine.</summary>
/// <param name="Object">The object, its key filled in and its references resolved.</param>
/// <param name="Id">Its LUID.</param>
/// <param name="Lifetime">How long it lives.</param>
/// <param name="Session">The session a dynamic object dies with; the zero GUID for every other.</param>
internal sealed record Held<T>(T Object, ulong Id, FwpmLifetime Lifetime, Guid Session)
    where T : IFwpmObject;

/// <summary>The five types of objects.</summary>
internal enum ObjectType
{
    Provider,
    SubLayer,
    Callout,
    ProviderContext,
    Filter,
}

/// <summary>What people call the five types.</summary>
internal static class ObjectTypes
{
    /// <summary>See <see cref="FwpmObjectName.Kind"/>.</summary>
    public static string Noun(this ObjectType type) => type switch
    {
        ObjectType.Provider => FwpmObjectName.ProviderKind,
        ObjectType.SubLayer => FwpmObjectName.SubLayerKind,
        ObjectType.Callout => FwpmObjectName.CalloutKind,
        ObjectType.ProviderContext => FwpmObjectName.ContextKind,
        _ => FwpmObjectName.FilterKind,
    };
}

/// <summary>An object of some type, by key: what another one refers to.</summary>
internal readonly record struct ObjectReference(ObjectType Type, Guid Key);

/// <summary>What the rules of references ask about the object at the other end.</summary>
internal readonly record struct Referent(FwpmLifetime Lifetime, Guid Session, Guid? Provider);
