using System.Numerics;
using System.Text;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Oracles.Filtering;

/// <summary>Does a filter match? Written from the condition chapter of the reference (2.1 to 2.3) and nothing else.</summary>
internal static class SlowConditions
{
    public static bool Match(FwpmFilter filter, SlowPacket packet, SlowSwitches switches)
    {
        var runs = new List<List<FwpmFilterCondition>>();
        foreach (var condition in filter.Conditions)
        {
            if (runs.Count == 0 || runs[^1][0].Field != condition.Field)
                runs.Add([]);
            runs[^1].Add(condition);
        }

        return runs.TrueForAll(run => run.Exists(condition => Holds(filter, condition, packet, switches)));
    }

    private static bool Holds(FwpmFilter filter, FwpmFilterCondition condition, SlowPacket packet, SlowSwitches switches)
    {
        var hasNumber = packet.Numbers.TryGetValue(condition.Field, out var number);
        var hasBytes = packet.Bytes.TryGetValue(condition.Field, out var bytes);
        if (condition.Value.Type == FwpDataType.Empty)
            return !hasNumber && !hasBytes;
        if (condition.Value.Type == FwpDataType.SecurityDescriptor)
            return hasBytes ? SlowAccess.Grants([.. condition.Value.Bytes!.Value], bytes!) : IsLazy(filter);
        if (condition.Value.HighBytes is { } end)
        {
            return hasBytes && BytesHold(FwpMatchType.GreaterOrEqual, bytes!, [.. condition.Value.Bytes!.Value], switches)
                && BytesHold(FwpMatchType.LessOrEqual, bytes!, [.. end.Value], switches);
        }

        if (condition.Value.Bytes is { } operand)
            return hasBytes && BytesHold(condition.Match, bytes!, [.. operand.Value], switches);
        return hasNumber && NumberHolds(condition, number);
    }

    // LAZY_SD_EVALUATION, 0x4 at ALE_AUTH_CONNECT: who the peer is may be seen later (10 #18).
    private static bool IsLazy(FwpmFilter filter) =>
        ((filter.RawContext ?? 0) & 0x4) != 0 && filter.Callout is { } callout
        && FwpmCallouts.Info(callout).Name.StartsWith("FWPM_CALLOUT_IPSEC_ALE_CONNECT", StringComparison.Ordinal);

    private static bool NumberHolds(FwpmFilterCondition condition, BigInteger actual)
    {
        var (low, high) = ((BigInteger)condition.Value.Low, (BigInteger)condition.Value.High);
        if (condition.Value.Type is FwpDataType.V4AddrMask or FwpDataType.V6AddrMask)
        {
            var hostBits = (condition.Value.Type == FwpDataType.V4AddrMask ? 32 : 128) - condition.Value.PrefixLength;
            return condition.Match == FwpMatchType.Equal == (actual >> hostBits == low >> hostBits);
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

    private static bool BytesHold(FwpMatchType match, byte[] actual, byte[] operand, SlowSwitches switches)
    {
        var (value, wanted) = (Convert.ToHexString(actual), Convert.ToHexString(operand));
        var begins = switches.PrefixTestsEnd ? value.EndsWith(wanted, StringComparison.Ordinal) : value.StartsWith(wanted, StringComparison.Ordinal);
        var order = string.CompareOrdinal(value, wanted);
        return match switch
        {
            FwpMatchType.Equal => order == 0,
            FwpMatchType.NotEqual => order != 0,
            FwpMatchType.Greater => order > 0,
            FwpMatchType.GreaterOrEqual => order >= 0,
            FwpMatchType.Less => order < 0,
            FwpMatchType.LessOrEqual => order <= 0,
            FwpMatchType.Prefix => begins,
            FwpMatchType.NotPrefix => !begins,
            FwpMatchType.EqualCaseInsensitive =>
                string.Equals(Encoding.Unicode.GetString(actual), Encoding.Unicode.GetString(operand), StringComparison.OrdinalIgnoreCase),
            _ => throw new NotSupportedException(match.ToString()),
        };
    }
}
