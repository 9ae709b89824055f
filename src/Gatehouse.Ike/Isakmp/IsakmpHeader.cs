using Gatehouse.Base;

namespace Gatehouse.Ike.Isakmp;

// RFC 2408 section 3.1
//
//  0                   1                   2                   3
//  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
// +---------------------------------------------------------------+
// |                       Initiator Cookie (8)                    |
// |                       Responder Cookie (8)                    |
// +---------------+-------+-------+---------------+---------------+
// | Next Payload  | MjVer | MnVer | Exchange Type |     Flags     |
// +---------------+-------+-------+---------------+---------------+
// |                          Message ID                           |
// +---------------------------------------------------------------+
// |                            Length                             |
// +---------------------------------------------------------------+

/// <summary>The ISAKMP header, 28 bytes in front of every message.</summary>
/// <param name="CookieI">CKY-I, the initiator's cookie.</param>
/// <param name="CookieR">CKY-R, the responder's cookie; 0 in the first message.</param>
/// <param name="NextPayload">Type of the first payload.</param>
/// <param name="Version">Major version in the upper nibble, minor in the lower: 0x10.</param>
/// <param name="ExchangeType">The exchange.</param>
/// <param name="Flags">Encryption, commit, authentication only.</param>
/// <param name="MessageId">M-ID; 0 in phase 1.</param>
/// <param name="Length">Bytes of the whole message, header and encryption padding included.</param>
public readonly record struct IsakmpHeader(
    ulong CookieI, ulong CookieR, PayloadType NextPayload, byte Version, ExchangeType ExchangeType, IsakmpFlags Flags, uint MessageId, uint Length)
{
    /// <summary>Bytes of the header.</summary>
    public const int Size = 28;

    /// <summary>ISAKMP 1.0.</summary>
    public const byte Version1 = 0x10;

    /// <summary>True when the payloads are encrypted.</summary>
    public bool IsEncrypted => (Flags & IsakmpFlags.Encryption) != 0;

    /// <summary>A header to be written; the writer fills in the next payload and the length.</summary>
    public static IsakmpHeader Create(ulong cookieI, ulong cookieR, ExchangeType exchange, IsakmpFlags flags = IsakmpFlags.None, uint messageId = 0) =>
        new(cookieI, cookieR, PayloadType.None, Version1, exchange, flags, messageId, 0);

    /// <summary>Reads the fields of the first 28 bytes and judges none of them; false when there are fewer.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out IsakmpHeader header)
    {
        var reader = new SpanReader(bytes);
        header = new IsakmpHeader(
            reader.ReadUInt64(), reader.ReadUInt64(), (PayloadType)reader.ReadByte(), reader.ReadByte(),
            (ExchangeType)reader.ReadByte(), (IsakmpFlags)reader.ReadByte(), reader.ReadUInt32(), reader.ReadUInt32());
        return reader.Ok;
    }

    /// <summary>Writes 28 bytes.</summary>
    public void Write(ref SpanWriter writer)
    {
        writer.WriteUInt64(CookieI);
        writer.WriteUInt64(CookieR);
        writer.WriteByte((byte)NextPayload);
        writer.WriteByte(Version);
        writer.WriteByte((byte)ExchangeType);
        writer.WriteByte((byte)Flags);
        writer.WriteUInt32(MessageId);
        writer.WriteUInt32(Length);
    }
}
