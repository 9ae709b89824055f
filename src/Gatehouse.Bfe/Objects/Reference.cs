using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;

namespace Gatehouse.Bfe.Objects;

/// <summary>The rules between an object and those it refers to (reference section 7.2, Lifetimes).</summary>
internal static class Reference
{
    /// <summary>The reference to an owner, when there is one.</summary>
    public static IEnumerable<(ObjectReference To, FwpError Missing)> ToProvider(Guid? provider) =>
        provider is { } key ? [(new ObjectReference(ObjectType.Provider, key), FwpError.ProviderNotFound)] : [];

    /// <summary>
    /// Whether an object may refer to another: it must be there, live at least as long, and between persistent objects have the same provider,
    /// between dynamic ones the same session.
    /// </summary>
    public static FwpResult Check(string from, FwpmLifetime lifetime, Guid session, Guid? provider, ObjectReference to, FwpError missing, BfeState state)
    {
        if (state.Find(to) is not { } target)
            return new FwpResult(missing, $"{from} refers to {to.Type} {to.Key}, which is not there");
        if (target.Lifetime < lifetime)
            return new FwpResult(FwpError.LifetimeMismatch, $"{from} is {lifetime}, but the {to.Type} {to.Key} it refers to is {target.Lifetime}");
        if (lifetime == FwpmLifetime.Dynamic && target.Lifetime == FwpmLifetime.Dynamic && target.Session != session)
            return new FwpResult(FwpError.LifetimeMismatch, $"{from} and the {to.Type} {to.Key} it refers to belong to different dynamic sessions");
        if (lifetime == FwpmLifetime.Persistent && target.Lifetime == FwpmLifetime.Persistent && to.Type != ObjectType.Provider && target.Provider != provider)
            return new FwpResult(FwpError.LifetimeMismatch, $"{from} and the persistent {to.Type} {to.Key} it refers to have different providers");
        return FwpResult.Success;
    }
}
