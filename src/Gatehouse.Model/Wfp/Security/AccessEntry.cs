namespace Gatehouse.Model.Wfp.Security;

/// <summary>FWPM_ACTRL_* and the standard and generic rights beside them (reference section 7.4).</summary>
[Flags]
public enum FwpmAccess : uint
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>FWPM_ACTRL_ADD: on a container, to add an object to it.</summary>
    Add = 0x1,

    /// <summary>FWPM_ACTRL_ADD_LINK: on an object, to refer to it.</summary>
    AddLink = 0x2,

    /// <summary>FWPM_ACTRL_BEGIN_READ_TXN.</summary>
    BeginReadTxn = 0x4,

    /// <summary>FWPM_ACTRL_BEGIN_WRITE_TXN.</summary>
    BeginWriteTxn = 0x8,

    /// <summary>FWPM_ACTRL_CLASSIFY.</summary>
    Classify = 0x10,

    /// <summary>FWPM_ACTRL_ENUM.</summary>
    Enum = 0x20,

    /// <summary>FWPM_ACTRL_OPEN.</summary>
    Open = 0x40,

    /// <summary>FWPM_ACTRL_READ.</summary>
    Read = 0x80,

    /// <summary>FWPM_ACTRL_READ_STATS.</summary>
    ReadStats = 0x100,

    /// <summary>FWPM_ACTRL_SUBSCRIBE.</summary>
    Subscribe = 0x200,

    /// <summary>FWPM_ACTRL_WRITE.</summary>
    Write = 0x400,

    /// <summary>DELETE.</summary>
    Delete = 0x10000,

    /// <summary>READ_CONTROL.</summary>
    ReadControl = 0x20000,

    /// <summary>WRITE_DAC.</summary>
    WriteDac = 0x40000,

    /// <summary>WRITE_OWNER.</summary>
    WriteOwner = 0x80000,

    /// <summary>GENERIC_ALL.</summary>
    GenericAll = 0x10000000,

    /// <summary>GENERIC_EXECUTE.</summary>
    GenericExecute = 0x20000000,

    /// <summary>GENERIC_WRITE.</summary>
    GenericWrite = 0x40000000,

    /// <summary>GENERIC_READ.</summary>
    GenericRead = 0x80000000,
}

/// <summary>ACE_TYPE: what an entry of an access control list does.</summary>
public enum AccessEntryType
{
    /// <summary>ACCESS_ALLOWED_ACE_TYPE.</summary>
    Allow = 0,

    /// <summary>ACCESS_DENIED_ACE_TYPE.</summary>
    Deny = 1,
}

/// <summary>ACE flags: how an entry of a container passes to what is added to it.</summary>
[Flags]
public enum AccessEntryFlags
{
    /// <summary>It stays where it is.</summary>
    None = 0,

    /// <summary>OBJECT_INHERIT_ACE.</summary>
    ObjectInherit = 0x1,

    /// <summary>CONTAINER_INHERIT_ACE.</summary>
    ContainerInherit = 0x2,

    /// <summary>NO_PROPAGATE_INHERIT_ACE.</summary>
    NoPropagate = 0x4,

    /// <summary>INHERIT_ONLY_ACE.</summary>
    InheritOnly = 0x8,

    /// <summary>INHERITED_ACE: it came from the container.</summary>
    Inherited = 0x10,
}

/// <summary>One entry of an access control list.</summary>
/// <param name="Type">Allow or deny.</param>
/// <param name="Flags">How it is inherited.</param>
/// <param name="Rights">What.</param>
/// <param name="Sid">Who.</param>
public sealed record AccessEntry(AccessEntryType Type, AccessEntryFlags Flags, FwpmAccess Rights, Sid Sid);
