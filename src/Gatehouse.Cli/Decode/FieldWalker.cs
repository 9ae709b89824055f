using System.Buffers.Binary;
using Gatehouse.Cli.Decode.Layout;

namespace Gatehouse.Cli.Decode;

/// <summary>
/// Walks over a message and writes down its fields, as far as they can be read. The first thing that does not fit is the fault, and the walk ends.
/// </summary>
internal sealed class FieldWalker(byte[] bytes)
{
    private readonly List<DecodedField> _fields = [];

    /// <summary>What was found.</summary>
    public IReadOnlyList<DecodedField> Fields => _fields;

    /// <summary>The first fault.</summary>
    public DecodeFault? Fault { get; private set; }

    /// <summary>Where the next field stands.</summary>
    public int Position { get; set; }

    /// <summary>The message.</summary>
    public byte[] Bytes => bytes;

    /// <summary>Names a fault, unless there is one already.</summary>
    public bool Fail(string reason) => Fail(Position, reason);

    /// <summary>Names a fault at a place, unless there is one already.</summary>
    public bool Fail(int offset, string reason)
    {
        Fault ??= new DecodeFault(offset, reason);
        return false;
    }

    /// <summary>Adds another explanation to a fault.</summary>
    public void Doubt(string other)
    {
        if (Fault is not null)
            Fault = Fault with { Reason = $"{Fault.Reason}; or {other}" };
    }

    /// <summary>Writes a field down.</summary>
    public void Add(int offset, int length, int depth, string name, string value, string section) =>
        _fields.Add(new DecodedField(offset, length, depth, name, value, section));

    /// <summary>Writes down a field of bytes and steps over it.</summary>
    public void AddBytes(int length, int depth, string name, string section)
    {
        Add(Position, length, depth, name, Convert.ToHexStringLower(bytes, Position, length), section);
        Position += length;
    }

    /// <summary>A number of up to 8 bytes anywhere.</summary>
    public ulong Number(int offset, int size)
    {
        ulong value = 0;
        for (var i = 0; i < size; i++)
            value = (value << 8) | bytes[offset + i];
        return value;
    }

    /// <summary>A 16-bit number anywhere.</summary>
    public int Number16(int offset) => BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(offset));

    /// <summary>Reads a field of fixed size; false, with a fault, when it is cut off.</summary>
    public bool Fixed(FieldLayout field, int end, int depth, string section, out ulong value)
    {
        value = 0;
        if (Position + field.Size > end)
            return Fail($"Truncated: {field.Name} needs {field.Size} bytes, {end - Position} are left");
        value = Number(Position, field.Size);
        var text = field.Kind switch
        {
            FieldKind.Identifier => value.ToString($"x{field.Size * 2}", null),
            FieldKind.Flags => ValueNames.Bits(value, field.Names),
            _ => ValueNames.Text(value, field.Names),
        };
        Add(Position, field.Size, depth, field.Name, text, section);
        Position += field.Size;
        return true;
    }
}
