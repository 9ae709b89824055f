using System.Buffers.Binary;

namespace Gatehouse.Filtering;

/// <summary>
/// The match of a token field: an access check of the token against a self-relative security descriptor for FWP_ACTRL_MATCH_FILTER (reference section
/// 2.2; the structures are those of MS-DTYP 2.4). A token is its SIDs, one after the other.
/// </summary>
internal static class AccessCheck
{
    private const uint MatchFilter = 0x1;
    private const uint GenericAll = 0x1000_0000;
    private const int HeaderLength = 20;
    private const ushort DaclPresent = 0x0004;
    private const ushort SelfRelative = 0x8000;
    private const byte Allowed = 0;
    private const byte InheritOnly = 0x08;

    /// <summary>True when a security descriptor can be checked: self-relative, every ACE inside its list, every SID inside its ACE.</summary>
    public static bool IsWellFormed(ReadOnlySpan<byte> descriptor)
    {
        if (descriptor.Length < HeaderLength || descriptor[0] != 1 || (Control(descriptor) & SelfRelative) == 0)
            return false;
        if (!HasDacl(descriptor, out var at))
            return true;
        if (at < HeaderLength || at > descriptor.Length - 8)
            return false;
        var end = at + BinaryPrimitives.ReadUInt16LittleEndian(descriptor[(int)(at + 2)..]);
        var count = BinaryPrimitives.ReadUInt16LittleEndian(descriptor[(int)(at + 4)..]);
        at += 8;
        for (; count > 0; count--)
        {
            if (end > descriptor.Length || at + 4 > end)
                return false;
            var ace = descriptor[(int)at..(int)end];
            int size = BinaryPrimitives.ReadUInt16LittleEndian(ace[2..]);
            if (size < 4 || size > ace.Length || (ace[0] <= 1 && (size < 16 || SidLength(ace[8..size]) == 0)))
                return false;
            at += (uint)size;
        }

        return end <= descriptor.Length;
    }

    /// <summary>
    /// True when the descriptor grants the bearer of these SIDs a match: the first ACE that speaks of one of them and of the right decides. No list grants
    /// everybody, an empty one nobody. Of other kinds of ACE nothing is granted. The descriptor is well formed.
    /// </summary>
    public static bool Grants(ReadOnlySpan<byte> descriptor, ReadOnlySpan<byte> sids)
    {
        if (!HasDacl(descriptor, out var at))
            return true;
        var count = BinaryPrimitives.ReadUInt16LittleEndian(descriptor[(int)(at + 4)..]);
        for (var rest = descriptor[(int)(at + 8)..]; count > 0; count--)
        {
            int size = BinaryPrimitives.ReadUInt16LittleEndian(rest[2..]);
            if (rest[0] <= 1 && (rest[1] & InheritOnly) == 0
                && (BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]) & (MatchFilter | GenericAll)) != 0
                && Holds(sids, rest[8..(8 + SidLength(rest[8..size]))]))
            {
                return rest[0] == Allowed;
            }

            rest = rest[size..];
        }

        return false;
    }

    private static bool Holds(ReadOnlySpan<byte> sids, ReadOnlySpan<byte> wanted)
    {
        for (var length = SidLength(sids); length != 0; length = SidLength(sids))
        {
            if (sids[..length].SequenceEqual(wanted))
                return true;
            sids = sids[length..];
        }

        return false;
    }

    // Revision, number of sub-authorities, 6 bytes of authority, 4 for each sub-authority. 0 when there is no whole SID.
    private static int SidLength(ReadOnlySpan<byte> sid)
    {
        if (sid.Length < 8 || sid[0] != 1)
            return 0;
        var length = 8 + (4 * sid[1]);
        return length <= sid.Length ? length : 0;
    }

    private static ushort Control(ReadOnlySpan<byte> descriptor) => BinaryPrimitives.ReadUInt16LittleEndian(descriptor[2..]);

    private static bool HasDacl(ReadOnlySpan<byte> descriptor, out uint at)
    {
        at = BinaryPrimitives.ReadUInt32LittleEndian(descriptor[16..]);
        return (Control(descriptor) & DaclPresent) != 0 && at != 0;
    }
}
