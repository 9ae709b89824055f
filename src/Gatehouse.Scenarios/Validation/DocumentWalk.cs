using Gatehouse.Base;
using Gatehouse.Scenarios.Document;
using Gatehouse.Scenarios.Reading;
using Gatehouse.Scenarios.Shapes;

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

    public static IEnumerable<Located> Exemptions(PolicyNode document) => new Located("", document).List("exemptions");

    public static IEnumerable<Located> Rules(PolicyNode document) => new Located("", document).List("rules");

    public static IEnumerable<Located> Tests(PolicyNode document) => new Located("", document).List("tests");

    /// <summary>Whatever says which traffic it speaks of.</summary>
    public static IEnumerable<Located> Matches(PolicyNode document) => Exemptions(document).Concat(Rules(document));

    /// <summary>The scenario of the policy and those of its rules; null for a word that is missing or unknown.</summary>
    public static IEnumerable<ScenarioKind?> Scenarios(PolicyNode document) =>
        Rules(document).Select(rule => ScenarioOf(rule.Node)).Prepend(ScenarioOf(document));

    /// <summary>The scenario a document or a rule names, or null.</summary>
    public static ScenarioKind? ScenarioOf(PolicyNode owner) =>
        Words.Scenario.TryRead(owner["scenario"]?.Text, out var scenario) ? scenario : null;

    /// <summary>The families of the policy; those that are no family are left out.</summary>
    public static IReadOnlyList<IpFamily> Families(PolicyNode document) => document["traffic"]?["families"] is { } listed
        ? [.. listed.Items.Where(item => Words.Family.TryRead(item.Text, out _)).Select(item => Words.Family.Read(item.Text)).Distinct()]
        : PolicyBinder.BothFamilies;

    /// <summary>The word of a method, be it a scalar or the only key of a mapping.</summary>
    public static string? MethodOf(PolicyNode method) => method switch
    {
        ScalarNode scalar => scalar.Value,
        MappingNode { Entries: [var only] } => only.Key,
        _ => null,
    };
}
