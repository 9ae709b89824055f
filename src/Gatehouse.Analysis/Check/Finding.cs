namespace Gatehouse.Analysis.Check;

/// <summary>How bad a finding is.</summary>
public enum FindingSeverity
{
    /// <summary>The policy does not do what it says.</summary>
    Error,

    /// <summary>The policy does what it says, and that may not be what was meant.</summary>
    Warning,
}

/// <summary>What a finding is about.</summary>
public enum FindingKind
{
    /// <summary>Heavier filters take every packet of a filter or a rule.</summary>
    Unreachable,

    /// <summary>No packet satisfies the conditions of a filter.</summary>
    NeverMatches,

    /// <summary>Whether a filter is reached could not be decided in reasonable time.</summary>
    Undecided,

    /// <summary>Clear text passes where none is promised, or may.</summary>
    Hole,

    /// <summary>The policy cuts off what it needs itself.</summary>
    Deadlock,

    /// <summary>A test of the policy got another verdict.</summary>
    Test,
}

/// <summary>One thing that check has to say.</summary>
/// <param name="Severity">How bad it is.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="Path">Where in the policy, such as rules[2]; the name of a filter where there is no policy.</param>
/// <param name="Message">What is wrong, in one sentence without its full stop.</param>
/// <param name="Advice">What would be right; may be empty.</param>
/// <param name="Example">A packet that shows it; may be empty.</param>
public sealed record Finding(FindingSeverity Severity, FindingKind Kind, string Path, string Message, string Advice = "", string Example = "");
