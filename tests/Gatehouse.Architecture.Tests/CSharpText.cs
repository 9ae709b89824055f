using System.Text;

namespace Gatehouse.Architecture.Tests;

/// <summary>
/// Just enough C# lexing to look at code without comments and literals: line and block comments, ordinary, verbatim, interpolated and
/// raw strings, characters. Interpolation holes are blanked with their string, which these tests can live with.
/// </summary>
internal static class CSharpText
{
    public static string[] Strip(string[] lines)
    {
        var text = string.Join('\n', lines);
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length;)
        {
            var end = SkipLiteral(text, i);
            if (end == i)
            {
                result.Append(text[i++]);
                continue;
            }
            for (; i < end; i++)
                result.Append(text[i] == '\n' ? '\n' : ' ');
        }
        return result.ToString().Split('\n');
    }

    /// <summary>Where the comment or literal that starts here ends; the start itself when none does.</summary>
    private static int SkipLiteral(string text, int at)
    {
        if (Starts(text, at, "//"))
            return EndOf(text, "\n", at, includeMark: false);
        if (Starts(text, at, "/*"))
            return EndOf(text, "*/", at + 2, includeMark: true);
        if (text[at] == '\'')
            return SkipEscaped(text, at + 1, '\'');
        var prefix = at;
        while (prefix < text.Length && text[prefix] is '$' or '@')
            prefix++;
        if (prefix >= text.Length || text[prefix] != '"')
            return at;
        if (Starts(text, prefix, "\"\"\""))
            return SkipRaw(text, prefix);
        return text.AsSpan(at, prefix - at).Contains('@') ? SkipVerbatim(text, prefix + 1) : SkipEscaped(text, prefix + 1, '"');
    }

    private static bool Starts(string text, int at, string mark) => string.CompareOrdinal(text, at, mark, 0, mark.Length) == 0;

    private static int EndOf(string text, string mark, int from, bool includeMark)
    {
        var end = text.IndexOf(mark, from, StringComparison.Ordinal);
        return end < 0 ? text.Length : includeMark ? end + mark.Length : end;
    }

    private static int SkipEscaped(string text, int at, char quote)
    {
        while (at < text.Length && text[at] != quote && text[at] != '\n')
            at += text[at] == '\\' ? 2 : 1;
        return Math.Min(at + 1, text.Length);
    }

    private static int SkipVerbatim(string text, int at)
    {
        while (at < text.Length)
        {
            if (text[at] == '"' && !Starts(text, at, "\"\""))
                return at + 1;
            at += text[at] == '"' ? 2 : 1;
        }
        return at;
    }

    private static int SkipRaw(string text, int at)
    {
        var quotes = 0;
        while (at + quotes < text.Length && text[at + quotes] == '"')
            quotes++;
        return EndOf(text, new string('"', quotes), at + quotes, includeMark: true);
    }
}
