using Gatehouse.Bfe.Objects;
using Gatehouse.Model.Wfp.Management;

namespace Gatehouse.Bfe;

/// <summary>What a dynamic session leaves: nothing. Nobody else can refer to its objects, so all of them may go.</summary>
internal static class SessionEnd
{
    public static (BfeState State, List<BfeChange> Changes) Without(BfeState state, Guid session)
    {
        var changes = new List<BfeChange>();
        state = Remove(state, FilterFamily.Instance, session, changes);
        state = Remove(state, ContextFamily.Instance, session, changes);
        state = Remove(state, CalloutFamily.Instance, session, changes);
        state = Remove(state, SubLayerFamily.Instance, session, changes);
        return (Remove(state, ProviderFamily.Instance, session, changes), changes);
    }

    private static BfeState Remove<T>(BfeState state, ObjectFamily<T> family, Guid session, List<BfeChange> changes)
        where T : class, IFwpmObject
    {
        foreach (var held in family.Table(state).All.Where(held => held.Lifetime == FwpmLifetime.Dynamic && held.Session == session).ToList())
        {
            state = family.Without(state, held).WithSecurity(family.Type, held.Object.Key, null);
            changes.Add(new BfeChange(FwpmChangeType.Delete, held.Object, held.Id, held.Lifetime));
        }

        return state;
    }
}
