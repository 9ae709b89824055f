using System.Numerics;
using Gatehouse.Base;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Oracles.Filtering;

/// <summary>A packet as the oracle sees it: every field by name, as a number.</summary>
public sealed record OraclePacket(IReadOnlyDictionary<FwpmConditionField, BigInteger> Fields);

/// <summary>
/// The slow and obvious answer to "which filter decides?": evaluate every filter literally, as the Windows documents say, then take the
/// heaviest. It knows only exact weights, because the low 60 bits of automatic ones are the engine's own.
/// </summary>
public static class SlowClassifier
{
    /// <summary>The filters that match, heaviest first, equal weights in order of addition.</summary>
    public static IReadOnlyList<FwpmFilter> Matching(IReadOnlyList<FwpmFilter> filters, FwpmLayer layer, OraclePacket packet)
    {
        var matching = new List<FwpmFilter>();
        foreach (var filter in filters)
        {
            if (filter.Layer == layer && AllRunsMatch(filter, packet))
                matching.Add(filter);
        }

        for (var i = 1; i < matching.Count; i++)
        {
            for (var j = i; j > 0 && matching[j].Weight.Value > matching[j - 1].Weight.Value; j--)
                (matching[j], matching[j - 1]) = (matching[j - 1], matching[j]);
        }

        return matching;
    }

    private static bool AllRunsMatch(FwpmFilter filter, OraclePacket packet)
    {
        var runs = new List<List<FwpmFilterCondition>>();
        foreach (var condition in filter.Conditions)
        {
            if (runs.Count == 0 || runs[^1][0].Field != condition.Field)
                runs.Add([]);
            runs[^1].Add(condition);
        }

        return runs.TrueForAll(run => run.Exists(condition => Holds(condition, packet.Fields[condition.Field])));
    }

    private static bool Holds(FwpmFilterCondition condition, BigInteger actual)
    {
        var low = (BigInteger)condition.Value.Low;
        var high = (BigInteger)condition.Value.High;
        if (condition.Value.Type is FwpDataType.V4AddrMask or FwpDataType.V6AddrMask)
        {
            var hostBits = (condition.Value.Type == FwpDataType.V4AddrMask ? 32 : 128) - condition.Value.PrefixLength;
            var inPrefix = actual >> hostBits == low >> hostBits;
            return condition.Match == FwpMatchType.Equal ? inPrefix : !inPrefix;
        }

        return condition.Match switch
        {
            FwpMatchType.Equal => actual == low,
            FwpMatchType.NotEqual => actual != low,
            FwpMatchType.Greater => actual > low,
            FwpMatchType.Less => actual < low,
            FwpMatchType.GreaterOrEqual => actual >= low,
            FwpMatchType.LessOrEqual => actual <= low,
            FwpMatchType.Range => actual >= low && actual <= high,
            FwpMatchType.FlagsAllSet => (actual & low) == low,
            FwpMatchType.FlagsAnySet => (actual & low) != 0,
            FwpMatchType.FlagsNoneSet => (actual & low) == 0,
            _ => throw new NotSupportedException(condition.Match.ToString()),
        };
    }

    /// <summary>The field values of a packet.</summary>
    public static OraclePacket Packet(
        IpAddr local, IpAddr remote, byte protocol, ushort localPort, ushort remotePort, NlAddressType localType, NlAddressType destinationType) =>
        new(new Dictionary<FwpmConditionField, BigInteger>
        {
            [FwpmConditionField.IpLocalAddress] = local.Value,
            [FwpmConditionField.IpRemoteAddress] = remote.Value,
            [FwpmConditionField.IpProtocol] = protocol,
            [FwpmConditionField.IpLocalPort] = localPort,
            [FwpmConditionField.IpRemotePort] = remotePort,
            [FwpmConditionField.IpLocalAddressType] = (byte)localType,
            [FwpmConditionField.IpDestinationAddressType] = (byte)destinationType,
        });
}
