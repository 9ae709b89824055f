using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Gatehouse.Base;
using Gatehouse.Ike.Isakmp;

namespace Gatehouse.Ike.AuthIp;

// [MS-AIPS] 2.2.3.5: RFC 2408's notification without SPI; where the SPI size stood there are flags.
//
// +---------------------------------------------------------------+
// |              Domain of Interpretation  (IPsec DOI = 1)        |
// +---------------+---------------+-------------------------------+
// |  Protocol-ID  |     Flags     |      Notify Message Type      |
// +---------------+---------------+-------------------------------+
// |                 Notification Data (variable)                  |
// +---------------------------------------------------------------+

/// <summary>A notify payload of AuthIP.</summary>
/// <param name="Concerns">Main and extended mode, or a quick mode.</param>
/// <param name="Flags">Whether it is to be acknowledged.</param>
/// <param name="NotifyType">What is said.</param>
/// <param name="Data">Its length is fixed by the type.</param>
public sealed record AuthIpNotifyPayload(NotifySubject Concerns, NotifyFlags Flags, NotifyType NotifyType, ReadOnlyMemory<byte> Data)
    : IsakmpBody(PayloadType.Notification)
{
    private const int FixedSize = 8;

    /// <inheritdoc/>
    public override int Length => FixedSize + Data.Length;

    /// <summary>True when the receiver has to acknowledge it.</summary>
    public bool IsReliable => (Flags & NotifyFlags.Reliable) != 0;

    /// <summary>The first four bytes of the data as a number: an error, a sequence number or flags; 0 when there are fewer.</summary>
    public uint Value => Data.Length >= 4 ? BinaryPrimitives.ReadUInt32BigEndian(Data.Span) : 0;

    /// <summary>Reads a body; false for another DOI, an unknown subject, or data of a length its type does not have.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, [NotNullWhen(true)] out AuthIpNotifyPayload? payload)
    {
        var reader = new SpanReader(body);
        var doi = reader.ReadUInt32();
        var concerns = (NotifySubject)reader.ReadByte();
        var flags = (NotifyFlags)reader.ReadByte();
        var type = (NotifyType)reader.ReadUInt16();
        var data = reader.ReadRest();
        var fits = reader.Ok && doi == SaPayload.IpsecDoi && concerns is NotifySubject.MainMode or NotifySubject.QuickMode && HasLength(type, data.Length);
        payload = fits ? new AuthIpNotifyPayload(concerns, flags, type, data.ToArray()) : null;
        return payload is not null;
    }

    /// <inheritdoc/>
    public override void Write(ref SpanWriter writer)
    {
        writer.WriteUInt32(SaPayload.IpsecDoi);
        writer.WriteByte((byte)Concerns);
        writer.WriteByte((byte)Flags);
        writer.WriteUInt16((ushort)NotifyType);
        writer.WriteBytes(Data.Span);
    }

    private static bool HasLength(NotifyType type, int length) => type switch
    {
        NotifyType.AuthIpStatus or NotifyType.AuthIpAck or NotifyType.MicrosoftExchangeInfo => length == 4,
        NotifyType.AuthIpDosCookie or NotifyType.AuthIpAcquire => length == 8,
        NotifyType.AuthIpQmSynchronize => length == 0,
        _ => true,
    };
}
