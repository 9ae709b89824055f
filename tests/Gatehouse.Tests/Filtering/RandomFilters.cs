using System.Collections.Immutable;
using Gatehouse.Base;
using Gatehouse.Filtering;
using Gatehouse.Model.Wfp;
using Gatehouse.Oracles.Filtering;
using F = Gatehouse.Model.Wfp.FwpmConditionField;

namespace Gatehouse.Tests.Filtering;

/// <summary>Seeded filters and packets drawn from few values, so that matches are frequent.</summary>
internal sealed class RandomFilters(ulong seed)
{
    private readonly SeededEntropy _entropy = new(seed);
    private int _named;

    public int Next(int bound) => (int)(_entropy.NextUInt64() % (uint)bound);

    public FwpmFilter Filter(FwpmLayer layer)
    {
        var info = FwpmLayers.Info(layer);
        var conditions = ImmutableArray.CreateBuilder<FwpmFilterCondition>();
        foreach (var field in info.Fields.Where(field => field <= F.IpRemotePort && Next(3) == 0))
        {
            for (var n = Next(4) == 0 ? 2 : 1; n > 0; n--)
                conditions.Add(Condition(field, info.Family));
        }

        var key = new byte[16];
        _entropy.Fill(key);
        return new FwpmFilter(
            new Guid(key),
            $"f{++_named}",
            layer,
            conditions.ToImmutable(),
            Next(2) == 0 ? FwpActionType.Block : FwpActionType.Permit,
            new FwpmWeight(FwpmWeightKind.Exact, (ulong)Next(6)));
    }

    public (ClassifyFields Fields, OraclePacket Oracle) Packet(IpFamily family)
    {
        var fields = new ClassifyFields
        {
            Local = Address(family),
            Remote = Address(family),
            Protocol = (byte)Next(4),
            LocalPort = (ushort)Next(5),
            RemotePort = (ushort)Next(5),
            LocalAddressType = (NlAddressType)Next(5),
            DestinationAddressType = (NlAddressType)Next(5),
        };
        var oracle = SlowClassifier.Packet(
            fields.Local, fields.Remote, fields.Protocol, fields.LocalPort, fields.RemotePort, fields.LocalAddressType, fields.DestinationAddressType);
        return (fields, oracle);
    }

    private FwpmFilterCondition Condition(F field, IpFamily family)
    {
        var type = FwpmConditionFields.Info(field).TypeFor(family);
        if (field is F.IpLocalAddress or F.IpRemoteAddress && Next(2) == 0)
            return new(
                field,
                Next(2) == 0 ? FwpMatchType.Equal : FwpMatchType.NotEqual,
                FwpConditionValue.Prefix(Address(family), (byte)Next(family == IpFamily.V4 ? 33 : 129)));
        UInt128 low = field is F.IpLocalAddress or F.IpRemoteAddress ? Address(family).Value : (uint)Next(5);
        if (Next(4) == 0)
            return new(field, FwpMatchType.Range, FwpConditionValue.Range(type, low, low + (uint)Next(3)));
        FwpMatchType[] matches =
        [
            FwpMatchType.Equal, FwpMatchType.NotEqual, FwpMatchType.Greater, FwpMatchType.Less, FwpMatchType.GreaterOrEqual,
            FwpMatchType.LessOrEqual, FwpMatchType.FlagsAllSet, FwpMatchType.FlagsAnySet, FwpMatchType.FlagsNoneSet,
        ];
        // Flags are tests of integers, which an IPv6 address is not.
        return new(field, matches[Next(type == FwpDataType.ByteArray16 ? 6 : matches.Length)], new FwpConditionValue(type, low, UInt128.Zero, 0, type));
    }

    private IpAddr Address(IpFamily family)
    {
        var host = (uint)Next(4);
        return family == IpFamily.V4
            ? new IpAddr(family, (Next(2) == 0 ? 0x0A000000u : 0x0A000100u) + host)
            : new IpAddr(family, ((UInt128)0xFD99 << 112) + ((UInt128)(uint)Next(2) << 64) + host);
    }
}
