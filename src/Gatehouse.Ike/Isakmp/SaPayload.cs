using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Gatehouse.Base;

namespace Gatehouse.Ike.Isakmp;

// RFC 2408 section 3.4 with the situation of RFC 2407 section 4.6.1
//
// +---------------------------------------------------------------+
// |              Domain of Interpretation  (IPsec DOI = 1)        |
// +---------------------------------------------------------------+
// |              Situation  (SIT_IDENTITY_ONLY = 1)               |
// +---------------------------------------------------------------+
// |              Proposals                                        |
// +---------------------------------------------------------------+

/// <summary>A security association payload: the offer, or with one proposal and one transform the choice.</summary>
/// <param name="Proposals">In order of preference.</param>
public sealed record SaPayload(ImmutableArray<ProposalPayload> Proposals) : IsakmpBody(PayloadType.Sa)
{
    /// <summary>The IPsec domain of interpretation (RFC 2407 section 4.2), the only one there is here.</summary>
    public const uint IpsecDoi = 1;

    /// <summary>SIT_IDENTITY_ONLY: no labels, no integrity classes.</summary>
    public const uint IdentityOnly = 1;

    private const int FixedSize = 8;

    /// <inheritdoc/>
    public override int Length
    {
        get
        {
            var length = FixedSize;
            foreach (var proposal in Proposals)
                length += GenericHeader.Size + proposal.Length;
            return length;
        }
    }

    /// <summary>Reads a body, all proposals and transforms.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, [NotNullWhen(true)] out SaPayload? payload, out IsakmpError error)
    {
        payload = null;
        var reader = new SpanReader(body);
        var doi = reader.ReadUInt32();
        var situation = reader.ReadUInt32();
        error = !reader.Ok ? IsakmpError.PayloadMalformed
            : doi != IpsecDoi ? IsakmpError.DoiNotSupported
            : situation != IdentityOnly ? IsakmpError.SituationNotSupported
            : IsakmpError.None;
        if (error != IsakmpError.None)
            return false;

        var proposals = ImmutableArray.CreateBuilder<ProposalPayload>();
        var transforms = 0;
        PayloadType next;
        do
        {
            error = IsakmpError.BadProposalSyntax;
            if (!GenericHeader.TryRead(ref reader, out next, out var bytes) || next is not (PayloadType.None or PayloadType.Proposal))
                return false;
            if (!ProposalPayload.TryRead(bytes, out var proposal, out error))
                return false;
            error = IsakmpError.TooMuch;
            transforms += proposal.Transforms.Length;
            if (proposals.Count == IsakmpLimits.Proposals || transforms > IsakmpLimits.TransformsPerSa)
                return false;
            proposals.Add(proposal);
        }
        while (next == PayloadType.Proposal);

        error = reader.AtEnd ? IsakmpError.None : IsakmpError.BadProposalSyntax;
        payload = reader.AtEnd ? new SaPayload(proposals.ToImmutable()) : null;
        return payload is not null;
    }

    /// <inheritdoc/>
    public override void Write(ref SpanWriter writer)
    {
        writer.WriteUInt32(IpsecDoi);
        writer.WriteUInt32(IdentityOnly);
        for (var i = 0; i < Proposals.Length; i++)
        {
            var next = i == Proposals.Length - 1 ? PayloadType.None : PayloadType.Proposal;
            GenericHeader.Write(ref writer, next, Proposals[i].Length);
            Proposals[i].Write(ref writer);
        }
    }
}
