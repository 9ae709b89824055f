using Gatehouse.Scenarios.Reading;
using Gatehouse.Scenarios.Shapes;

namespace Gatehouse.Scenarios.Validation;

/// <summary>AES-GCM authenticates by itself; a second integrity algorithm has no place beside it (FWP_E_INCOMPATIBLE_CIPHER_TRANSFORM).</summary>
internal sealed class CombinedCipherBringsItsOwnIntegrity : IPolicyRule
{
    public void Check(PolicyNode document, PolicyErrors errors)
    {
        foreach (var proposal in DocumentWalk.QuickModeProposals(document))
        {
            if (Words.EspEncryption.TryRead(proposal.Node["encryption"]?.Text, out var encryption) && encryption.OwnIntegrity is not null
                && proposal.Child("integrity") is { } integrity)
                errors.Add(integrity.Node.Position, integrity.Path, "AES-GCM authenticates by itself", "no integrity");
        }
    }
}
