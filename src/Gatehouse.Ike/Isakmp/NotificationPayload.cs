using System.Diagnostics.CodeAnalysis;
using Gatehouse.Base;

namespace Gatehouse.Ike.Isakmp;

// RFC 2408 section 3.14
//
// +---------------------------------------------------------------+
// |              Domain of Interpretation  (IPsec DOI = 1)        |
// +---------------+---------------+-------------------------------+
// |  Protocol-ID  |   SPI Size    |      Notify Message Type      |
// +---------------+---------------+-------------------------------+
// |                        SPI (variable)                         |
// +---------------------------------------------------------------+
// |                 Notification Data (variable)                  |
// +---------------------------------------------------------------+
//
// [MS-IKEE] 2.2.6: between Windows peers a notification about a quick mode has SPI size 8, and whether 8 SPI bytes then stand in front of
// "message ID | data" is not certain. Such a payload of exactly 16 bytes reads here as SPI = message ID | data with no data.

/// <summary>A notification payload: an error, or a status.</summary>
/// <param name="Doi">1; some peers send 0 in phase 1.</param>
/// <param name="Protocol">What the SPI belongs to.</param>
/// <param name="NotifyType">What is said.</param>
/// <param name="Spi">Empty, 4 bytes, or both cookies (16).</param>
/// <param name="Data">Further data, by type.</param>
public sealed record NotificationPayload(uint Doi, ProtocolId Protocol, NotifyType NotifyType, ReadOnlyMemory<byte> Spi, ReadOnlyMemory<byte> Data)
    : IsakmpBody(PayloadType.Notification)
{
    private const int FixedSize = 8;

    /// <summary>An IPsec DOI notification.</summary>
    public NotificationPayload(ProtocolId protocol, NotifyType notifyType, ReadOnlyMemory<byte> spi = default, ReadOnlyMemory<byte> data = default)
        : this(SaPayload.IpsecDoi, protocol, notifyType, spi, data)
    {
    }

    /// <inheritdoc/>
    public override int Length => FixedSize + Spi.Length + Data.Length;

    /// <summary>True for the error numbers 1 to 16383.</summary>
    public bool IsError => (ushort)NotifyType is > 0 and < 16384;

    /// <summary>Reads a body.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, [NotNullWhen(true)] out NotificationPayload? payload)
    {
        var reader = new SpanReader(body);
        var doi = reader.ReadUInt32();
        var protocol = (ProtocolId)reader.ReadByte();
        var spiSize = reader.ReadByte();
        var type = (NotifyType)reader.ReadUInt16();
        var spi = reader.ReadSpan(spiSize);
        var data = reader.ReadRest();
        payload = reader.Ok ? new NotificationPayload(doi, protocol, type, spi.ToArray(), data.ToArray()) : null;
        return payload is not null;
    }

    /// <inheritdoc/>
    public override void Write(ref SpanWriter writer)
    {
        writer.WriteUInt32(Doi);
        writer.WriteByte((byte)Protocol);
        writer.WriteByte(checked((byte)Spi.Length));
        writer.WriteUInt16((ushort)NotifyType);
        writer.WriteBytes(Spi.Span);
        writer.WriteBytes(Data.Span);
    }
}
