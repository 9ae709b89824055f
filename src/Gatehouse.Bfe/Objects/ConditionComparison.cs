using Gatehouse.Base;
using Gatehouse.Filtering;
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
        var family = FwpmLayers.Info(filter.Layer).Family;
        foreach (var field in template.Conditions.Select(condition => condition.Field).Distinct())
        {
            var wanted = template.Conditions.Where(condition => condition.Field == field).Select(condition => Admits(condition, family)).ToList();
            var tested = filter.Conditions.Where(condition => condition.Field == field).Select(condition => Admits(condition, family)).ToList();
            var fits = template.EnumType == FwpFilterEnumType.Overlapping
                ? tested.Count == 0 || tested.Exists(value => wanted.Exists(value.Overlaps))
                : tested.Count > 0 && tested.TrueForAll(value => wanted.Exists(admitted => admitted.Contains(value)));
            if (!fits)
                return false;
        }

        return true;
    }

    private static Interval Admits(FwpmFilterCondition condition, IpFamily family)
    {
        var most = ConditionBounds.Maximum(condition.Field, family);
        if (condition.Value.Bytes is { } bytes)
            return new Interval(0, UInt128.MaxValue, condition.Match == FwpMatchType.Equal ? bytes : null);
        if (condition.Match is FwpMatchType.NotEqual or FwpMatchType.FlagsAllSet or FwpMatchType.FlagsAnySet or FwpMatchType.FlagsNoneSet)
            return new Interval(0, most, null); // They admit values all over the field.
        var (low, high) = ConditionBounds.Of(condition.Match, condition.Value, most);
        return new Interval(low, high, null);
    }

    private readonly record struct Interval(UInt128 Low, UInt128 High, FwpBytes? Only)
    {
        public bool Overlaps(Interval other) =>
            UInt128.Max(Low, other.Low) <= UInt128.Min(High, other.High) && (Only is null || other.Only is null || Only.Equals(other.Only));

        public bool Contains(Interval other) =>
            other.Low > other.High || (Low <= other.Low && other.High <= High && (Only is null || Only.Equals(other.Only)));
    }
}
