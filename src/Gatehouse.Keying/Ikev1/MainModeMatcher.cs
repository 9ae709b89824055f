using System.Collections.Immutable;
using Gatehouse.Ike.Isakmp;
using Gatehouse.Model.Ipsec;

namespace Gatehouse.Keying.Ikev1;

/// <summary>A main mode's agreed parameters.</summary>
/// <param name="Suite">Cipher, hash and group.</param>
/// <param name="Lifetime">The shorter of what this host's policy and the peer say.</param>
/// <param name="OfferedSeconds">What the initiator proposed; null when it proposed none.</param>
/// <param name="QuickModeLimit">Quick modes this main mode may serve; 0 = unlimited.</param>
/// <param name="Answer">The chosen transform, as a responder sends it back.</param>
internal sealed record MainModeChoice(MainModeSuite Suite, TimeSpan Lifetime, ulong? OfferedSeconds, uint QuickModeLimit, SaPayload Answer);

/// <summary>Main-mode policy to SA payload and back.</summary>
internal static class MainModeMatcher
{
    /// <summary>One proposal with a transform for every policy proposal this build can do; null when there is none.</summary>
    public static SaPayload? Offer(MainModePolicy policy)
    {
        var transforms = ImmutableArray.CreateBuilder<TransformPayload>();
        foreach (var proposal in policy.Proposals)
        {
            if (MainModeSuite.From(proposal) is { } suite && transforms.Count < IsakmpLimits.TransformsPerProposal)
                transforms.Add(suite.ToTransform((byte)(transforms.Count + 1), proposal.MaxLifetimeSeconds));
        }

        return transforms.Count == 0 ? null : new SaPayload([new ProposalPayload(1, ProtocolId.Isakmp, default, transforms.ToImmutable())]);
    }

    /// <summary>
    /// The first transform of an offer, or the only one of an answer, that the policy has too. The initiator's order decides: RFC 2408 section 4.2
    /// calls it the order of preference, and a responder that follows it makes both ends' logs agree.
    /// </summary>
    public static MainModeChoice? Choose(SaPayload offer, MainModePolicy policy)
    {
        foreach (var proposal in offer.Proposals)
        {
            if (proposal.Protocol != ProtocolId.Isakmp)
                continue;
            foreach (var transform in proposal.Transforms)
            {
                if (MainModeSuite.From(transform) is { } suite && Find(policy, suite) is { } ours)
                    return Agree(suite, ours, proposal, transform);
            }
        }

        return null;
    }

    /// <summary>An answer must be one proposal with one transform.</summary>
    public static bool IsSingle(SaPayload answer) => answer.Proposals is [{ Transforms.Length: 1 }];

    /// <summary>The RESPONDER-LIFETIME of a main mode (RFC 2407 section 4.6.3.1).</summary>
    public static NotificationPayload ResponderLifetime(byte[] cookies, uint seconds)
    {
        DataAttribute[] attributes = [OakleyAttributeType.LifeType.Basic((ushort)LifeType.Seconds), OakleyAttributeType.LifeDuration.Variable(seconds)];
        return new NotificationPayload(ProtocolId.Isakmp, NotifyType.ResponderLifetime, cookies, Lifetimes.ToBytes(attributes));
    }

    private static MainModeProposal? Find(MainModePolicy policy, MainModeSuite suite)
    {
        foreach (var proposal in policy.Proposals)
        {
            if (MainModeSuite.From(proposal) == suite)
                return proposal;
        }

        return null;
    }

    private static MainModeChoice Agree(MainModeSuite suite, MainModeProposal ours, ProposalPayload proposal, TransformPayload transform)
    {
        var (seconds, _) = transform.Attributes.OakleyLifetimes();
        var lifetime = Lifetimes.Shorter(TimeSpan.FromSeconds(ours.MaxLifetimeSeconds), seconds ?? (ulong)Periods.DefaultLifetime.TotalSeconds);
        return new MainModeChoice(suite, lifetime, seconds, ours.QuickModeLimit, new SaPayload([proposal with { Transforms = [transform] }]));
    }
}
