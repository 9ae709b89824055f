using Gatehouse.Scenarios.Reading;

namespace Gatehouse.Scenarios.Validation;

/// <summary>
/// An exemption or a rule whose addresses fit no filter would silently do nothing: another family than the policy's, or one family here
/// and the other there.
/// </summary>
internal sealed class AddressesAreCovered : IPolicyRule
{
    public void Check(PolicyNode document, PolicyErrors errors)
    {
        var families = DocumentWalk.Families(document);
        foreach (var match in DocumentWalk.Matches(document))
        {
            if (families.Count == 0 || !TrafficMatchBinder.TryBind(match.Node, out var bound))
                continue;
            if (!families.Any(family => bound.Covers(family)))
                errors.Add(
                    match.Node.Position,
                    match.Path,
                    "no address family of the policy has both a local and a remote address here",
                    "addresses of a family under traffic.families");
        }
    }
}
