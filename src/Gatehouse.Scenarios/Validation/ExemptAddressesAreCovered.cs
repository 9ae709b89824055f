using Gatehouse.Scenarios.Reading;
using Gatehouse.Scenarios.Shapes;

namespace Gatehouse.Scenarios.Validation;

/// <summary>
/// An exemption whose addresses fit no filter would silently exempt nothing: another family than the policy's, or one family here
/// and the other there.
/// </summary>
internal sealed class ExemptAddressesAreCovered : IPolicyRule
{
    public void Check(PolicyNode document, PolicyErrors errors)
    {
        var listed = document["traffic"]?["families"];
        var families = listed is null
            ? [.. PolicyBinder.BothFamilies]
            : listed.Items.Where(item => Words.Family.TryRead(item.Text, out _)).Select(item => Words.Family.Read(item.Text)).ToHashSet();
        foreach (var exemption in DocumentWalk.Exemptions(document))
        {
            if (families.Count == 0 || !TrafficMatchBinder.TryBind(exemption.Node, out var bound))
                continue;
            if (!families.Any(family => bound.Covers(family)))
                errors.Add(
                    exemption.Node.Position,
                    exemption.Path,
                    "no address family of the policy has both a local and a remote address here",
                    "addresses of a family under traffic.families");
        }
    }
}
