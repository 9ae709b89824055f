namespace Gatehouse.Model.Wfp;

/// <summary>FWP_MATCH_TYPE.</summary>
public enum FwpMatchType
{
    /// <summary>FWP_MATCH_EQUAL; with a prefix value: in the prefix.</summary>
    Equal = 0,

    /// <summary>FWP_MATCH_GREATER.</summary>
    Greater = 1,

    /// <summary>FWP_MATCH_LESS.</summary>
    Less = 2,

    /// <summary>FWP_MATCH_GREATER_OR_EQUAL.</summary>
    GreaterOrEqual = 3,

    /// <summary>FWP_MATCH_LESS_OR_EQUAL.</summary>
    LessOrEqual = 4,

    /// <summary>FWP_MATCH_RANGE.</summary>
    Range = 5,

    /// <summary>FWP_MATCH_FLAGS_ALL_SET.</summary>
    FlagsAllSet = 6,

    /// <summary>FWP_MATCH_FLAGS_ANY_SET.</summary>
    FlagsAnySet = 7,

    /// <summary>FWP_MATCH_FLAGS_NONE_SET.</summary>
    FlagsNoneSet = 8,

    /// <summary>FWP_MATCH_EQUAL_CASE_INSENSITIVE, for strings.</summary>
    EqualCaseInsensitive = 9,

    /// <summary>FWP_MATCH_NOT_EQUAL.</summary>
    NotEqual = 10,

    /// <summary>FWP_MATCH_PREFIX: the value begins with the operand (reference 10 #24).</summary>
    Prefix = 11,

    /// <summary>FWP_MATCH_NOT_PREFIX.</summary>
    NotPrefix = 12,
}
