using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Gatehouse.Base;

namespace Gatehouse.Ike.Isakmp;

// RFC 2408 section 3.15
//
// +---------------------------------------------------------------+
// |              Domain of Interpretation  (IPsec DOI = 1)        |
// +---------------+---------------+-------------------------------+
// |  Protocol-Id  |   SPI Size    |           # of SPIs           |
// +---------------+---------------+-------------------------------+
// |                 Security Parameter Indexes                    |
// +---------------------------------------------------------------+

/// <summary>A delete payload: SAs the sender has already removed; the SPIs are its own inbound ones.</summary>
/// <param name="Doi">1.</param>
/// <param name="Protocol">What the SPIs belong to.</param>
/// <param name="SpiSize">4 for AH and ESP, 16 (both cookies) for ISAKMP.</param>
/// <param name="Spis">Each of <paramref name="SpiSize"/> bytes.</param>
public sealed record DeletePayload(uint Doi, ProtocolId Protocol, byte SpiSize, ImmutableArray<ReadOnlyMemory<byte>> Spis)
    : IsakmpBody(PayloadType.Delete)
{
    private const int FixedSize = 8;

    /// <summary>An IPsec DOI deletion of one SA.</summary>
    public DeletePayload(ProtocolId protocol, ReadOnlyMemory<byte> spi)
        : this(SaPayload.IpsecDoi, protocol, checked((byte)spi.Length), [spi])
    {
    }

    /// <inheritdoc/>
    public override int Length => FixedSize + (Spis.Length * SpiSize);

    /// <summary>Reads a body; false when the SPIs do not fill it exactly, or their size is not the protocol's.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, [NotNullWhen(true)] out DeletePayload? payload)
    {
        payload = null;
        var reader = new SpanReader(body);
        var doi = reader.ReadUInt32();
        var protocol = (ProtocolId)reader.ReadByte();
        var size = reader.ReadByte();
        var count = reader.ReadUInt16();
        var expected = protocol == ProtocolId.Isakmp ? 16 : 4;
        if (!reader.Ok || size != expected || count > IsakmpLimits.SpisPerDelete || reader.Remaining != size * count)
            return false;

        var spis = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>(count);
        for (var i = 0; i < count; i++)
            spis.Add(reader.ReadSpan(size).ToArray());
        payload = new DeletePayload(doi, protocol, size, spis.MoveToImmutable());
        return true;
    }

    /// <inheritdoc/>
    public override void Write(ref SpanWriter writer)
    {
        writer.WriteUInt32(Doi);
        writer.WriteByte((byte)Protocol);
        writer.WriteByte(SpiSize);
        writer.WriteUInt16(checked((ushort)Spis.Length));
        foreach (var spi in Spis)
            writer.WriteBytes(spi.Span);
    }
}
