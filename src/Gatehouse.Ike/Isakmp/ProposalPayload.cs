using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Gatehouse.Base;

namespace Gatehouse.Ike.Isakmp;

// RFC 2408 section 3.5, after the generic header (next payload 2, or 0 in the last proposal)
//
// +---------------+---------------+---------------+---------------+
// |  Proposal #   |  Protocol-Id  |    SPI Size   |# of Transforms|
// +---------------+---------------+---------------+---------------+
// |                        SPI (variable)                         |
// +---------------------------------------------------------------+
// |                        Transforms                             |
// +---------------------------------------------------------------+

/// <summary>A proposal: one protocol with its SPI and the transforms to choose from. Proposals of equal number belong together.</summary>
/// <param name="Number">Alternatives have different numbers.</param>
/// <param name="Protocol">ISAKMP, AH or ESP.</param>
/// <param name="Spi">The sender's inbound SPI: empty in phase 1, 4 bytes for AH and ESP.</param>
/// <param name="Transforms">In order of preference.</param>
public sealed record ProposalPayload(byte Number, ProtocolId Protocol, ReadOnlyMemory<byte> Spi, ImmutableArray<TransformPayload> Transforms)
{
    private const int FixedSize = 4;

    /// <summary>Bytes of the body.</summary>
    public int Length
    {
        get
        {
            var length = FixedSize + Spi.Length;
            foreach (var transform in Transforms)
                length += GenericHeader.Size + transform.Length;
            return length;
        }
    }

    /// <summary>Reads a body.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, [NotNullWhen(true)] out ProposalPayload? payload, out IsakmpError error)
    {
        payload = null;
        error = IsakmpError.BadProposalSyntax;
        var reader = new SpanReader(body);
        var number = reader.ReadByte();
        var protocol = (ProtocolId)reader.ReadByte();
        var spiSize = reader.ReadByte();
        var count = reader.ReadByte();
        var spi = reader.ReadSpan(spiSize);
        if (!reader.Ok)
            return false;
        if (!IsSpiSize(protocol, spiSize))
        {
            error = IsakmpError.InvalidSpi;
            return false;
        }

        if (!TryReadTransforms(ref reader, count, out var transforms))
            return false;
        payload = new ProposalPayload(number, protocol, spi.ToArray(), transforms);
        error = IsakmpError.None;
        return true;
    }

    /// <summary>Writes <see cref="Length"/> bytes.</summary>
    public void Write(ref SpanWriter writer)
    {
        writer.WriteByte(Number);
        writer.WriteByte((byte)Protocol);
        writer.WriteByte(checked((byte)Spi.Length));
        writer.WriteByte(checked((byte)Transforms.Length));
        writer.WriteBytes(Spi.Span);
        for (var i = 0; i < Transforms.Length; i++)
        {
            var next = i == Transforms.Length - 1 ? PayloadType.None : PayloadType.Transform;
            GenericHeader.Write(ref writer, next, Transforms[i].Length);
            Transforms[i].Write(ref writer);
        }
    }

    // RFC 2408 section 3.5 lets a phase 1 proposal carry any SPI up to 16 bytes and tells the receiver to ignore it.
    private static bool IsSpiSize(ProtocolId protocol, int size) => protocol switch
    {
        ProtocolId.Ah or ProtocolId.Esp => size == 4,
        ProtocolId.Ipcomp => size is 2 or 4,
        _ => size <= IsakmpLimits.SpiSize,
    };

    private static bool TryReadTransforms(ref SpanReader reader, int count, out ImmutableArray<TransformPayload> transforms)
    {
        transforms = default;
        var list = ImmutableArray.CreateBuilder<TransformPayload>(count);
        for (var i = 0; i < count; i++)
        {
            var expected = i == count - 1 ? PayloadType.None : PayloadType.Transform;
            if (!GenericHeader.TryRead(ref reader, out var next, out var body) || next != expected || !TransformPayload.TryRead(body, out var transform))
                return false;
            list.Add(transform);
        }

        transforms = list.MoveToImmutable();
        return count > 0 && reader.AtEnd;
    }
}
