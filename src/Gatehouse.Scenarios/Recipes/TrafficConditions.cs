using System.Collections.Immutable;
using Gatehouse.Base;
using Gatehouse.Model.Wfp;
using Gatehouse.Scenarios.Document;

namespace Gatehouse.Scenarios.Recipes;

/// <summary>
/// The conditions of a match, as far as each kind of layer has the fields (reference section 1.3): the transport and ALE layers have all of
/// them and the local address type, IPSEC lacks that type, IKEEXT has addresses only.
/// </summary>
internal static class TrafficConditions
{
    private static readonly FwpmFilterCondition LocalUnicast = FwpmFilterCondition.Equal(
        FwpmConditionField.IpLocalAddressType, FwpConditionValue.UInt8((byte)NlAddressType.Unicast));

    public static readonly ImmutableArray<FwpmFilterCondition> AllUnicast = [LocalUnicast];

    public static ImmutableArray<FwpmFilterCondition> AtTrafficLayers(TrafficMatch match, IpFamily family) =>
        [LocalUnicast, .. AtIpsec(match, family)];

    public static ImmutableArray<FwpmFilterCondition> AtIpsec(TrafficMatch match, IpFamily family)
    {
        var conditions = ImmutableArray.CreateBuilder<FwpmFilterCondition>();
        if (match.Protocol is { } protocol)
            conditions.Add(FwpmFilterCondition.Equal(FwpmConditionField.IpProtocol, FwpConditionValue.UInt8(protocol.For(family))));
        conditions.AddRange(Addresses(FwpmConditionField.IpLocalAddress, match.Local, family));
        AddPort(conditions, FwpmConditionField.IpLocalPort, match.LocalPort);
        conditions.AddRange(Addresses(FwpmConditionField.IpRemoteAddress, match.Remote, family));
        AddPort(conditions, FwpmConditionField.IpRemotePort, match.RemotePort);
        return conditions.DrainToImmutable();
    }

    public static ImmutableArray<FwpmFilterCondition> AtIkeext(TrafficMatch match, IpFamily family) =>
    [
        .. Addresses(FwpmConditionField.IpLocalAddress, match.Local, family),
        .. Addresses(FwpmConditionField.IpRemoteAddress, match.Remote, family),
    ];

    /// <summary>Adjacent conditions on one field are alternatives, so the addresses of a list stay together.</summary>
    private static IEnumerable<FwpmFilterCondition> Addresses(
        FwpmConditionField field, ImmutableArray<AddressPrefix> addresses, IpFamily family) =>
        addresses.Where(prefix => prefix.Address.Family == family).Select(prefix => FwpmFilterCondition.Equal(
            field, prefix.IsSingle ? FwpConditionValue.Address(prefix.Address) : FwpConditionValue.Prefix(prefix.Address, prefix.Length)));

    private static void AddPort(ImmutableArray<FwpmFilterCondition>.Builder conditions, FwpmConditionField field, PortRange? ports)
    {
        if (ports is not { } range)
            return;
        conditions.Add(range.Low == range.High
            ? FwpmFilterCondition.Equal(field, FwpConditionValue.UInt16(range.Low))
            : new FwpmFilterCondition(field, FwpMatchType.Range, FwpConditionValue.Range(FwpDataType.UInt16, range.Low, range.High)));
    }
}
