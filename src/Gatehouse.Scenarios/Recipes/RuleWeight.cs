using Gatehouse.Model.Wfp;
using Gatehouse.Scenarios.Document;

namespace Gatehouse.Scenarios.Recipes;

/// <summary>
/// The weights of rules: FWP_UINT64, used verbatim, from 0xB000000000000000 downwards. The exemptions are in range 0xC and above, the
/// documented rows are FWP_EMPTY and so in range 0x0; what lies between is free (reference section 3.4).
/// </summary>
internal static class RuleWeight
{
    /// <summary>The weight of the first rule, at the lower end of range 0xB.</summary>
    public const ulong First = 0xB000_0000_0000_0000;

    /// <summary>From rule to rule. 1,024 of them stay within range 0xA, and other tools find room between two rules.</summary>
    public const ulong Step = 1UL << 40;

    /// <summary>The weight of the rule at a place of the list.</summary>
    public static FwpmWeight Of(int index) => index is >= 0 and < TrafficRule.MaxRules
        ? new FwpmWeight(FwpmWeightKind.Exact, First - ((ulong)index * Step))
        : throw new ArgumentOutOfRangeException(nameof(index), index, $"a policy has at most {TrafficRule.MaxRules} rules");
}
