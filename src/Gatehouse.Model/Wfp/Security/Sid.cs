using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Gatehouse.Model.Wfp.Security;

/// <summary>A security identifier: who. Its text is S-1-authority-… with decimal numbers, however it was written.</summary>
public sealed record Sid
{
    private const int MaxSubAuthorities = 15;

    /// <summary>Two-letter names of SDDL.</summary>
    private static readonly FrozenDictionary<string, string> Aliases = new Dictionary<string, string>
    {
        ["AC"] = "S-1-15-2-1", ["AN"] = "S-1-5-7", ["AU"] = "S-1-5-11", ["BA"] = "S-1-5-32-544", ["BU"] = "S-1-5-32-545", ["CO"] = "S-1-3-0",
        ["IU"] = "S-1-5-4", ["LS"] = "S-1-5-19", ["NO"] = "S-1-5-32-556", ["NS"] = "S-1-5-20", ["NU"] = "S-1-5-2", ["OW"] = "S-1-3-4",
        ["SY"] = "S-1-5-18", ["WD"] = "S-1-1-0",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> Names = Aliases.ToFrozenDictionary(row => row.Value, row => row.Key, StringComparer.Ordinal);

    private Sid(string text) => Text = text;

    /// <summary>S-1-5-32-544 and the like.</summary>
    public string Text { get; }

    /// <summary>The two letters SDDL has for it, or <see cref="Text"/>.</summary>
    public string Sddl => Names.GetValueOrDefault(Text, Text);

    /// <summary>Everyone, S-1-1-0.</summary>
    public static Sid Everyone { get; } = new("S-1-1-0");

    /// <summary>The administrators of the machine, S-1-5-32-544.</summary>
    public static Sid Administrators { get; } = new("S-1-5-32-544");

    /// <summary>Reads S-1-… or two letters of SDDL.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Sid? sid)
    {
        sid = null;
        if (Aliases.TryGetValue(text, out var known))
        {
            sid = new Sid(known);
            return true;
        }

        var parts = text.Split('-');
        if (parts is not ["S", "1", _, ..] || parts.Length - 3 > MaxSubAuthorities)
            return false;
        if (!ulong.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var authority) || authority >> 48 != 0)
            return false;
        var numbers = new uint[parts.Length - 3];
        for (var i = 0; i < numbers.Length; i++)
            if (!uint.TryParse(parts[i + 3], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]))
                return false;
        sid = Of(authority, numbers);
        return true;
    }

    /// <summary>The structure SID at the beginning of some bytes; null when they are none.</summary>
    public static Sid? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 8 || bytes[0] != 1 || bytes[1] > MaxSubAuthorities || bytes.Length < 8 + (4 * bytes[1]))
            return null;
        var numbers = new uint[bytes[1]];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(8 + (4 * i))..]);
        return Of(((ulong)BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]) << 32) | BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]), numbers);
    }

    /// <summary>The structure SID: 8 bytes and 4 for each number behind the authority.</summary>
    public byte[] ToBytes()
    {
        var parts = Text.Split('-');
        var bytes = new byte[8 + (4 * (parts.Length - 3))];
        (bytes[0], bytes[1]) = (1, (byte)(parts.Length - 3));
        var authority = ulong.Parse(parts[2], CultureInfo.InvariantCulture);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), (ushort)(authority >> 32));
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4), (uint)authority);
        for (var i = 3; i < parts.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8 + (4 * (i - 3))), uint.Parse(parts[i], CultureInfo.InvariantCulture));
        return bytes;
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static Sid Of(ulong authority, uint[] numbers) =>
        new(string.Create(CultureInfo.InvariantCulture, $"S-1-{authority}") + string.Concat(numbers.Select(number => $"-{number}")));
}
