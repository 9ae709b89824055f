using Gatehouse.Scenarios.Reading;

namespace Gatehouse.Scenarios.Validation;

/// <summary>Two equal exemptions would be two filters with one key.</summary>
internal sealed class ExemptionsAreDistinct : IPolicyRule
{
    public void Check(PolicyNode document, PolicyErrors errors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var exemption in DocumentWalk.Exemptions(document))
        {
            if (TrafficMatchBinder.TryBind(exemption.Node, out var bound) && !seen.Add(bound.ToString()))
                errors.Add(exemption.Node.Position, exemption.Path, "the same exemption is in the list twice", "each exemption once");
        }
    }
}
