using System.Buffers.Binary;
using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;
using Gatehouse.Model.Wfp.Security;
using Gatehouse.Windows.Native;
using Gatehouse.Windows.Sessions;

namespace Gatehouse.Windows.Translation;

/// <summary>Security descriptors: given self-relative or in parts, read by the parts, so that it does not matter how Windows lays them out.</summary>
internal static unsafe class SecurityTranslator
{
    /// <summary>Where the flags of inheritance stand in a SECURITY_DESCRIPTOR, absolute or self-relative.</summary>
    private const int ControlOffset = 2;

    /// <summary>A self-relative descriptor, or null for none.</summary>
    public static void* Write(NativeArena arena, SecurityDescriptor? security) => security is null ? null : arena.Blob(security.ToBytes()).data;

    /// <summary>The parts that are to be set; the others stay null.</summary>
    public static SecurityPointers WriteParts(NativeArena arena, SecurityParts parts, SecurityDescriptor security)
    {
        var wanted = security.Only(parts);
        return new SecurityPointers
        {
            Owner = arena.Blob(wanted.Owner?.ToBytes()).data,
            Group = arena.Blob(wanted.Group?.ToBytes()).data,
            Dacl = arena.Blob(wanted.ListToBytes()).data,
        };
    }

    /// <summary>Reads what a call handed out, and frees it.</summary>
    public static FwpResult<SecurityDescriptor> Take(uint status, SecurityPointers* found, SecurityParts parts, string call, string subject)
    {
        if (status != 0)
            return Failure.Of(status, call, subject);
        try
        {
            return Read(found, parts);
        }
        finally
        {
            Fwpuclnt.FwpmFreeMemory0(&found->Descriptor);
        }
    }

    /// <summary>A SID at an address; null for none, and for one of another revision.</summary>
    public static Sid? ReadSid(byte* sid) => sid is null ? null : Sid.Read(new ReadOnlySpan<byte>(sid, 8 + (4 * sid[1])));

    private static FwpResult<SecurityDescriptor> Read(SecurityPointers* found, SecurityParts parts)
    {
        var (owner, group) = (ReadSid(found->Owner), ReadSid(found->Group));
        if (!parts.HasFlag(SecurityParts.Dacl))
            return new SecurityDescriptor(owner, group, null);
        if (found->Dacl is null)
            return new FwpResult(FwpError.NullPointer, "the object has no DACL: everybody may do everything with it.");
        var list = SecurityDescriptor.ReadList(new ReadOnlySpan<byte>(found->Dacl, *(ushort*)(found->Dacl + 2)));
        if (!list.Ok)
            return list.Outcome;
        var control = BinaryPrimitives.ReadUInt16LittleEndian(new ReadOnlySpan<byte>((byte*)found->Descriptor + ControlOffset, 2));
        return new SecurityDescriptor(owner, group, list.Value, (DaclControl)control & DaclControl.All);
    }
}
