using Gatehouse.Base;
using Gatehouse.Filtering;
using Gatehouse.Model.Wfp;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Filtering;

public sealed class AutoWeightTests
{
    [Theory]
    [InlineData(IpFamily.V4, 32)]
    [InlineData(IpFamily.V6, 128)]
    public void A_narrower_prefix_never_weighs_less_and_a_host_weighs_more_than_its_network(IpFamily family, int bits)
    {
        var address = IpAddr.Parse(family == IpFamily.V4 ? "192.0.2.1" : "2001:db8::1");
        var weights = Enumerable.Range(0, bits + 1)
            .Select(length => Weight(family, FwpmFilterCondition.Equal(FwpmConditionField.IpRemoteAddress, FwpConditionValue.Prefix(address, (byte)length))))
            .ToArray();

        weights.ShouldBeInOrder(SortDirection.Ascending);
        weights[bits].ShouldBeGreaterThan(weights[bits - 8]);
        weights[bits - 8].ShouldBeGreaterThan(weights[0]);
    }

    [Fact]
    public void One_port_weighs_more_than_a_range_of_ports()
    {
        var one = FwpmFilterCondition.Equal(FwpmConditionField.IpLocalPort, FwpConditionValue.UInt16(22));
        var some = new FwpmFilterCondition(FwpmConditionField.IpLocalPort, FwpMatchType.Range, FwpConditionValue.Range(FwpDataType.UInt16, 1, 1023));

        Weight(IpFamily.V4, one).ShouldBeGreaterThan(Weight(IpFamily.V4, some));
    }

    private static ulong Weight(IpFamily family, FwpmFilterCondition condition) =>
        AutoWeight.Effective(FwpmWeight.Auto, [CompiledCondition.Compile(condition, ConditionBounds.Maximum(condition.Field, family))], family);
}
