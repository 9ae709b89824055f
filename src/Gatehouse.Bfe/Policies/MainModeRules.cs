using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Bfe.Policies;

/// <summary>What IKEEXT_POLICY must be (reference section 6.4).</summary>
internal static class MainModeRules
{
    public static PolicyBreach? Check(MainModePolicy policy, KeyingModule module)
    {
        if (AuthenticationRules.Check(policy.AuthenticationMethods, module, extended: false) is { } broken)
            return broken;
        if (policy.Proposals.IsDefaultOrEmpty)
            return new PolicyBreach(FwpError.ZeroLengthArray, "the policy has no main-mode proposal");
        var anonymous = policy.AuthenticationMethods.Any(method => method.Type == AuthenticationMethodType.Anonymous);
        foreach (var proposal in policy.Proposals)
        {
            if (!Enum.IsDefined(proposal.Cipher) || !Enum.IsDefined(proposal.Integrity) || !Enum.IsDefined(proposal.DhGroup))
                return new PolicyBreach(FwpError.InvalidEnumerator, "a proposal names an algorithm that does not exist");
            if (proposal.MaxLifetimeSeconds == 0)
                return new PolicyBreach(FwpError.InvalidParameter, "a main mode lives at least a second");
            if (proposal.DhGroup == IkeDhGroup.None && module != KeyingModule.AuthIp)
                return new PolicyBreach(FwpError.IncompatibleDhGroup, $"{module} needs a Diffie-Hellman group; only AuthIP may go without");
            // Without authentication only Diffie-Hellman makes a secret ([MS-AIPS] 3.1.5.1).
            if (proposal.DhGroup == IkeDhGroup.None && anonymous)
                return new PolicyBreach(FwpError.IncompatibleDhGroup, "anonymous authentication needs a Diffie-Hellman group");
        }

        return null;
    }
}
