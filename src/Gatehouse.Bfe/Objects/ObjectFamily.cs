using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;

namespace Gatehouse.Bfe.Objects;

/// <summary>What the engine must know of one type of objects to manage it like the others.</summary>
internal abstract class ObjectFamily<T>
    where T : class, IFwpmObject
{
    /// <summary>What people call it.</summary>
    public string Noun => Type.Noun();

    /// <summary>Which of the five.</summary>
    public abstract ObjectType Type { get; }

    /// <summary>FWP_E_…_NOT_FOUND of this type.</summary>
    public abstract FwpError NotFound { get; }

    /// <summary>The table in a state.</summary>
    public abstract ObjectTable<T> Table(BfeState state);

    /// <summary>The state with an object more.</summary>
    public virtual BfeState With(BfeState state, Held<T> added) =>
        Replace(state, Table(state).With(added)).Count(Needs(added.Object).Select(need => need.To), 1) with { LastId = Math.Max(added.Id, state.LastId) };

    /// <summary>The state with an object less.</summary>
    public virtual BfeState Without(BfeState state, Held<T> removed) =>
        Replace(state, Table(state).Without(removed)).Count(Needs(removed.Object).Select(need => need.To), -1);

    /// <summary>The same object under that key.</summary>
    public abstract T WithKey(T keyless, Guid key);

    /// <summary>Whether its flags say that it outlives the engine.</summary>
    public abstract bool IsPersistent(T declared);

    /// <summary>The objects it needs, each with the error when it is missing.</summary>
    public abstract IEnumerable<(ObjectReference To, FwpError Missing)> Needs(T of);

    /// <summary>Checks the object itself; the result has its references resolved to what the state has. Its needs are there already.</summary>
    public abstract FwpResult<T> Check(T added, BfeState state);

    /// <summary>Whether the template wants the object.</summary>
    public abstract bool Fits(T candidate, FwpmEnumTemplate template);

    /// <summary>Whether a template can fit any object of this type; FWP_E_NEVER_MATCH when not.</summary>
    public abstract FwpResult Check(FwpmEnumTemplate template);

    /// <summary>Effective weight; only filters have one.</summary>
    public virtual ulong EffectiveWeight(T of) => 0;

    /// <summary>The state with another table.</summary>
    protected abstract BfeState Replace(BfeState state, ObjectTable<T> table);

    /// <summary>The template's members that this type lacks must be unset.</summary>
    protected FwpResult Lacks(FwpmEnumTemplate template, bool layer = false, bool contextType = false, bool filterMembers = false, bool provider = false)
    {
        var wrong = provider && template.Provider is not null ? "provider"
            : layer && template.Layer is not null ? "layer"
            : contextType && template.ContextType is not null ? "provider context type"
            : filterMembers && (!template.Conditions.IsEmpty || template.Callout is not null || template.ProviderContext is not null)
                ? "condition, callout or context"
            : null;
        return wrong is null ? FwpResult.Success : new FwpResult(FwpError.NeverMatch, $"no {Noun} has a {wrong}, so the template can match nothing");
    }

    protected static FwpResult Fail(FwpError error, string detail) => new(error, detail);
}
