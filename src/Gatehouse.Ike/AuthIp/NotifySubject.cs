namespace Gatehouse.Ike.AuthIp;

/// <summary>Protocol-ID of an AuthIP notify: what it is about ([MS-AIPS] 2.2.3.5).</summary>
public enum NotifySubject : byte
{
    /// <summary>Main or extended mode.</summary>
    MainMode = 1,

    /// <summary>A quick mode.</summary>
    QuickMode = 2,
}

/// <summary>Flags of an AuthIP notify.</summary>
[Flags]
public enum NotifyFlags : byte
{
    /// <summary>Nothing set.</summary>
    None = 0,

    /// <summary>RELIABLE_NOTIFY_FLAG: repeated until it is acknowledged.</summary>
    Reliable = 0x01,
}
