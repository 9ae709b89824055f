using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Gatehouse.Base;

namespace Gatehouse.Ike.Isakmp;

// RFC 2408 section 3.6, after the generic header (next payload 3, or 0 in the last transform)
//
// +---------------+---------------+-------------------------------+
// |  Transform #  |  Transform-Id |           RESERVED2           |
// +---------------+---------------+-------------------------------+
// |                        SA Attributes                          |
// +---------------------------------------------------------------+

/// <summary>A transform: one way to do what its proposal says, as attributes.</summary>
/// <param name="Number">The sender's number for it, echoed by whoever chooses it.</param>
/// <param name="Id">KEY_IKE (1) in phase 1, an ESP or AH transform in phase 2.</param>
/// <param name="Attributes">In the order sent, because a life type belongs to the duration behind it.</param>
public sealed record TransformPayload(byte Number, byte Id, ImmutableArray<DataAttribute> Attributes)
{
    /// <summary>The transform identifier of every phase 1 transform (RFC 2407 section 4.4.2.1).</summary>
    public const byte KeyIke = 1;

    private const int FixedSize = 4;

    /// <summary>Bytes of the body.</summary>
    public int Length
    {
        get
        {
            var length = FixedSize;
            foreach (var attribute in Attributes)
                length += attribute.Length;
            return length;
        }
    }

    /// <summary>The first attribute of that type; null when there is none.</summary>
    public DataAttribute? Find(ushort type)
    {
        foreach (var attribute in Attributes)
        {
            if (attribute.Type == type)
                return attribute;
        }

        return null;
    }

    /// <summary>Reads a body.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, [NotNullWhen(true)] out TransformPayload? payload)
    {
        payload = null;
        var reader = new SpanReader(body);
        var number = reader.ReadByte();
        var id = reader.ReadByte();
        var reserved = reader.ReadUInt16();
        var attributes = new List<DataAttribute>();
        if (!reader.Ok || reserved != 0 || !DataAttribute.TryReadAll(reader.ReadRest(), attributes))
            return false;
        payload = new TransformPayload(number, id, [.. attributes]);
        return true;
    }

    /// <summary>Writes <see cref="Length"/> bytes.</summary>
    public void Write(ref SpanWriter writer)
    {
        writer.WriteByte(Number);
        writer.WriteByte(Id);
        writer.WriteUInt16(0);
        foreach (var attribute in Attributes)
            attribute.Write(ref writer);
    }
}
