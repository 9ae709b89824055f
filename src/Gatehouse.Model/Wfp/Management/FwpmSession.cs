namespace Gatehouse.Model.Wfp.Management;

/// <summary>FWPM_SESSION_FLAG_*.</summary>
[Flags]
public enum FwpmSessionFlags
{
    /// <summary>No flag.</summary>
    None = 0,

    /// <summary>FWPM_SESSION_FLAG_DYNAMIC: what the session adds dies with it.</summary>
    Dynamic = 0x1,
}

/// <summary>FWPM_SESSION0: how an engine is opened (reference section 7.1).</summary>
public sealed record FwpmSession
{
    /// <summary>Unique key; the zero GUID lets the engine choose one.</summary>
    public Guid Key { get; init; }

    /// <summary>Display name, for whoever looks at the sessions.</summary>
    public string Name { get; init; } = "Gatehouse";

    /// <summary>What it is for, or null.</summary>
    public string? Description { get; init; }

    /// <summary>Dynamic or not.</summary>
    public FwpmSessionFlags Flags { get; init; }

    /// <summary>txnWaitTimeoutInMSec: how long a call waits for another session's transaction; null means the default of 15 seconds.</summary>
    public TimeSpan? TransactionWaitTimeout { get; init; }
}

/// <summary>FwpmTransactionBegin0's flags.</summary>
public enum FwpmTransactionMode
{
    /// <summary>0: one at a time.</summary>
    ReadWrite = 0,

    /// <summary>FWPM_TXN_READ_ONLY: any number together, none beside a writer.</summary>
    ReadOnly = 1,
}
