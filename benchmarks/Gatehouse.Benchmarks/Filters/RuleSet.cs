using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Gatehouse.Base;
using Gatehouse.Filtering;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Benchmarks.Filters;

/// <summary>One rule as gen-rules wrote it, also the linear list's entry.</summary>
internal readonly record struct Rule(
    uint Source, int SourceLength, uint Destination, int DestinationLength,
    ushort SourceLow, ushort SourceHigh, ushort Low, ushort High, int Protocol, bool Permits)
{
    /// <summary>True when the rule matches.</summary>
    public bool Matches(in ClassifyFields fields) =>
        (Protocol < 0 || Protocol == fields.Protocol)
        && In((uint)fields.Local.Value, Source, SourceLength) && In((uint)fields.Remote.Value, Destination, DestinationLength)
        && fields.LocalPort >= SourceLow && fields.LocalPort <= SourceHigh && fields.RemotePort >= Low && fields.RemotePort <= High;

    private static bool In(uint address, uint prefix, int length) => length == 0 || (address ^ prefix) >> (32 - length) == 0;
}

/// <summary>A rule set and its packets, read from the neutral files of gen-rules: outbound, the source is the local side.</summary>
internal sealed class RuleSet
{
    private RuleSet(Rule[] rules, ClassifyFields[] packets) => (Rules, Packets) = (rules, packets);

    public Rule[] Rules { get; }

    public ClassifyFields[] Packets { get; }

    public static RuleSet Read(string prefix)
    {
        var rules = File.ReadLines(prefix + ".csv").Skip(1).Select(line => line.Split(',')).Select(c => new Rule(
            Ip(c[1]), Int(c[2]), Ip(c[3]), Int(c[4]), (ushort)Int(c[5]), (ushort)Int(c[6]), (ushort)Int(c[7]), (ushort)Int(c[8]), Int(c[9]),
            c[10] == "permit"));
        var packets = File.ReadLines(prefix + ".pkts").Skip(1).Select(line => line.Split(',')).Select(c => new ClassifyFields
        {
            Local = new IpAddr(IpFamily.V4, Ip(c[0])),
            Remote = new IpAddr(IpFamily.V4, Ip(c[1])),
            LocalPort = (ushort)Int(c[2]),
            RemotePort = (ushort)Int(c[3]),
            Protocol = (byte)Int(c[4]),
        });
        return new RuleSet([.. rules], [.. packets]);
    }

    /// <summary>The rules as filters; the first line weighs the most.</summary>
    public WfpObjectSet Objects() => new([], [.. Rules.Select((rule, index) => Filter(rule, (ulong)(Rules.Length - index), index))]);

    /// <summary>One rule as a filter.</summary>
    public static FwpmFilter Filter(Rule rule, ulong weight, int number)
    {
        var conditions = ImmutableArray.CreateBuilder<FwpmFilterCondition>();
        if (rule.Protocol >= 0)
            conditions.Add(FwpmFilterCondition.Equal(FwpmConditionField.IpProtocol, FwpConditionValue.UInt8((byte)rule.Protocol)));
        Prefix(conditions, FwpmConditionField.IpLocalAddress, rule.Source, rule.SourceLength);
        Prefix(conditions, FwpmConditionField.IpRemoteAddress, rule.Destination, rule.DestinationLength);
        Ports(conditions, FwpmConditionField.IpLocalPort, rule.SourceLow, rule.SourceHigh);
        Ports(conditions, FwpmConditionField.IpRemotePort, rule.Low, rule.High);
        return new FwpmFilter(
            new Guid(number, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
            "rule",
            FwpmLayer.OutboundTransportV4,
            conditions.ToImmutable(),
            rule.Permits ? FwpActionType.Permit : FwpActionType.Block,
            new FwpmWeight(FwpmWeightKind.Exact, weight));
    }

    private static void Prefix(ImmutableArray<FwpmFilterCondition>.Builder conditions, FwpmConditionField field, uint address, int length)
    {
        if (length > 0)
            conditions.Add(FwpmFilterCondition.Equal(field, FwpConditionValue.Prefix(new IpAddr(IpFamily.V4, address), (byte)length)));
    }

    private static void Ports(ImmutableArray<FwpmFilterCondition>.Builder conditions, FwpmConditionField field, ushort low, ushort high)
    {
        if (low == high)
            conditions.Add(FwpmFilterCondition.Equal(field, FwpConditionValue.UInt16(low)));
        else if (low > 0 || high < ushort.MaxValue)
            conditions.Add(new(field, FwpMatchType.Range, FwpConditionValue.Range(FwpDataType.UInt16, low, high)));
    }

    private static int Int(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static uint Ip(string text) => (uint)IpAddr.From(IPAddress.Parse(text)).Value;
}
