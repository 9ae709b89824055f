using System.Buffers.Binary;
using System.Collections.Immutable;
using Gatehouse.Crypto.Agreement;
using Gatehouse.Ike.Isakmp;
using Gatehouse.Model.Ipsec;

namespace Gatehouse.Keying.Isakmp;

/// <summary>One thing a quick mode may agree on: an ESP suite, perfect forward secrecy or not, and limits.</summary>
/// <param name="Algorithm">ESP suite.</param>
/// <param name="Pfs">Group of a fresh Diffie-Hellman; null for none.</param>
/// <param name="Lifetime">Hard limits.</param>
internal sealed record QuickModeOffer(EspAlgorithm Algorithm, DhGroupId? Pfs, SaLifetime Lifetime)
{
    /// <summary>What a policy permits under a main mode of the given group (null for none), in order; empty when this build can do none of it.</summary>
    public static ImmutableArray<QuickModeOffer> From(QuickModePolicy policy, DhGroupId? mainModeGroup)
    {
        var offers = ImmutableArray.CreateBuilder<QuickModeOffer>();
        foreach (var proposal in policy.Proposals)
        {
            // AH together with ESP is one proposal of two transforms; without AH in this build such a proposal is not on offer.
            if (proposal.Transforms is not [var transform] || EspAlgorithm.From(transform) is not { } algorithm)
                continue;
            if (TryGroup(proposal.PfsGroup, mainModeGroup, out var group))
                offers.Add(new QuickModeOffer(algorithm, group, proposal.Lifetime));
        }

        return offers.ToImmutable();
    }

    /// <summary>The proposal that offers it: attributes as Windows sends them, transport mode, and for AES-GCM no authentication algorithm.</summary>
    public ProposalPayload ToProposal(byte number, Spi inbound)
    {
        var attributes = ImmutableArray.CreateBuilder<DataAttribute>();
        attributes.Add(IpsecAttributeType.LifeType.Basic((ushort)LifeType.Seconds));
        attributes.Add(IpsecAttributeType.LifeDuration.Variable(Lifetime.Seconds));
        attributes.Add(IpsecAttributeType.LifeType.Basic((ushort)LifeType.Kilobytes));
        attributes.Add(IpsecAttributeType.LifeDuration.Variable(Lifetime.Kilobytes));
        attributes.Add(IpsecAttributeType.EncapsulationMode.Basic((ushort)EncapsulationMode.Transport));
        if (Pfs is { } group)
            attributes.Add(IpsecAttributeType.GroupDescription.Basic((ushort)group));
        if (Algorithm.Integrity != EspIntegrity.None)
            attributes.Add(IpsecAttributeType.AuthenticationAlgorithm.Basic((ushort)IntegrityNumber));
        attributes.Add(IpsecAttributeType.KeyLength.Basic((ushort)Algorithm.KeyBits));
        var id = Algorithm.Cipher == EspCipher.AesGcm16 ? EspTransformId.AesGcm16 : EspTransformId.AesCbc;
        return new ProposalPayload(number, ProtocolId.Esp, SpiBytes(inbound), [new TransformPayload(1, (byte)id, attributes.ToImmutable())]);
    }

    /// <summary>An SPI in network order.</summary>
    public static byte[] SpiBytes(Spi spi)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, spi.Value);
        return bytes;
    }

    private IpsecAuthenticationAlgorithm IntegrityNumber =>
        Algorithm.Integrity == EspIntegrity.HmacSha1_96 ? IpsecAuthenticationAlgorithm.HmacSha1 : IpsecAuthenticationAlgorithm.HmacSha2_256;

    private static bool TryGroup(PfsGroup pfs, DhGroupId? mainModeGroup, out DhGroupId? group)
    {
        group = pfs switch
        {
            PfsGroup.Group14 => DhGroupId.Modp2048,
            PfsGroup.Ecp256 => DhGroupId.Ecp256,
            PfsGroup.Ecp384 => DhGroupId.Ecp384,
            PfsGroup.MainMode => mainModeGroup,
            _ => null,
        };
        return pfs == PfsGroup.None || group is not null;
    }
}
