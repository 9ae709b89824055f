using Gatehouse.Bfe.Objects;
using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;

namespace Gatehouse.Bfe;

/// <summary>Adds one object to a state, or says which rule it breaks. States are values: after an error nothing has changed.</summary>
internal static class Adding
{
    public static FwpResult<BfeState> Add<T>(BfeState state, ObjectFamily<T> family, T added, FwpmLifetime lifetime, Guid session, ulong id)
        where T : class, IFwpmObject
    {
        if (string.IsNullOrEmpty(added.Name))
            return new FwpResult(FwpError.NullDisplayName, $"a {family.Noun} needs a display name");
        if (family.Table(state).ByKey(added.Key) is { } other)
            return new FwpResult(FwpError.AlreadyExists, $"{family.Noun} '{other.Object.Name}' has the key {added.Key} already");
        if (family.Table(state).ById(id) is not null)
            return new FwpResult(FwpError.AlreadyExists, $"a {family.Noun} has the id {id} already");
        foreach (var (to, missing) in family.Needs(added))
        {
            var from = $"{family.Noun} '{added.Name}'";
            if (Reference.Check(from, lifetime, session, added.Provider, to, missing, state) is { Ok: false } broken)
                return broken;
        }

        var checkedObject = family.Check(added, state);
        if (!checkedObject.Ok)
            return checkedObject.Outcome;
        var held = new Held<T>(checkedObject.Value, id, lifetime, lifetime == FwpmLifetime.Dynamic ? session : Guid.Empty);
        return family.With(state, held);
    }
}
