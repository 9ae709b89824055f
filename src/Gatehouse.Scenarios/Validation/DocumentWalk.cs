using Gatehouse.Scenarios.Reading;

namespace Gatehouse.Scenarios.Validation;

/// <summary>A node and its path.</summary>
internal readonly record struct Located(string Path, PolicyNode Node)
{
    /// <summary>The child under a key, or null.</summary>
    public Located? Child(string key) => Node[key] is { } child ? new Located(DocumentPath.KnownKey(Path, key), child) : null;

    /// <summary>The items of the list under a key; nothing when there is none.</summary>
    public IEnumerable<Located> List(string key)
    {
        if (Child(key) is not { } list)
            yield break;
        for (var index = 0; index < list.Node.Items.Length; index++)
            yield return new Located(DocumentPath.Item(list.Path, index), list.Node.Items[index]);
    }
}

/// <summary>The places of a document that several rules visit.</summary>
internal static class DocumentWalk
{
    public static IEnumerable<Located> Modules(PolicyNode document)
    {
        var keying = new Located("", document).Child("keying");
        if (keying?.Child("ike") is { } ike)
            yield return ike;
        if (keying?.Child("authip") is { } authIp)
            yield return authIp;
    }

    public static IEnumerable<Located> QuickModeProposals(PolicyNode document) =>
        Modules(document).SelectMany(module => module.Child("quickMode")?.List("proposals") ?? []);

    /// <summary>The exemptions written as mappings.</summary>
    public static IEnumerable<Located> Exemptions(PolicyNode document) => new Located("", document).List("exemptions");

    /// <summary>The word of a method, be it a scalar or the only key of a mapping.</summary>
    public static string? MethodOf(PolicyNode method) => method switch
    {
        ScalarNode scalar => scalar.Value,
        MappingNode { Entries: [var only] } => only.Key,
        _ => null,
    };
}
