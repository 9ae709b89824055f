using System.Buffers.Binary;
using System.Collections.Immutable;
using Gatehouse.Crypto.Agreement;
using Gatehouse.Ike.Isakmp;
using Gatehouse.Model.Ipsec;

namespace Gatehouse.Keying.Isakmp;

/// <summary>What a quick mode agreed on.</summary>
/// <param name="Algorithm">ESP suite.</param>
/// <param name="Pfs">Group of the fresh Diffie-Hellman; null for none.</param>
/// <param name="Lifetime">The shorter of both ends.</param>
/// <param name="PeerSpi">The SPI the peer chose for packets to it.</param>
/// <param name="MustNotify">A responder whose limits are below the offered ones has to say so (RESPONDER-LIFETIME).</param>
/// <param name="Proposal">The chosen proposal with its one transform, as received.</param>
internal sealed record QuickModeChoice(
    EspAlgorithm Algorithm, DhGroupId? Pfs, SaLifetime Lifetime, Spi PeerSpi, bool MustNotify, ProposalPayload Proposal);

/// <summary>Compares ESP proposals with what the policy permits.</summary>
internal static class QuickModeMatcher
{
    /// <summary>SPIs below are reserved (RFC 4303 section 2.1).</summary>
    public const uint FirstSpi = 256;

    /// <summary>The first transform, in the peer's order, that is also among ours. Proposals that ask for AH as well are passed over.</summary>
    public static QuickModeChoice? Choose(SaPayload sa, ImmutableArray<QuickModeOffer> offers)
    {
        foreach (var proposal in sa.Proposals)
        {
            if (proposal.Protocol != ProtocolId.Esp || sa.Proposals.Count(other => other.Number == proposal.Number) != 1)
                continue;
            var spi = new Spi(BinaryPrimitives.ReadUInt32BigEndian(proposal.Spi.Span));
            if (spi.Value < FirstSpi)
                continue;
            foreach (var transform in proposal.Transforms)
            {
                if (Match(transform, offers) is { } ours)
                    return Agree(ours, spi, proposal with { Transforms = [transform] });
            }
        }

        return null;
    }

    /// <summary>The RESPONDER-LIFETIME of a quick mode (RFC 2407 section 4.6.3.1).</summary>
    public static NotificationPayload ResponderLifetime(byte[] spi, SaLifetime lifetime)
    {
        DataAttribute[] attributes =
        [
            IpsecAttributeType.LifeType.Basic((ushort)LifeType.Seconds), IpsecAttributeType.LifeDuration.Variable(lifetime.Seconds),
            IpsecAttributeType.LifeType.Basic((ushort)LifeType.Kilobytes), IpsecAttributeType.LifeDuration.Variable(lifetime.Kilobytes),
        ];
        return new NotificationPayload(ProtocolId.Esp, NotifyType.ResponderLifetime, spi, Lifetimes.ToBytes(attributes));
    }

    private static QuickModeOffer? Match(TransformPayload transform, ImmutableArray<QuickModeOffer> offers)
    {
        if (transform.Number(IpsecAttributeType.EncapsulationMode) != (ulong)EncapsulationMode.Transport || AlgorithmOf(transform) is not { } algorithm)
            return null;
        var number = transform.Number(IpsecAttributeType.GroupDescription);
        var group = OakleyGroups.Find(number);
        if (number is not null && group is null)
            return null;
        foreach (var offer in offers)
        {
            if (offer.Algorithm == algorithm && offer.Pfs == group)
                return offer;
        }

        return null;
    }

    // AES-GCM carries no authentication algorithm (RFC 4106 section 8.5). Windows' own model names AES-GMAC beside it, so that one of the
    // same key length is accepted; any other makes the transform unusable.
    private static EspAlgorithm? AlgorithmOf(TransformPayload transform)
    {
        if (transform.Number(IpsecAttributeType.KeyLength) is not ({ } bits and (128 or 192 or 256)))
            return null;
        var authentication = (IpsecAuthenticationAlgorithm)(transform.Number(IpsecAttributeType.AuthenticationAlgorithm) ?? 0);
        var gmac = bits switch
        {
            128 => IpsecAuthenticationAlgorithm.AesGmac128,
            192 => IpsecAuthenticationAlgorithm.AesGmac192,
            _ => IpsecAuthenticationAlgorithm.AesGmac256,
        };
        return ((EspTransformId)transform.Id, authentication) switch
        {
            (EspTransformId.AesGcm16, IpsecAuthenticationAlgorithm.None) => new EspAlgorithm(EspCipher.AesGcm16, (int)bits, EspIntegrity.None),
            (EspTransformId.AesGcm16, _) when authentication == gmac => new EspAlgorithm(EspCipher.AesGcm16, (int)bits, EspIntegrity.None),
            (EspTransformId.AesCbc, IpsecAuthenticationAlgorithm.HmacSha1) => new EspAlgorithm(EspCipher.AesCbc, (int)bits, EspIntegrity.HmacSha1_96),
            (EspTransformId.AesCbc, IpsecAuthenticationAlgorithm.HmacSha2_256) => new EspAlgorithm(EspCipher.AesCbc, (int)bits, EspIntegrity.HmacSha256_128),
            _ => null,
        };
    }

    private static QuickModeChoice Agree(QuickModeOffer ours, Spi peerSpi, ProposalPayload proposal)
    {
        var (seconds, kilobytes) = proposal.Transforms[0].Attributes.IpsecLifetimes();
        var lifetime = Lifetimes.Shorter(ours.Lifetime, seconds ?? (ulong)Periods.DefaultLifetime.TotalSeconds, kilobytes);
        var mustNotify = lifetime.Seconds < (seconds ?? (ulong)Periods.DefaultLifetime.TotalSeconds) || lifetime.Kilobytes < (kilobytes ?? ulong.MaxValue);
        return new QuickModeChoice(ours.Algorithm, ours.Pfs, lifetime, peerSpi, mustNotify, proposal);
    }
}
