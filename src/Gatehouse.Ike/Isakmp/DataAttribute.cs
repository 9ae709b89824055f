using Gatehouse.Base;

namespace Gatehouse.Ike.Isakmp;

// RFC 2408 section 3.3. AF = 1: the value stands in the second half (TV); AF = 0: that half is the length of the value that follows (TLV).
//
// +-+-----------------------------+-------------------------------+
// |A|       Attribute Type        |  AF=0  Attribute Length       |
// |F|                             |  AF=1  Attribute Value        |
// +-+-----------------------------+-------------------------------+
// |                  AF=0  Attribute Value, AF=1 not sent         |
// +---------------------------------------------------------------+

/// <summary>A data attribute of a transform or a lifetime notification.</summary>
public readonly record struct DataAttribute
{
    private const int BasicFlag = 0x8000;

    private DataAttribute(ushort type, bool isBasic, ReadOnlyMemory<byte> value)
    {
        Type = type;
        IsBasic = isBasic;
        Value = value;
    }

    /// <summary>15-bit attribute type.</summary>
    public ushort Type { get; }

    /// <summary>True for the short form (TV).</summary>
    public bool IsBasic { get; }

    /// <summary>The value as sent, 2 bytes in the short form.</summary>
    public ReadOnlyMemory<byte> Value { get; }

    /// <summary>Bytes on the wire.</summary>
    public int Length => IsBasic ? 4 : 4 + Value.Length;

    /// <summary>The value as a number; null when it is longer than 8 bytes or empty.</summary>
    public ulong? Number
    {
        get
        {
            if (Value.Length is 0 or > 8)
                return null;
            ulong number = 0;
            foreach (var part in Value.Span)
                number = (number << 8) | part;
            return number;
        }
    }

    /// <summary>The short form (TV).</summary>
    public static DataAttribute Basic(ushort type, ushort value) => new(type, true, new[] { (byte)(value >> 8), (byte)value });

    /// <summary>The long form (TLV).</summary>
    public static DataAttribute Variable(ushort type, ReadOnlyMemory<byte> value) => new(type, false, value);

    /// <summary>The long form with a four-byte number, as Windows writes every life duration.</summary>
    public static DataAttribute Variable(ushort type, uint value) =>
        new(type, false, new[] { (byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value });

    /// <summary>Reads attributes to the end of the bytes, keeping their order; false when one is cut off or there are too many.</summary>
    public static bool TryReadAll(ReadOnlySpan<byte> bytes, List<DataAttribute> attributes)
    {
        var reader = new SpanReader(bytes);
        while (reader.Remaining > 0)
        {
            var type = reader.ReadUInt16();
            var isBasic = (type & BasicFlag) != 0;
            var value = isBasic ? reader.ReadSpan(2) : reader.ReadSpan(reader.ReadUInt16());
            if (!reader.Ok || attributes.Count == IsakmpLimits.AttributesPerTransform)
                return false;
            attributes.Add(new DataAttribute((ushort)(type & ~BasicFlag), isBasic, value.ToArray()));
        }

        return true;
    }

    /// <summary>Writes <see cref="Length"/> bytes.</summary>
    public void Write(ref SpanWriter writer)
    {
        writer.WriteUInt16((ushort)(IsBasic ? Type | BasicFlag : Type));
        if (!IsBasic)
            writer.WriteUInt16(checked((ushort)Value.Length));
        writer.WriteBytes(Value.Span);
    }
}
