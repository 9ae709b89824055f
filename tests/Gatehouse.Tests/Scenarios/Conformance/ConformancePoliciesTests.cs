using Gatehouse.Model.Wfp;
using Gatehouse.Scenarios.Conformance;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Scenarios.Conformance;

public sealed class ConformancePoliciesTests
{
    [Fact]
    public void No_filter_of_the_suite_can_match_real_traffic()
    {
        foreach (var name in ConformancePolicies.Names)
        {
            var objects = ConformancePolicies.Objects(name, ConformanceSuite.Provider.Key);
            objects.Filters.ShouldNotBeEmpty(name);
            objects.Filters.ShouldAllBe(filter => filter.Conditions.Any(condition => condition.Field == FwpmConditionField.IpRemoteAddress
                && condition.Match == FwpMatchType.Equal && ConditionText.Of(condition).StartsWith(Fence(filter), StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void A_filter_without_the_fence_stops_the_suite()
    {
        var objects = ConformancePolicies.Objects("block", ConformanceSuite.Provider.Key);
        var open = objects.Filters[3] with { Conditions = [] };

        ConformancePolicies.Breach(objects).ShouldBeNull();
        ConformancePolicies.Breach(objects with { Filters = objects.Filters.Replace(objects.Filters[3], open) }).ShouldNotBeNull().ShouldContain(open.Name);
    }

    private static string Fence(FwpmFilter filter) => $"{filter.Layer}".Contains("V4", StringComparison.Ordinal) ? "192.0.2.0/24" : "2001:db8::/32";
}
