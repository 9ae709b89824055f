using System.Collections.Immutable;
using Gatehouse.Base;
using Gatehouse.Model.Wfp;
using Gatehouse.Scenarios.Document;

namespace Gatehouse.Scenarios.Recipes;

/// <summary>
/// The rows that decide packets at one pair of layers: the callout for all covered traffic (IN-1, OUT-1, ALE-1), and one PERMIT row
/// per exemption (IN-2, OUT-2, ALE-2 for ICMP) in the weight range of exemptions, so that it outweighs the callout.
/// </summary>
internal static class TrafficRows
{
    private static readonly FwpmFilterCondition LocalUnicast = FwpmFilterCondition.Equal(
        FwpmConditionField.IpLocalAddressType, FwpConditionValue.UInt8((byte)NlAddressType.Unicast));

    public static void AddCallout(ObjectSetBuilder set, string row, string name, LayerPair layers, CalloutPair callouts, ulong? rawContext) =>
        set.AddFilters(row, $"{row} {name}", (family, key, label) => new FwpmFilter(
            key,
            label,
            layers.For(family),
            [LocalUnicast],
            FwpActionType.CalloutTerminating,
            FwpmWeight.Auto,
            callouts.For(family),
            rawContext));

    public static void AddExemptions(ObjectSetBuilder set, string row, string name, LayerPair layers)
    {
        foreach (var exemption in set.Document.Exemptions)
        {
            set.AddFilters($"{row} {exemption}", $"{row} {name} {exemption}", (family, key, label) => !exemption.Covers(family)
                ? null
                : new FwpmFilter(
                    key, label, layers.For(family), Conditions(exemption, family), FwpActionType.Permit, FwpmWeight.IkeExemptions));
        }
    }

    private static ImmutableArray<FwpmFilterCondition> Conditions(TrafficMatch exemption, IpFamily family)
    {
        var conditions = ImmutableArray.CreateBuilder<FwpmFilterCondition>();
        conditions.Add(LocalUnicast);
        if (exemption.Protocol is { } protocol)
            conditions.Add(FwpmFilterCondition.Equal(FwpmConditionField.IpProtocol, FwpConditionValue.UInt8(protocol.For(family))));
        AddAddresses(conditions, FwpmConditionField.IpLocalAddress, exemption.Local, family);
        AddPort(conditions, FwpmConditionField.IpLocalPort, exemption.LocalPort);
        AddAddresses(conditions, FwpmConditionField.IpRemoteAddress, exemption.Remote, family);
        AddPort(conditions, FwpmConditionField.IpRemotePort, exemption.RemotePort);
        return conditions.DrainToImmutable();
    }

    /// <summary>Adjacent conditions on one field are alternatives, so the addresses of a list stay together.</summary>
    private static void AddAddresses(
        ImmutableArray<FwpmFilterCondition>.Builder conditions, FwpmConditionField field, ImmutableArray<AddressPrefix> addresses, IpFamily family)
    {
        foreach (var prefix in addresses.Where(prefix => prefix.Address.Family == family))
        {
            conditions.Add(FwpmFilterCondition.Equal(
                field, prefix.IsSingle ? FwpConditionValue.Address(prefix.Address) : FwpConditionValue.Prefix(prefix.Address, prefix.Length)));
        }
    }

    private static void AddPort(ImmutableArray<FwpmFilterCondition>.Builder conditions, FwpmConditionField field, PortRange? ports)
    {
        if (ports is not { } range)
            return;
        conditions.Add(range.Low == range.High
            ? FwpmFilterCondition.Equal(field, FwpConditionValue.UInt16(range.Low))
            : new FwpmFilterCondition(field, FwpMatchType.Range, FwpConditionValue.Range(FwpDataType.UInt16, range.Low, range.High)));
    }
}
