namespace Gatehouse.Ike.AuthIp;

/// <summary>Limits [MS-AIPS] gives by number (3.3.7.1 and 3.1.7.6).</summary>
public static class AuthIpLimits
{
    /// <summary>Main-mode SAs with one peer; when there are more, its new first messages are dropped in silence.</summary>
    public const int MainModesPerPeer = 20;

    /// <summary>Negotiations in progress with one peer; when there are more, its new first messages are dropped in silence.</summary>
    public const int InProgressPerPeer = 35;

    /// <summary>Unfinished SAs in all from which a responder answers first messages with a cookie and remembers nothing.</summary>
    public const int DosProtectionFrom = 500;

    /// <summary>Unfinished SAs below which it stops to ([MS-IKEE] 3.9).</summary>
    public const int DosProtectionUntil = 100;
}
