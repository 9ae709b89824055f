using System.Collections.Immutable;
using System.Globalization;
using Gatehouse.Model.Wfp.Management;

namespace Gatehouse.Model.Wfp.Security;

/// <summary>Reads what of SDDL the filtering platform uses: owner, group, and a DACL of allowing and denying entries.</summary>
internal static class SddlReader
{
    public static FwpResult<SecurityDescriptor> Read(string sddl)
    {
        var descriptor = new SecurityDescriptor(null, null, null);
        var rest = sddl;
        while (rest.Length > 0)
        {
            if (rest.Length < 2 || rest[1] != ':' || rest[0] is not ('O' or 'G' or 'D'))
                return Broken($"'{rest}': O: for the owner, G: for the group or D: for the DACL was expected");
            var end = EndOf(rest);
            var part = rest[2..end];
            var taken = rest[0] == 'D' ? ReadList(descriptor, part) : ReadSid(descriptor, rest[0], part);
            if (!taken.Ok)
                return taken;
            descriptor = taken.Value;
            rest = rest[end..];
        }

        return descriptor;
    }

    /// <summary>Where the next part begins: a letter and a colon outside of an entry. No SID and no flag has a colon.</summary>
    private static int EndOf(string rest)
    {
        var colon = rest.IndexOf(':', 2);
        return colon < 0 ? rest.Length : colon - 1;
    }

    private static FwpResult<SecurityDescriptor> ReadSid(SecurityDescriptor soFar, char part, string text)
    {
        if (!Sid.TryParse(text, out var sid))
            return Broken($"'{text}' is no SID; S-1-… or two letters such as BA were expected");
        if ((part == 'O' ? soFar.Owner : soFar.Group) is not null)
            return Broken($"{part}: stands there twice");
        return part == 'O' ? soFar with { Owner = sid } : soFar with { Group = sid };
    }

    private static FwpResult<SecurityDescriptor> ReadList(SecurityDescriptor soFar, string text)
    {
        if (soFar.Dacl is not null)
            return Broken("D: stands there twice");
        var open = text.IndexOf('(', StringComparison.Ordinal);
        var (flags, entries) = open < 0 ? (text, "") : (text[..open], text[open..]);
        var control = DaclControl.None;
        while (flags.Length > 0)
        {
            if (Array.Find(SddlWriter.ListFlags, row => flags.StartsWith(row.Letters, StringComparison.Ordinal)) is not { Letters: { } letters } found)
                return Broken($"'{flags}' is no flag of a DACL; P, AR and AI are");
            control |= found.Flag;
            flags = flags[letters.Length..];
        }

        var list = ImmutableArray.CreateBuilder<AccessEntry>();
        while (entries.Length > 0)
        {
            var close = entries.IndexOf(')', StringComparison.Ordinal);
            if (entries[0] != '(' || close < 0)
                return Broken($"'{entries}': an entry such as (A;;GA;;;BA) was expected");
            var entry = ReadEntry(entries[1..close]);
            if (!entry.Ok)
                return entry.Outcome;
            list.Add(entry.Value);
            entries = entries[(close + 1)..];
        }

        return soFar with { Dacl = list.ToImmutable(), Control = control };
    }

    private static FwpResult<AccessEntry> ReadEntry(string text)
    {
        if (text.Split(';') is not [var type, var flags, var rights, "", "", var who])
            return Broken($"({text}) has not the six parts of (A;flags;rights;;;SID)");
        if (type is not ("A" or "D"))
            return Broken($"({text}): '{type}' is no type of an entry here; A allows and D denies");
        if (Letters(flags, [.. SddlWriter.EntryFlags.Select(row => (row.Letters, (uint)row.Flag))]) is not { } inherited)
            return Broken($"({text}): '{flags}' are no flags; OI, CI, NP, IO and ID are");
        var mask = rights.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? uint.TryParse(rights.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) ? number : null
            : Letters(rights, [.. SddlWriter.Rights.Select(row => (row.Letters, (uint)row.Right))]);
        if (mask is not { } granted)
            return Broken($"({text}): '{rights}' are no rights; a number such as 0x7ff, or letters such as GA were expected");
        return Sid.TryParse(who, out var sid)
            ? new AccessEntry(type == "A" ? AccessEntryType.Allow : AccessEntryType.Deny, (AccessEntryFlags)inherited, (FwpmAccess)granted, sid)
            : Broken($"({text}): '{who}' is no SID; S-1-… or two letters such as BA were expected");
    }

    private static uint? Letters(string text, (string Letters, uint Bits)[] known)
    {
        var bits = 0u;
        for (var i = 0; i < text.Length; i += 2)
        {
            var pair = text.Substring(i, Math.Min(2, text.Length - i));
            var found = Array.Find(known, row => row.Letters == pair);
            if (found.Letters is null)
                return null;
            bits |= found.Bits;
        }

        return bits;
    }

    private static FwpResult Broken(string why) => new(FwpError.InvalidParameter, $"this is no SDDL: {why}");
}
