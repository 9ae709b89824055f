using System.Globalization;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Analysis.Import;

/// <summary>
/// A security descriptor in the definition language of MS-DTYP 2.5.1, to the self-relative form of 2.4.6 that an access check reads. Owner, group and
/// audit list say nothing about a match and are left out. Null for what this build cannot read, such as conditional ACEs.
/// </summary>
internal static class SddlText
{
    private static readonly (string Name, string Sid)[] Aliases =
    [
        ("WD", "S-1-1-0"), ("CO", "S-1-3-0"), ("OW", "S-1-3-4"), ("NU", "S-1-5-2"), ("IU", "S-1-5-4"), ("SU", "S-1-5-6"), ("AN", "S-1-5-7"),
        ("AU", "S-1-5-11"), ("RC", "S-1-5-12"), ("SY", "S-1-5-18"), ("LS", "S-1-5-19"), ("NS", "S-1-5-20"), ("BA", "S-1-5-32-544"),
        ("BU", "S-1-5-32-545"), ("BG", "S-1-5-32-546"), ("AC", "S-1-15-2-1"),
    ];

    private static readonly (string Name, uint Bits)[] Rights =
    [
        ("CC", 0x1), ("DC", 0x2), ("LC", 0x4), ("SW", 0x8), ("RP", 0x10), ("WP", 0x20), ("DT", 0x40), ("LO", 0x80), ("CR", 0x100), ("SD", 0x10000),
        ("RC", 0x20000), ("WD", 0x40000), ("WO", 0x80000), ("GA", 0x1000_0000), ("GX", 0x2000_0000), ("GW", 0x4000_0000), ("GR", 0x8000_0000),
    ];

    private static readonly (string Name, uint Bits)[] Flags = [("OI", 1), ("CI", 2), ("NP", 4), ("IO", 8), ("ID", 16), ("SA", 64), ("FA", 128)];

    public static FwpBytes? Read(string text)
    {
        var start = text.IndexOf("D:", StringComparison.Ordinal);
        if (start < 0 || !(text.StartsWith("O:", StringComparison.Ordinal) || text.StartsWith("G:", StringComparison.Ordinal) || start == 0))
            return null;
        var open = text.IndexOf('(', start);
        var end = text.IndexOf("S:", start, StringComparison.Ordinal) is var audit and >= 0 && text[audit - 1] == ')' ? audit : text.Length;
        var aces = new List<byte[]>();
        for (var rest = open < 0 || open >= end ? "" : text[open..end]; rest.Length > 0;)
        {
            var close = rest.IndexOf(')', StringComparison.Ordinal);
            if (rest[0] != '(' || close < 0 || Ace(rest[1..close].Split(';')) is not { } ace)
                return null;
            aces.Add(ace);
            rest = rest[(close + 1)..];
        }

        var length = 8 + aces.Sum(ace => ace.Length);
        if (length > ushort.MaxValue)
            return null;
        byte[] header = [1, 0, 0x04, 0x80, .. new byte[12], 20, 0, 0, 0];
        byte[] list = [2, 0, (byte)length, (byte)(length >> 8), (byte)aces.Count, (byte)(aces.Count >> 8), 0, 0];
        return new FwpBytes([.. header, .. list, .. aces.SelectMany(ace => ace)]);
    }

    private static byte[]? Ace(string[] parts)
    {
        if (parts.Length != 6 || parts[0] is not ("A" or "D") || parts[3].Length + parts[4].Length > 0)
            return null;
        if (Bits(parts[1], Flags) is not { } flags || Bits(parts[2], Rights) is not { } rights || Sid(parts[5]) is not { } sid)
            return null;
        var length = 8 + sid.Length;
        return [(byte)(parts[0] == "A" ? 0 : 1), (byte)flags, (byte)length, (byte)(length >> 8), .. BitConverter.GetBytes(rights), .. sid];
    }

    private static uint? Bits(string text, (string Name, uint Bits)[] known)
    {
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            return uint.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) ? number : null;
        var bits = 0u;
        for (var at = 0; at < text.Length; at += 2)
        {
            var pair = text[at..Math.Min(at + 2, text.Length)];
            var entry = Array.Find(known, one => one.Name == pair);
            if (entry.Name is null)
                return null;
            bits |= entry.Bits;
        }

        return bits;
    }

    private static byte[]? Sid(string text)
    {
        var written = Array.Find(Aliases, alias => alias.Name == text).Sid ?? text;
        var parts = written.Split('-');
        if (parts.Length is < 4 or > 18 || parts[0] != "S" || parts[1] != "1"
            || !ulong.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var authority) || authority > 0xFFFF_FFFF_FFFF)
            return null;
        var sid = new List<byte> { 1, (byte)(parts.Length - 3) };
        for (var shift = 40; shift >= 0; shift -= 8)
            sid.Add((byte)(authority >> shift));
        foreach (var part in parts[3..])
        {
            if (!uint.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return null;
            sid.AddRange(BitConverter.GetBytes(number));
        }

        return [.. sid];
    }
}
