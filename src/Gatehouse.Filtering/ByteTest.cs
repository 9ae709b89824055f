using System.Runtime.InteropServices;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Filtering;

/// <summary>
/// Comparison of values that are not numbers (reference section 2.2). Order is by bytes. Of a range this is the test of its low end.
/// </summary>
internal static class ByteTest
{
    public static bool Matches(FwpMatchType match, ReadOnlySpan<byte> value, ReadOnlySpan<byte> wanted, bool prefixTestsEnd)
    {
        return match switch
        {
            FwpMatchType.Equal => value.SequenceEqual(wanted),
            FwpMatchType.NotEqual => !value.SequenceEqual(wanted),
            FwpMatchType.EqualCaseInsensitive => MemoryExtensions.Equals(Text(value), Text(wanted), StringComparison.OrdinalIgnoreCase),

            // The name wins over the page that speaks of the end (reference 10 #24).
            FwpMatchType.Prefix => prefixTestsEnd ? value.EndsWith(wanted) : value.StartsWith(wanted),
            FwpMatchType.NotPrefix => !(prefixTestsEnd ? value.EndsWith(wanted) : value.StartsWith(wanted)),
            FwpMatchType.Greater => value.SequenceCompareTo(wanted) > 0,
            FwpMatchType.GreaterOrEqual or FwpMatchType.Range => value.SequenceCompareTo(wanted) >= 0,
            FwpMatchType.Less => value.SequenceCompareTo(wanted) < 0,
            FwpMatchType.LessOrEqual => value.SequenceCompareTo(wanted) <= 0,
            _ => false,
        };
    }

    private static ReadOnlySpan<char> Text(ReadOnlySpan<byte> bytes) => MemoryMarshal.Cast<byte, char>(bytes);
}
