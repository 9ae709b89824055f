using System.Collections.Immutable;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Bfe.Policies;

/// <summary>What IPSEC_TRANSPORT_POLICY and IPSEC_TUNNEL_POLICY must be (reference sections 6.2 and 6.3).</summary>
internal static class QuickModeRules
{
    private const IpsecPolicyFlags Known = IpsecPolicyFlags.NdSecure | IpsecPolicyFlags.NdBoundary;

    public static PolicyBreach? Check(QuickModePolicy policy, KeyingModule module)
    {
        if ((policy.Flags & ~Known) != 0)
            return new PolicyBreach(FwpError.InvalidFlags, $"flags 0x{(int)policy.Flags:x} are not known");
        if (policy.Flags.HasFlag(Known))
            return new PolicyBreach(FwpError.InvalidFlags, "a policy is of the secure ring or of the boundary, not both");
        return Proposals(policy.Proposals) ?? ExtendedMode(policy.ExtendedMode, module);
    }

    public static PolicyBreach? Check(TunnelPolicy policy, KeyingModule module)
    {
        if (policy.Flags != IpsecPolicyFlags.None)
            return new PolicyBreach(FwpError.InvalidFlags, "negotiation discovery is for transport mode");
        if (policy.LocalEndpoint.Family != policy.RemoteEndpoint.Family)
            return new PolicyBreach(FwpError.InvalidTunnelEndpoint, $"{policy.LocalEndpoint} and {policy.RemoteEndpoint} are of different families");
        foreach (var endpoint in new[] { policy.LocalEndpoint, policy.RemoteEndpoint })
        {
            if (endpoint.IsUnspecified || endpoint.IsMulticast || endpoint.IsLimitedBroadcast)
                return new PolicyBreach(FwpError.InvalidTunnelEndpoint, $"{endpoint} is no address of a host");
        }

        return Proposals(policy.Proposals) ?? ExtendedMode(policy.ExtendedMode, module);
    }

    private static PolicyBreach? ExtendedMode(ExtendedModePolicy? extended, KeyingModule module)
    {
        if (extended is null)
            return null;
        return module == KeyingModule.AuthIp
            ? AuthenticationRules.Check(extended.AuthenticationMethods, module, extended: true)
            : new PolicyBreach(FwpError.EmNotSupported, $"extended mode is AuthIP's, not {module}'s");
    }

    private static PolicyBreach? Proposals(ImmutableArray<QuickModeProposal> proposals)
    {
        if (proposals.IsDefaultOrEmpty)
            return new PolicyBreach(FwpError.ZeroLengthArray, "the policy has no quick-mode proposal");
        foreach (var proposal in proposals)
        {
            if (proposal.Lifetime is { Seconds: 0 } or { Kilobytes: 0 } or { Packets: 0 })
                return new PolicyBreach(FwpError.InvalidParameter, "no member of a lifetime may be 0");
            if (!Enum.IsDefined(proposal.PfsGroup))
                return new PolicyBreach(FwpError.InvalidEnumerator, $"{(int)proposal.PfsGroup} is no PFS group");
            if (Transforms(proposal.Transforms) is { } broken)
                return broken;
        }

        return null;
    }

    private static PolicyBreach? Transforms(ImmutableArray<SaTransform> transforms)
    {
        if (transforms.IsDefaultOrEmpty)
            return new PolicyBreach(FwpError.ZeroLengthArray, "a proposal has no transform");
        foreach (var transform in transforms)
        {
            if (TransformRules.Check(transform) is { } broken)
                return broken;
        }

        var ah = transforms.Count(transform => transform.Type == SaTransformType.Ah);
        return transforms.Length == 1 || (transforms.Length == 2 && ah == 1)
            ? null
            : new PolicyBreach(FwpError.InvalidTransformCombination, "a proposal is one transform, or AH and ESP together");
    }
}
