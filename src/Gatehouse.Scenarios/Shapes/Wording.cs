using System.Collections.Immutable;

namespace Gatehouse.Scenarios.Shapes;

/// <summary>How messages speak of what stands in the file: shortened, without control characters, and not at all where it may be a secret.</summary>
internal static class Wording
{
    private const int MaxQuoted = 40;

    public static string Quote(string text)
    {
        var shown = text.Length > MaxQuoted ? string.Concat(text.AsSpan(0, MaxQuoted), "…") : text;
        return $"'{string.Concat(shown.Select(c => char.IsControl(c) ? '?' : c))}'";
    }

    public static string NotAWord(string word, ImmutableArray<string> words, bool sensitive)
    {
        var hint = DidYouMean(word, words);
        return sensitive ? $"the word is not known here{hint}" : $"{Quote(word)} is not known here{hint}";
    }

    public static string NotAKey(string key, MappingShape shape)
    {
        var hint = DidYouMean(key, [.. shape.Properties.Select(property => property.Key)]);
        return shape.Sensitive ? $"unknown key{hint}" : $"unknown key {Quote(key)}{hint}";
    }

    private static string DidYouMean(string text, ImmutableArray<string> words)
    {
        var (best, distance) = ("", int.MaxValue);
        foreach (var word in words)
        {
            var candidate = Distance(text, word);
            if (candidate < distance)
                (best, distance) = (word, candidate);
        }

        // A third of the letters wrong, or a beginning, is still a typing error; more is another word.
        var near = distance <= Math.Max(1, best.Length / 3) || (best.Length > 0 && text.StartsWith(best, StringComparison.OrdinalIgnoreCase));
        return near ? $"; did you mean {best}?" : "";
    }

    /// <summary>Levenshtein distance without regard to case, by rows.</summary>
    private static int Distance(string left, string right)
    {
        if (Math.Abs(left.Length - right.Length) > MaxQuoted)
            return int.MaxValue;
        var previous = Enumerable.Range(0, right.Length + 1).ToArray();
        var current = new int[right.Length + 1];
        for (var i = 1; i <= left.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var cost = char.ToLowerInvariant(left[i - 1]) == char.ToLowerInvariant(right[j - 1]) ? 0 : 1;
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + cost);
            }

            (previous, current) = (current, previous);
        }

        return previous[right.Length];
    }
}
