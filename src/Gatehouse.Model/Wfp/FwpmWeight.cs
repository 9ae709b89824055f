namespace Gatehouse.Model.Wfp;

/// <summary>How a filter's weight is said.</summary>
public enum FwpmWeightKind
{
    /// <summary>FWP_EMPTY: the engine computes 60 bits from the conditions.</summary>
    Auto,

    /// <summary>FWP_UINT8, 0 to 15: the top 4 bits; the low 60 as for <see cref="Auto"/>.</summary>
    Range,

    /// <summary>FWP_UINT64: used verbatim.</summary>
    Exact,
}

/// <summary>The weight member of FWPM_FILTER0 (reference section 3.4).</summary>
/// <param name="Kind">How it is said.</param>
/// <param name="Value">The range 0 to 15, or the exact weight; 0 for auto.</param>
public readonly record struct FwpmWeight(FwpmWeightKind Kind, ulong Value)
{
    /// <summary>FWP_EMPTY.</summary>
    public static readonly FwpmWeight Auto = new(FwpmWeightKind.Auto, 0);

    /// <summary>FWPM_WEIGHT_RANGE_IKE_EXEMPTIONS, 0xC.</summary>
    public static readonly FwpmWeight IkeExemptions = new(FwpmWeightKind.Range, 0xC);
}
