using Gatehouse.Scenarios.Reading;

namespace Gatehouse.Scenarios.Validation;

/// <summary>Only negotiation discovery tolerates clear text beside an SA; Transport Mode never does.</summary>
internal sealed class AllowClearBelongsToDiscovery : IPolicyRule
{
    public void Check(PolicyNode document, PolicyErrors errors)
    {
        if (document["scenario"]?.Text != "transport-mode")
            return;
        foreach (var module in DocumentWalk.Modules(document))
        {
            if (module.Child("quickMode")?.Child("allowClearSeconds") is { Node.Text: not "0" } allowClear)
                errors.Add(allowClear.Node.Position, allowClear.Path, "Transport Mode never accepts clear text", "0, or scenario: negotiation-discovery");
        }
    }
}
