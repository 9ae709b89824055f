using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;

namespace Gatehouse.Scenarios.Installing;

/// <summary>Objects of other programs that refer to ours: whoever is refused because of them is told which they are and whose.</summary>
internal static class ForeignReferences
{
    private const int Few = 20;

    /// <summary>FWP_E_IN_USE with the names of those in the way; the failure as it was when they cannot be read.</summary>
    public static FwpResult Explain(IFilterSession session, PolicyChanges changes, FwpResult failure)
    {
        var references = session.References();
        var providers = session.Providers.Enum(FwpmEnumTemplate.All);
        if (!references.Ok || !providers.Ok)
            return failure;
        var owners = providers.Value.ToDictionary(entry => entry.Object.Key, entry => entry.Object.Name);
        var ours = changes.Removed.ToDictionary(change => (change.Kind, change.Key), change => change.Name);
        var lines = references.Value
            .Where(reference => ours.ContainsKey((reference.ToKind, reference.To)) && reference.From.Provider != FwpmProvider.Gatehouse.Key)
            .Select(reference => $"  {Describe(reference.From, owners)} refers to our {reference.ToKind} '{ours[(reference.ToKind, reference.To)]}'").ToList();
        if (lines.Count == 0)
            return failure;
        var more = lines.Count > Few ? $"\n  and {lines.Count - Few} more" : "";
        const string wayOut = "Objects of other programs refer to ours; nothing was changed. Remove them with the program that added them, then try again:";
        return new FwpResult(FwpError.InUse, $"{wayOut}\n{string.Join('\n', lines.Take(Few))}{more}");
    }

    private static string Describe(FwpmObjectName foreign, Dictionary<Guid, string> owners)
    {
        var owner = foreign.Provider is not { } provider ? "without provider"
            : owners.TryGetValue(provider, out var name) ? $"of provider '{name}' {provider}"
            : $"of provider {provider}";
        return $"{foreign.Kind} '{foreign.Name}' {foreign.Key} {owner}";
    }
}
