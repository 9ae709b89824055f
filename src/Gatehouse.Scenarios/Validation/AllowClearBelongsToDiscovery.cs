using Gatehouse.Scenarios.Document;
using Gatehouse.Scenarios.Reading;

namespace Gatehouse.Scenarios.Validation;

/// <summary>Only the discovery scenarios tolerate clear text beside an SA; Transport Mode, which alone remains, never does.</summary>
internal sealed class AllowClearBelongsToDiscovery : IPolicyRule
{
    public void Check(PolicyNode document, PolicyErrors errors)
    {
        if (DocumentWalk.Scenarios(document).Any(scenario => scenario is not { } known || known.Discovers()))
            return;
        foreach (var module in DocumentWalk.Modules(document))
        {
            if (module.Child("quickMode")?.Child("allowClearSeconds") is { Node.Text: not "0" } allowClear)
                errors.Add(
                    allowClear.Node.Position,
                    allowClear.Path,
                    "Transport Mode never accepts clear text",
                    "0, or scenario: negotiation-discovery, here or in a rule");
        }
    }
}
