using Gatehouse.Scenarios.Reading;

namespace Gatehouse.Scenarios.Validation;

/// <summary>A quick-mode proposal names ESP by its encryption, or AH, or both; integrity alone names neither.</summary>
internal sealed class ProposalProtects : IPolicyRule
{
    public void Check(PolicyNode document, PolicyErrors errors)
    {
        foreach (var proposal in DocumentWalk.QuickModeProposals(document))
        {
            if (proposal.Node is not MappingNode { Entries.Length: > 0 } || proposal.Node["encryption"] is not null)
                continue;
            if (proposal.Child("integrity") is { } integrity)
                errors.Add(integrity.Node.Position, integrity.Path, "integrity belongs to ESP, which is named by its encryption", "encryption beside it");
            else if (proposal.Node["ah"] is null)
                errors.Add(proposal.Node.Position, proposal.Path, "the proposal protects nothing", "encryption, or ah, or both");
        }
    }
}
