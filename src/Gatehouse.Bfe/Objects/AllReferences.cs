using Gatehouse.Model.Wfp.Management;

namespace Gatehouse.Bfe.Objects;

/// <summary>Who refers to whom in a state, for whoever was refused with FWP_E_IN_USE.</summary>
internal static class AllReferences
{
    public static IEnumerable<FwpmReference> In(BfeState state) =>
    [
        .. Of(state, SubLayerFamily.Instance), .. Of(state, CalloutFamily.Instance), .. Of(state, ContextFamily.Instance), .. Of(state, FilterFamily.Instance),
    ];

    /// <summary>A word on those that refer to one object: the first few by kind and name.</summary>
    public static string Describe(BfeState state, ObjectReference to)
    {
        const int few = 3;
        var kind = to.Type.Noun();
        var from = In(state).Where(reference => reference.ToKind == kind && reference.To == to.Key).Select(reference => reference.From).ToList();
        var names = string.Join(", ", from.Take(few).Select(name => $"{name.Kind} '{name.Name}' {name.Key}"));
        return from.Count > few ? $"{names} and {from.Count - few} more" : names;
    }

    private static IEnumerable<FwpmReference> Of<T>(BfeState state, ObjectFamily<T> family)
        where T : class, IFwpmObject
    {
        foreach (var held in family.Table(state).All)
        {
            var from = new FwpmObjectName(family.Noun, held.Object.Key, held.Object.Name, held.Object.Provider);
            foreach (var (to, _) in family.Needs(held.Object))
                yield return new FwpmReference(from, to.Type.Noun(), to.Key);
        }
    }
}
