using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;

namespace Gatehouse.Bfe.Objects;

/// <summary>
/// How the conditions of a template compare with a filter's, field by field: do they share a value, or does the template admit all that the
/// filter admits? A field a side does not test admits everything.
/// </summary>
internal static class ConditionComparison
{
    public static bool Fits(FwpmFilter filter, FwpmEnumTemplate template)
    {
        foreach (var field in template.Conditions.Select(condition => condition.Field).Distinct())
        {
            var wanted = template.Conditions.Where(condition => condition.Field == field).Select(Admits).ToList();
            var tested = filter.Conditions.Where(condition => condition.Field == field).Select(Admits).ToList();
            var fits = template.EnumType == FwpFilterEnumType.Overlapping
                ? tested.Count == 0 || tested.Exists(value => wanted.Exists(value.Overlaps))
                : tested.Count > 0 && tested.TrueForAll(value => wanted.Exists(admitted => admitted.Contains(value)));
            if (!fits)
                return false;
        }

        return true;
    }

    private static Interval Admits(FwpmFilterCondition condition)
    {
        var value = condition.Value;
        if (value.Type is FwpDataType.V4AddrMask or FwpDataType.V6AddrMask)
        {
            var width = value.Type == FwpDataType.V4AddrMask ? 32 : 128;
            var host = value.PrefixLength == 0 ? UInt128.MaxValue >> (128 - width) : (UInt128.One << (width - value.PrefixLength)) - 1;
            return new Interval(value.Low & ~host, value.Low | host, null);
        }

        var most = Most(value.Type);
        return (condition.Match, value.Bytes) switch
        {
            (_, { } bytes) => new Interval(0, UInt128.MaxValue, condition.Match == FwpMatchType.Equal ? bytes : null),
            (FwpMatchType.Range, _) => new Interval(value.Low, value.High, null),
            (FwpMatchType.Equal, _) => new Interval(value.Low, value.Low, null),
            (FwpMatchType.Greater, _) => new Interval(value.Low + 1, most, null),
            (FwpMatchType.GreaterOrEqual, _) => new Interval(value.Low, most, null),
            (FwpMatchType.Less, _) => new Interval(0, value.Low - 1, null),
            (FwpMatchType.LessOrEqual, _) => new Interval(0, value.Low, null),
            // Flags and NOT_EQUAL admit values all over the range.
            _ => new Interval(0, most, null),
        };
    }

    private static UInt128 Most(FwpDataType type) => type switch
    {
        FwpDataType.UInt8 => byte.MaxValue,
        FwpDataType.UInt16 => ushort.MaxValue,
        FwpDataType.UInt32 => uint.MaxValue,
        FwpDataType.UInt64 => ulong.MaxValue,
        _ => UInt128.MaxValue,
    };

    private readonly record struct Interval(UInt128 Low, UInt128 High, FwpBytes? Only)
    {
        public bool Overlaps(Interval other) => Low <= other.High && other.Low <= High && (Only is null || other.Only is null || Only.Equals(other.Only));

        public bool Contains(Interval other) => Low <= other.Low && other.High <= High && (Only is null || Only.Equals(other.Only));
    }
}
