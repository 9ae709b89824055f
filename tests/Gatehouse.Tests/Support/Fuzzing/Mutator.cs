using System.Text;

namespace Gatehouse.Tests.Support.Fuzzing;

/// <summary>
/// Damages bytes by a seed: bits, bytes and blocks changed, cut, doubled, swapped and spliced from a second file, words and numbers of the format put
/// in where they do not belong. The same seed gives the same bytes on every machine.
/// </summary>
internal sealed class Mutator(int seed, IReadOnlyList<string> words)
{
    private const int MaxLength = 256 * 1024;

    private static readonly string[] Numbers =
    [
        "0", "1", "-1", "00", "255", "256", "65535", "65536", "4294967295", "4294967296", "18446744073709551616", "1e9", "0x10", "NaN",
        "99999999999999999999999999999999999999999", "::", "0.0.0.0", "255.255.255.255", "fe80::1%1", "",
    ];

    private readonly Random _random = new(seed);

    public byte[] Mutate(byte[] original, byte[] other)
    {
        var bytes = original.ToList();
        for (var change = 1 + _random.Next(4); change > 0; change--)
            Change(bytes, other);
        return bytes.Count > MaxLength ? [.. bytes[..MaxLength]] : [.. bytes];
    }

    private void Change(List<byte> bytes, byte[] other)
    {
        var at = _random.Next(bytes.Count + 1);
        var length = Math.Min(1 + _random.Next(_random.Next(4) == 0 ? 4096 : 16), bytes.Count - at);
        switch (_random.Next(11))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << _random.Next(8));
                break;
            case 1 when at < bytes.Count:
                bytes[at] = (byte)_random.Next(256);
                break;
            case 2:
                bytes.RemoveRange(at, length);
                break;
            case 3:
                bytes.InsertRange(_random.Next(bytes.Count + 1), bytes.GetRange(at, length));
                break;
            case 4:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 5:
                bytes.InsertRange(at, Encoding.UTF8.GetBytes(words[_random.Next(words.Count)]));
                break;
            case 6:
                ReplaceNumber(bytes, at);
                break;
            case 7 when other.Length > 0:
                var from = _random.Next(other.Length);
                bytes.InsertRange(at, other.AsSpan(from, Math.Min(1 + _random.Next(512), other.Length - from)));
                break;
            case 8:
                ReplaceWord(bytes, at);
                break;
            case 9:
                bytes.InsertRange(at, Enumerable.Repeat((byte)_random.Next(256), _random.Next(64)));
                break;
            default:
                SwapLines(bytes, at);
                break;
        }
    }

    // From a place on, the next run of digits becomes a number that somebody did not think of.
    private void ReplaceNumber(List<byte> bytes, int at)
    {
        var start = bytes.FindIndex(at, one => one is >= (byte)'0' and <= (byte)'9');
        if (start < 0)
            return;
        var end = bytes.FindIndex(start, one => one is < (byte)'0' or > (byte)'9');
        bytes.RemoveRange(start, (end < 0 ? bytes.Count : end) - start);
        bytes.InsertRange(start, Encoding.UTF8.GetBytes(Numbers[_random.Next(Numbers.Length)]));
    }

    private void ReplaceWord(List<byte> bytes, int at)
    {
        static bool IsLetter(byte one) => one is >= (byte)'a' and <= (byte)'z' or >= (byte)'A' and <= (byte)'Z' or (byte)'_' or (byte)'-';
        var start = bytes.FindIndex(at, IsLetter);
        if (start < 0)
            return;
        var end = bytes.FindIndex(start, one => !IsLetter(one));
        bytes.RemoveRange(start, (end < 0 ? bytes.Count : end) - start);
        bytes.InsertRange(start, Encoding.UTF8.GetBytes(words[_random.Next(words.Count)]));
    }

    private void SwapLines(List<byte> bytes, int at)
    {
        var first = bytes.FindIndex(at, one => one == (byte)'\n');
        var second = first < 0 ? -1 : bytes.FindIndex(first + 1, one => one == (byte)'\n');
        if (second < 0)
            return;
        var line = bytes.GetRange(first + 1, second - first);
        bytes.RemoveRange(first + 1, line.Count);
        bytes.InsertRange(_random.Next(bytes.Count + 1), line);
    }
}
