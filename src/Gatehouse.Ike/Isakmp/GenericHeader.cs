using Gatehouse.Base;

namespace Gatehouse.Ike.Isakmp;

// RFC 2408 section 3.2: in front of every payload, proposal and transform. The length includes these four bytes.
//
// +---------------+---------------+-------------------------------+
// | Next Payload  |   RESERVED    |        Payload Length         |
// +---------------+---------------+-------------------------------+

/// <summary>The generic payload header.</summary>
internal static class GenericHeader
{
    public const int Size = 4;

    /// <summary>Reads the header and takes the body it announces; false when bytes are missing or RESERVED is not zero.</summary>
    public static bool TryRead(ref SpanReader reader, out PayloadType next, out ReadOnlySpan<byte> body)
    {
        next = (PayloadType)reader.ReadByte();
        var reserved = reader.ReadByte();
        var length = reader.ReadUInt16();
        body = reader.ReadSpan(length - Size);
        return reader.Ok && reserved == 0;
    }

    public static void Write(ref SpanWriter writer, PayloadType next, int bodyLength)
    {
        writer.WriteByte((byte)next);
        writer.WriteByte(0);
        writer.WriteUInt16(checked((ushort)(bodyLength + Size)));
    }
}
