using Gatehouse.Model.Ipsec;

namespace Gatehouse.Analysis.Check;

/// <summary>Proposals that protect without encrypting: what they carry nobody can change, and everybody on the way can read.</summary>
internal static class ReadableProposals
{
    public static IEnumerable<Finding> Find(CheckSubject subject)
    {
        foreach (var module in subject.Document?.Keying ?? [])
        {
            var key = module.Module == KeyingModule.AuthIp ? "authip" : "ike";
            for (var index = 0; index < module.QuickMode.Length; index++)
            {
                if (module.QuickMode[index].Transforms.Any(transform => transform.Cipher is not null))
                    continue;
                yield return new Finding(
                    FindingSeverity.Warning,
                    FindingKind.Hole,
                    $"keying.{key}.quickMode.proposals[{index}]",
                    "the proposal authenticates and does not encrypt: its packets can be read on the way",
                    "a proposal with encryption, or guaranteeEncryption in the rules that need it");
            }
        }
    }
}
