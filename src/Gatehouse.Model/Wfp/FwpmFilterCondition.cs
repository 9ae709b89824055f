namespace Gatehouse.Model.Wfp;

/// <summary>FWPM_FILTER_CONDITION0.</summary>
/// <param name="Field">Field tested.</param>
/// <param name="Match">Comparison.</param>
/// <param name="Value">Operand.</param>
public readonly record struct FwpmFilterCondition(FwpmConditionField Field, FwpMatchType Match, FwpConditionValue Value)
{
    /// <summary>A condition with FWP_MATCH_EQUAL.</summary>
    public static FwpmFilterCondition Equal(FwpmConditionField field, FwpConditionValue value) => new(field, FwpMatchType.Equal, value);
}
