namespace Gatehouse.Cli.Windows;

/// <summary>How a trial ended.</summary>
internal enum TrialEnd
{
    /// <summary>Somebody confirmed: the policy stays.</summary>
    Confirmed,

    /// <summary>Nobody did: what was in force before is in force again.</summary>
    TakenBack,

    /// <summary>The guard is gone, or could not take the policy back.</summary>
    Lost,
}

/// <summary>
/// Takes a policy on trial back, whatever becomes of the command that applied it: a process of its own, which watches that command as the command
/// watches it, so that one of the two can be killed (docs/decisions/trial-guarded-by-a-second-process.md).
/// </summary>
internal interface ITrialGuard : IDisposable
{
    /// <summary>It has read what is in force now and watches. A sentence when it cannot; then nothing may be applied on trial.</summary>
    string? Begin(TimeSpan trial);

    /// <summary>The policy is in force; the time runs.</summary>
    void Applied();

    /// <summary>Nothing was applied: there is nothing to take back.</summary>
    void Abandon();

    /// <summary>Waits for the end.</summary>
    TrialEnd Wait();
}
