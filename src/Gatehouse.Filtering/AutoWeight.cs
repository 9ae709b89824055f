using System.Collections.Immutable;
using Gatehouse.Base;
using Gatehouse.Filtering.Arbitration;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Filtering;

/// <summary>
/// The effective weight of a filter (reference section 3.4). The top 4 bits are Windows' exactly. The low 60 bits follow the published idea,
/// "more specific filters weigh more", with slots of our own, because Windows' slots change between builds: each field owns a slot,
/// a slot holds (2^s − 1)·(1 − log2(n)/w) for n admitted values of w bits, and any condition at all holds at least 1, so that adding
/// a condition always adds weight. No condition weighs 0.
/// </summary>
public static class AutoWeight
{
    private static readonly ImmutableArray<(FwpmConditionField Field, int Bits)> Slots =
    [
        (FwpmConditionField.IpRemoteAddress, 11),
        (FwpmConditionField.IpLocalAddress, 11),
        (FwpmConditionField.IpProtocol, 5),
        (FwpmConditionField.IpLocalPort, 10),
        (FwpmConditionField.IpRemotePort, 10),
        (FwpmConditionField.IpLocalAddressType, 3),
        (FwpmConditionField.IpDestinationAddressType, 3),
    ];

    /// <summary>Width of the lowest slot: how many of the other fields are tested. There are fewer than 64.</summary>
    private const int OtherBits = 6;

    /// <summary>The effective weight of a filter that breaks no rule.</summary>
    // cold: for whoever lists filters.
    public static ulong Effective(FwpmFilter filter) => new CompiledFilter(1, filter, ArbitrationOptions.Default, null).EffectiveWeight;

    /// <summary>The same from compiled conditions; a range above 15 is a programming error, policies are validated before.</summary>
    internal static ulong Effective(FwpmWeight weight, IReadOnlyList<CompiledCondition> conditions, IpFamily family) => weight.Kind switch
    {
        FwpmWeightKind.Exact => weight.Value,
        FwpmWeightKind.Range when weight.Value <= 15 => (weight.Value << 60) | Automatic(conditions, family),
        FwpmWeightKind.Auto => Automatic(conditions, family),
        _ => throw new ArgumentException($"a UINT8 weight is 0 to 15, not {weight.Value}", nameof(weight)),
    };

    private static ulong Automatic(IReadOnlyList<CompiledCondition> conditions, IpFamily family)
    {
        ulong weight = 0;
        foreach (var (field, bits) in Slots)
            weight = (weight << bits) | Slot(conditions, field, bits, family);
        return (weight << OtherBits) | Others(conditions);
    }

    private static ulong Others(IReadOnlyList<CompiledCondition> conditions)
    {
        ulong count = 0;
        for (var i = 0; i < conditions.Count; i++)
        {
            var isFirstOfRun = i == 0 || conditions[i - 1].Field != conditions[i].Field;
            if (isFirstOfRun && SlotOf(conditions[i].Field) > FwpmConditionField.IpRemotePort)
                count++;
        }

        return count;
    }

    private static ulong Slot(IReadOnlyList<CompiledCondition> conditions, FwpmConditionField field, int bits, IpFamily family)
    {
        var maximum = ConditionBounds.Maximum(field, family);
        double admitted = 0;
        foreach (var condition in conditions)
        {
            if (SlotOf(condition.Field) == field)
                admitted += AsDouble(condition.Admitted(maximum));
        }

        if (admitted <= 0)
            return 0;
        var width = Math.Log2(AsDouble(maximum) + 1);
        var full = (1UL << bits) - 1;
        var share = 1 - (Math.Log2(admitted) / width);
        return Math.Clamp((ulong)Math.Round(full * share), 1, full);
    }

    // IPFORWARD has a source and a destination in the place of a local and a remote side.
    private static FwpmConditionField SlotOf(FwpmConditionField field) => field switch
    {
        FwpmConditionField.IpSourceAddress => FwpmConditionField.IpLocalAddress,
        FwpmConditionField.IpDestinationAddress => FwpmConditionField.IpRemoteAddress,
        _ => field,
    };

    // 2^128 values do not fit the counter and arrive as 0.
    private static double AsDouble(UInt128 count) => count == UInt128.Zero ? Math.Pow(2, 128) : (double)count;
}
