using System.Collections.Immutable;
using Gatehouse.Crypto.Hashing;
using Gatehouse.Ike.AuthIp;
using Gatehouse.Ike.Isakmp;
using Gatehouse.Keying.AuthIp.Gss;
using Gatehouse.Model.Ipsec;

namespace Gatehouse.Keying.AuthIp;

/// <summary>A main mode's agreed parameters.</summary>
/// <param name="Suite">Cipher, hash and group.</param>
/// <param name="Lifetime">The shorter of what this host's policy and the peer say.</param>
/// <param name="QuickModeLimit">Quick modes this main mode may serve; 0 = unlimited.</param>
/// <param name="Answer">The chosen transform, as a responder sends it back.</param>
internal sealed record MainModeChoice(AuthIpSuite Suite, TimeSpan Lifetime, uint QuickModeLimit, SaPayload Answer);

/// <summary>What an initiator offers.</summary>
/// <param name="Sa">One proposal with a transform for every suite.</param>
/// <param name="Suites">All of one group, because the KE payload is in the first message.</param>
/// <param name="Methods">In order of preference.</param>
internal sealed record MainModeOffer(SaPayload Sa, ImmutableArray<AuthIpSuite> Suites, ImmutableArray<AuthIpMethod> Methods)
{
    /// <summary>Every hash on offer.</summary>
    public IEnumerable<PrfAlgorithm> Hashes => Suites.Select(suite => suite.Hash);
}

/// <summary>Main-mode policy to SA and Auth payloads and back ([MS-AIPS] 3.2.4, 3.3.5.1).</summary>
internal static class MainModeMatcher
{
    /// <summary>The methods of a policy that this host can use, in order.</summary>
    public static ImmutableArray<AuthIpMethod> Methods(MainModePolicy policy, IGssMechanisms mechanisms) =>
    [
        .. policy.AuthenticationMethods.Select(method => ToWire(method.Type)).OfType<AuthIpMethod>().Where(mechanisms.Supports).Distinct(),
    ];

    /// <summary>What to offer; null when the policy has nothing this build can do, or no group where a method needs one.</summary>
    public static MainModeOffer? Offer(MainModePolicy policy, ImmutableArray<AuthIpMethod> methods)
    {
        // Without any group on offer the methods that need one stay home, not the others.
        if (methods.Any(NeedsGroup) && !policy.Proposals.Any(proposal => AuthIpSuite.From(proposal) is { Group: not null }))
            methods = [.. methods.Where(method => !NeedsGroup(method))];
        var needsGroup = methods.Any(NeedsGroup);
        var proposals = policy.Proposals
            .Select(proposal => (Suite: AuthIpSuite.From(proposal), proposal.MaxLifetimeSeconds))
            .Where(entry => entry.Suite is { } suite && (suite.Group is not null || !needsGroup))
            .ToArray();
        if (proposals.Length == 0 || methods.IsEmpty)
            return null;
        var group = proposals[0].Suite!.Value.Group;
        var offered = proposals.Where(entry => entry.Suite!.Value.Group == group).Take(IsakmpLimits.TransformsPerProposal).ToArray();
        var transforms = offered.Select((entry, index) => entry.Suite!.Value.ToTransform((byte)(index + 1), entry.MaxLifetimeSeconds));
        return new MainModeOffer(
            new SaPayload([new ProposalPayload(1, ProtocolId.Isakmp, default, [.. transforms])]), [.. offered.Select(entry => entry.Suite!.Value)], methods);
    }

    /// <summary>
    /// The first suite of this host's own list that is also in an offer: the responder's order decides, other than in IKEv1. For an answer, which
    /// has one transform, it is that one.
    /// </summary>
    public static MainModeChoice? Choose(SaPayload offer, MainModePolicy policy)
    {
        foreach (var ours in policy.Proposals)
        {
            if (AuthIpSuite.From(ours) is not { } suite)
                continue;
            foreach (var proposal in offer.Proposals)
            {
                if (proposal.Protocol == ProtocolId.Isakmp
                    && proposal.Transforms.FirstOrDefault(transform => AuthIpSuite.From(transform) == suite) is { } chosen)
                    return Agree(suite, ours, proposal, chosen);
            }
        }

        return null;
    }

    /// <summary>The initiator's methods that the responder accepts too, in the initiator's order; those that need a group fall without one.</summary>
    public static ImmutableArray<AuthIpMethod> Common(ImmutableArray<AuthIpMethod> offered, ImmutableArray<AuthIpMethod> ours, AuthIpSuite suite) =>
        [.. offered.Distinct().Where(method => ours.Contains(method) && (suite.Group is not null || !NeedsGroup(method)))];

    /// <summary>An answer must be one proposal with one transform.</summary>
    public static bool IsSingle(SaPayload answer) => answer.Proposals is [{ Transforms.Length: 1 }];

    /// <summary>Without a key of their own these are worth nothing but for Diffie-Hellman ([MS-AIPS] 3.2.4).</summary>
    public static bool NeedsGroup(AuthIpMethod method) => method is AuthIpMethod.Anonymous or AuthIpMethod.Ntlm;

    private static AuthIpMethod? ToWire(AuthenticationMethodType type) => type switch
    {
        AuthenticationMethodType.Kerberos => AuthIpMethod.Kerberos,
        AuthenticationMethodType.Anonymous => AuthIpMethod.Anonymous,
        AuthenticationMethodType.Ssl => AuthIpMethod.Tls,
        AuthenticationMethodType.NtlmV2 => AuthIpMethod.Ntlm,
        _ => null,
    };

    private static MainModeChoice Agree(AuthIpSuite suite, MainModeProposal ours, ProposalPayload proposal, TransformPayload transform)
    {
        var (seconds, _) = transform.Attributes.OakleyLifetimes();
        var lifetime = Lifetimes.Shorter(TimeSpan.FromSeconds(ours.MaxLifetimeSeconds), seconds ?? (ulong)Periods.DefaultLifetime.TotalSeconds);
        return new MainModeChoice(suite, lifetime, ours.QuickModeLimit, new SaPayload([proposal with { Transforms = [transform] }]));
    }
}
