using Gatehouse.Model.Wfp.Security;

namespace Gatehouse.Model.Wfp.Management;

/// <summary>FWPM_SESSION0 as FwpmSessionEnum0 gives it: how a session was opened, and what the engine knows of who did.</summary>
/// <param name="Session">Key, name, description, flags and wait, as the client gave them.</param>
public sealed record FwpmOpenSession(FwpmSession Session)
{
    /// <summary>processId: the client's; 0 when the engine does not know.</summary>
    public uint ProcessId { get; init; }

    /// <summary>sid: the client's; null when the engine does not know, as where users have none.</summary>
    public Sid? User { get; init; }

    /// <summary>username: the client's, or null.</summary>
    public string? UserName { get; init; }

    /// <summary>kernelMode: whether a driver opened it.</summary>
    public bool IsKernelMode { get; init; }
}
