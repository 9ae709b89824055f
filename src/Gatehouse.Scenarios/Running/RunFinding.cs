namespace Gatehouse.Scenarios.Running;

/// <summary>How grave a finding is.</summary>
public enum RunFindingKind
{
    /// <summary>The policy runs, without this part of it.</summary>
    Notice,

    /// <summary>The policy does not run in this build.</summary>
    Refusal,
}

/// <summary>One thing a policy asks for that this build cannot do, or not all of.</summary>
/// <param name="Kind">Whether run goes on.</param>
/// <param name="Text">One sentence that names it.</param>
public sealed record RunFinding(RunFindingKind Kind, string Text);
