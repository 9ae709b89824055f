using Gatehouse.Base;
using Gatehouse.Ike.Isakmp;

namespace Gatehouse.Ike.AuthIp;

// [MS-AIPS] 2.2.3.2, directly behind the ISAKMP header of every message but the one with a DoS cookie
//
// +---------------+---------------+-------------------------------+
// | Next Payload  |   RESERVED    |        Payload Length         |   clear: type of the first payload · encrypted: 0
// +---------------+---------------+-------------------------------+   the length never covers what follows the vector
// |                        Sequence Number                        |
// +---------------------------------------------------------------+
// |                Initialization Vector (variable)               |   clear: none, or 8 bytes that mean nothing (note 8)
// +---------------------------------------------------------------+

/// <summary>The fixed part of a CRYPTO payload.</summary>
/// <param name="NextPayload">Type of the first clear payload; None in an encrypted message, whose trailer tells it.</param>
/// <param name="Sequence">Counts the exchanges of one exchange type; the answer repeats the request's.</param>
/// <param name="Iv">The cipher's initialization vector.</param>
public readonly record struct CryptoHeader(PayloadType NextPayload, uint Sequence, ReadOnlyMemory<byte> Iv)
{
    /// <summary>Bytes without vector.</summary>
    public const int MinSize = 8;

    /// <summary>Bytes of the vector a clear message may have.</summary>
    public const int ClearIvLength = 8;

    /// <summary>Bytes on the wire.</summary>
    public int Length => MinSize + Iv.Length;

    /// <summary>Reads the payload that begins the bytes; the payload's own length says how long its vector is.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out CryptoHeader header, out IsakmpError error)
    {
        header = default;
        var reader = new SpanReader(bytes);
        var next = (PayloadType)reader.ReadByte();
        var reserved = reader.ReadByte();
        var length = reader.ReadUInt16();
        var sequence = reader.ReadUInt32();
        error = !reader.Ok ? IsakmpError.Truncated
            : reserved != 0 || length < MinSize ? IsakmpError.PayloadMalformed
            : length > bytes.Length ? IsakmpError.Truncated
            : IsakmpError.None;
        if (error != IsakmpError.None)
            return false;
        header = new CryptoHeader(next, sequence, reader.ReadSpan(length - MinSize).ToArray());
        return true;
    }

    /// <summary>Writes <see cref="Length"/> bytes.</summary>
    public void Write(ref SpanWriter writer)
    {
        writer.WriteByte((byte)NextPayload);
        writer.WriteByte(0);
        writer.WriteUInt16(checked((ushort)Length));
        writer.WriteUInt32(Sequence);
        writer.WriteBytes(Iv.Span);
    }
}
