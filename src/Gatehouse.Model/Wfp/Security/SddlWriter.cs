using System.Text;

namespace Gatehouse.Model.Wfp.Security;

/// <summary>Security Descriptor Definition Language as Windows writes it.</summary>
internal static class SddlWriter
{
    /// <summary>The letters of rights, in the order Windows writes them. What has none makes the whole mask a hexadecimal number.</summary>
    public static readonly (string Letters, FwpmAccess Right)[] Rights =
    [
        ("GA", FwpmAccess.GenericAll), ("GR", FwpmAccess.GenericRead), ("GW", FwpmAccess.GenericWrite), ("GX", FwpmAccess.GenericExecute),
        ("CC", (FwpmAccess)0x1), ("DC", (FwpmAccess)0x2), ("LC", (FwpmAccess)0x4), ("SW", (FwpmAccess)0x8), ("RP", (FwpmAccess)0x10),
        ("WP", (FwpmAccess)0x20), ("DT", (FwpmAccess)0x40), ("LO", (FwpmAccess)0x80), ("CR", (FwpmAccess)0x100), ("SD", FwpmAccess.Delete),
        ("RC", FwpmAccess.ReadControl), ("WD", FwpmAccess.WriteDac), ("WO", FwpmAccess.WriteOwner),
    ];

    public static readonly (string Letters, AccessEntryFlags Flag)[] EntryFlags =
    [
        ("CI", AccessEntryFlags.ContainerInherit), ("OI", AccessEntryFlags.ObjectInherit), ("NP", AccessEntryFlags.NoPropagate),
        ("IO", AccessEntryFlags.InheritOnly), ("ID", AccessEntryFlags.Inherited),
    ];

    public static readonly (string Letters, DaclControl Flag)[] ListFlags =
    [
        ("P", DaclControl.Protected), ("AR", DaclControl.AutoInheritRequested), ("AI", DaclControl.AutoInherited),
    ];

    public static string Write(SecurityDescriptor descriptor)
    {
        var text = new StringBuilder();
        if (descriptor.Owner is { } owner)
            text.Append("O:").Append(owner.Sddl);
        if (descriptor.Group is { } group)
            text.Append("G:").Append(group.Sddl);
        if (descriptor.Dacl is not { } dacl)
            return text.ToString();
        text.Append("D:");
        foreach (var (letters, flag) in ListFlags)
            text.Append(descriptor.Control.HasFlag(flag) ? letters : "");
        foreach (var entry in dacl)
            text.Append(entry.Type == AccessEntryType.Allow ? "(A;" : "(D;").Append(Flags(entry.Flags)).Append(';').Append(Mask(entry.Rights))
                .Append(";;;").Append(entry.Sid.Sddl).Append(')');
        return text.ToString();
    }

    private static string Flags(AccessEntryFlags flags) => string.Concat(EntryFlags.Where(row => flags.HasFlag(row.Flag)).Select(row => row.Letters));

    private static string Mask(FwpmAccess rights)
    {
        var named = Rights.Where(row => rights.HasFlag(row.Right)).ToList();
        return named.Aggregate(FwpmAccess.None, (sum, row) => sum | row.Right) == rights
            ? string.Concat(named.Select(row => row.Letters))
            : $"0x{(uint)rights:x}";
    }
}
