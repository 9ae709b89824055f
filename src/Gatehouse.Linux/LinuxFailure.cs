namespace Gatehouse.Linux;

/// <summary>Why enforcement could not start.</summary>
public enum LinuxFailureKind
{
    /// <summary>Root, or CAP_NET_ADMIN and CAP_NET_RAW, are missing.</summary>
    Privilege,

    /// <summary>The kernel or a tool lacks something.</summary>
    Feature,

    /// <summary>UDP port 500 or 4500 belongs to someone else.</summary>
    PortTaken,

    /// <summary>Another node enforces in this network namespace.</summary>
    AlreadyRunning,

    /// <summary>The operating system refused an operation.</summary>
    System,
}

/// <summary>A failure of this machine, with a sentence that says what to do.</summary>
/// <param name="Kind">What kind.</param>
/// <param name="Sentence">For the operator.</param>
public sealed record LinuxFailure(LinuxFailureKind Kind, string Sentence);
