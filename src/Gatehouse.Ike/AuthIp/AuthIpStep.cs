namespace Gatehouse.Ike.AuthIp;

/// <summary>
/// The messages of AuthIP as the figures of [MS-AIPS] section 3 have them. The number of GSS round trips varies, so they have names, not numbers.
/// </summary>
public enum AuthIpStep
{
    /// <summary>#1 (figure 4).</summary>
    FirstRequest,

    /// <summary>#2 (figure 5).</summary>
    FirstAnswer,

    /// <summary>#3, repeated.</summary>
    GssRequest,

    /// <summary>#4, repeated.</summary>
    GssAnswer,

    /// <summary>#5 (figure 13) of the first quick mode, in exchange 243.</summary>
    QuickModeRequest,

    /// <summary>#6 (figure 8) of the first quick mode.</summary>
    QuickModeAnswer,

    /// <summary>#5 of a later quick mode, in exchange 244.</summary>
    LaterQuickModeRequest,

    /// <summary>#6 of a later quick mode.</summary>
    LaterQuickModeAnswer,

    /// <summary>#7 (figure 9).</summary>
    SynchronizeRequest,

    /// <summary>#8 (figure 18).</summary>
    SynchronizeAnswer,

    /// <summary>First request of extended mode (figure 19).</summary>
    ExtendedRequest,

    /// <summary>First answer of extended mode (figure 20).</summary>
    ExtendedAnswer,

    /// <summary>Last request or answer of extended mode: Auth3 or Auth4 (figures 21 to 26).</summary>
    ExtendedProof,

    /// <summary>Notify (figures 11, 12).</summary>
    Notify,
}
