using Gatehouse.Scenarios.Reading;

namespace Gatehouse.Scenarios.Validation;

/// <summary>A list of authentication methods has each method once (Windows: FWP_E_DUPLICATE_AUTH_METHOD).</summary>
internal sealed class MethodsAreDistinct : IPolicyRule
{
    public void Check(PolicyNode document, PolicyErrors errors)
    {
        foreach (var module in DocumentWalk.Modules(document))
        {
            CheckList(module, errors);
            if (module.Child("extendedMode") is { } extended)
                CheckList(extended, errors);
        }
    }

    private static void CheckList(Located owner, PolicyErrors errors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var method in owner.List("authentication"))
        {
            if (DocumentWalk.MethodOf(method.Node) is { } word && !seen.Add(word))
                errors.Add(method.Node.Position, method.Path, "the same method is in the list twice", "each method once");
        }
    }
}
