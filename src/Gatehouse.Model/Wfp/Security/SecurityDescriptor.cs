using System.Buffers.Binary;
using System.Collections.Immutable;
using Gatehouse.Model.Wfp.Management;

namespace Gatehouse.Model.Wfp.Security;

/// <summary>SECURITY_INFORMATION: the parts of a descriptor that a call is about. The filtering platform ignores SACLs, so there is none here.</summary>
[Flags]
public enum SecurityParts
{
    /// <summary>OWNER_SECURITY_INFORMATION.</summary>
    Owner = 0x1,

    /// <summary>GROUP_SECURITY_INFORMATION.</summary>
    Group = 0x2,

    /// <summary>DACL_SECURITY_INFORMATION.</summary>
    Dacl = 0x4,

    /// <summary>All three.</summary>
    All = Owner | Group | Dacl,
}

/// <summary>Control bits of a descriptor's DACL.</summary>
[Flags]
public enum DaclControl
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>SE_DACL_AUTO_INHERIT_REQ, AR in SDDL.</summary>
    AutoInheritRequested = 0x100,

    /// <summary>SE_DACL_AUTO_INHERITED, AI in SDDL.</summary>
    AutoInherited = 0x400,

    /// <summary>SE_DACL_PROTECTED, P in SDDL: nothing is inherited.</summary>
    Protected = 0x1000,

    /// <summary>All of these, of the sixteen bits of SECURITY_DESCRIPTOR_CONTROL.</summary>
    All = AutoInheritRequested | AutoInherited | Protected,
}

/// <summary>
/// Who owns an object of the filtering platform and who may do what with it (reference section 7.4). Engines exchange it as the bytes of a
/// self-relative SECURITY_DESCRIPTOR, people as SDDL. A part that is null is not given.
/// </summary>
/// <param name="Owner">Owner, or null.</param>
/// <param name="Group">Primary group, or null.</param>
/// <param name="Dacl">The access control list, or null; an empty one lets nobody in.</param>
/// <param name="Control">How the list was inherited.</param>
public sealed record SecurityDescriptor(Sid? Owner, Sid? Group, ImmutableArray<AccessEntry>? Dacl, DaclControl Control = DaclControl.None)
{
    private const int HeaderLength = 20;
    private const int ListHeaderLength = 8;
    private const int EntryHeaderLength = 8;
    private const ushort SelfRelative = 0x8000;
    private const ushort DaclPresent = 0x4;

    /// <summary>Reads SDDL, such as O:BAD:P(A;;GA;;;BA)(A;;0x50;;;WD). FWP_E_INVALID_PARAMETER names the part that is wrong.</summary>
    public static FwpResult<SecurityDescriptor> Parse(string sddl) => SddlReader.Read(sddl);

    /// <summary>Reads a self-relative SECURITY_DESCRIPTOR. FWP_E_INVALID_PARAMETER for anything else.</summary>
    public static FwpResult<SecurityDescriptor> FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderLength || bytes[0] != 1)
            return Broken("it does not begin with revision 1");
        var control = BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]);
        if ((control & SelfRelative) == 0)
            return Broken("it is not self-relative");
        var owner = SidAt(bytes, BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]), out var hasOwner);
        var group = SidAt(bytes, BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]), out var hasGroup);
        if ((hasOwner && owner is null) || (hasGroup && group is null))
            return Broken("its owner or group is no SID");
        var at = BinaryPrimitives.ReadUInt32LittleEndian(bytes[16..]);
        if ((control & DaclPresent) == 0 || at == 0)
            return new SecurityDescriptor(owner, group, null);
        if (at > bytes.Length)
            return Broken("its DACL lies outside of it");
        var list = ReadList(bytes[(int)at..]);
        if (!list.Ok)
            return list.Outcome;
        return new SecurityDescriptor(owner, group, list.Value, (DaclControl)control & DaclControl.All);
    }

    /// <summary>The entries of the structure ACL at the beginning of some bytes.</summary>
    public static FwpResult<ImmutableArray<AccessEntry>> ReadList(ReadOnlySpan<byte> bytes)
    {
        var length = bytes.Length < ListHeaderLength || bytes[0] is not (2 or 4) ? 0 : BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]);
        if (length < ListHeaderLength || length > bytes.Length)
            return Broken("its DACL is no access control list");
        var rest = bytes[ListHeaderLength..length];
        var entries = ImmutableArray.CreateBuilder<AccessEntry>();
        for (var left = BinaryPrimitives.ReadUInt16LittleEndian(bytes[4..]); left > 0; left--)
        {
            var size = rest.Length < EntryHeaderLength ? 0 : BinaryPrimitives.ReadUInt16LittleEndian(rest[2..]);
            if (size < EntryHeaderLength || size > rest.Length)
                return Broken("an entry of its DACL lies outside of it");
            if (rest[0] > (byte)AccessEntryType.Deny)
                return Broken($"an entry of its DACL has the type {rest[0]}; only allowed (0) and denied (1) are known");
            if (Sid.Read(rest[EntryHeaderLength..size]) is not { } sid)
                return Broken("an entry of its DACL names no SID");
            entries.Add(new AccessEntry(
                (AccessEntryType)rest[0], (AccessEntryFlags)rest[1], (FwpmAccess)BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]), sid));
            rest = rest[size..];
        }

        return entries.ToImmutable();
    }

    /// <summary>The structure ACL of the DACL; empty when there is none.</summary>
    public byte[] ListToBytes()
    {
        if (Dacl is not { } dacl)
            return [];
        var list = new List<byte>([2, 0, 0, 0, 0, 0, 0, 0]);
        foreach (var entry in dacl)
        {
            var sid = entry.Sid.ToBytes();
            var header = new byte[EntryHeaderLength];
            (header[0], header[1]) = ((byte)entry.Type, (byte)entry.Flags);
            BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(2), (ushort)(EntryHeaderLength + sid.Length));
            BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(4), (uint)entry.Rights);
            list.AddRange(header);
            list.AddRange(sid);
        }

        byte[] bytes = [.. list];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2), (ushort)bytes.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(4), (ushort)dacl.Length);
        return bytes;
    }

    /// <summary>A self-relative SECURITY_DESCRIPTOR.</summary>
    public byte[] ToBytes()
    {
        byte[] owner = Owner?.ToBytes() ?? [], group = Group?.ToBytes() ?? [], list = ListToBytes();
        byte[] bytes = [.. new byte[HeaderLength], .. owner, .. group, .. list];
        bytes[0] = 1;
        var control = SelfRelative | (uint)Control | (list.Length > 0 ? DaclPresent : 0u);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2), (ushort)control);
        var at = (uint)HeaderLength;
        foreach (var (slot, part) in new[] { (4, owner), (8, group), (16, list) })
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(slot), part.Length > 0 ? at : 0);
            at += (uint)part.Length;
        }

        return bytes;
    }

    /// <summary>Only those parts.</summary>
    public SecurityDescriptor Only(SecurityParts parts) => new(
        parts.HasFlag(SecurityParts.Owner) ? Owner : null,
        parts.HasFlag(SecurityParts.Group) ? Group : null,
        parts.HasFlag(SecurityParts.Dacl) ? Dacl : null,
        parts.HasFlag(SecurityParts.Dacl) ? Control : DaclControl.None);

    /// <summary>This descriptor with those parts of another.</summary>
    public SecurityDescriptor With(SecurityParts parts, SecurityDescriptor other) => new(
        parts.HasFlag(SecurityParts.Owner) ? other.Owner : Owner,
        parts.HasFlag(SecurityParts.Group) ? other.Group : Group,
        parts.HasFlag(SecurityParts.Dacl) ? other.Dacl : Dacl,
        parts.HasFlag(SecurityParts.Dacl) ? other.Control : Control);

    /// <summary>Another descriptor, with the parts it lacks from this one.</summary>
    public SecurityDescriptor Filled(SecurityDescriptor other) => new(
        other.Owner ?? Owner, other.Group ?? Group, other.Dacl ?? Dacl, other.Dacl is null ? Control : other.Control);

    /// <summary>FWP_E_INVALID_FLAGS when no part is named, or one there is not.</summary>
    public static FwpResult CheckParts(SecurityParts parts) => parts == 0 || (parts & ~SecurityParts.All) != 0
        ? new FwpResult(FwpError.InvalidFlags, $"0x{(int)parts:x} names no parts of a security descriptor; owner 1, group 2 and DACL 4 do")
        : FwpResult.Success;

    /// <summary>FWP_E_NULL_POINTER or FWP_E_INVALID_FLAGS when it lacks a part that is to be set, or no part is named.</summary>
    public FwpResult Check(SecurityParts parts)
    {
        if (CheckParts(parts) is { Ok: false } unknown)
            return unknown;
        var missing = parts.HasFlag(SecurityParts.Owner) && Owner is null ? "owner"
            : parts.HasFlag(SecurityParts.Group) && Group is null ? "group"
            : parts.HasFlag(SecurityParts.Dacl) && Dacl is null ? "DACL" : null;
        return missing is null ? FwpResult.Success : new FwpResult(FwpError.NullPointer, $"the {missing} is to be set, and the security descriptor has none");
    }

    /// <inheritdoc/>
    public bool Equals(SecurityDescriptor? other) => other is not null && ToBytes().AsSpan().SequenceEqual(other.ToBytes());

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>SDDL.</summary>
    public override string ToString() => SddlWriter.Write(this);

    private static Sid? SidAt(ReadOnlySpan<byte> bytes, uint at, out bool isGiven)
    {
        isGiven = at != 0;
        return isGiven && at < bytes.Length ? Sid.Read(bytes[(int)at..]) : null;
    }

    private static FwpResult Broken(string why) => new(FwpError.InvalidParameter, $"this is no security descriptor: {why}");
}
