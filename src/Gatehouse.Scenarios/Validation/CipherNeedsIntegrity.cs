using Gatehouse.Scenarios.Reading;
using Gatehouse.Scenarios.Shapes;

namespace Gatehouse.Scenarios.Validation;

/// <summary>
/// ESP without integrity is not offered at all (RFC 8221 section 4): a cipher of its own needs an HMAC, and GMAC goes with NULL
/// encryption only.
/// </summary>
internal sealed class CipherNeedsIntegrity : IPolicyRule
{
    public void Check(PolicyNode document, PolicyErrors errors)
    {
        foreach (var proposal in DocumentWalk.QuickModeProposals(document))
        {
            if (!Words.EspEncryption.TryRead(proposal.Node["encryption"]?.Text, out var encryption) || encryption.OwnIntegrity is not null)
                continue;
            var (position, path, word) = proposal.Child("integrity") is { } given
                ? (given.Node.Position, given.Path, given.Node.Text)
                : (proposal.Node.Position, DocumentPath.KnownKey(proposal.Path, "integrity"), null);
            if (word is null)
                errors.Add(position, path, "this encryption does not authenticate", "integrity: sha-256, sha-1 or md5");
            else if (encryption.Cipher is not null && word.StartsWith("aes-gmac", StringComparison.Ordinal))
                errors.Add(position, path, "AES-GMAC goes with encryption: none only", "sha-256, sha-1 or md5");
        }
    }
}
