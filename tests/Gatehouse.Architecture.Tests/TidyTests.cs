using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Gatehouse.Architecture.Tests;

/// <summary>Sizes and shapes that keep files readable in one sitting.</summary>
public sealed partial class TidyTests
{
    private const int MaxLines = 500;
    private const int MaxMedian = 90;
    private const int MaxWidth = 160;
    private const int MaxMethodLines = 70;

    /// <summary>Tables may be as long as what they list; each is named with the reason.</summary>
    private static readonly Dictionary<string, string> LongTables = new(StringComparer.Ordinal);

    private static readonly Dictionary<string, string> MethodsThatAreTables = new(StringComparer.Ordinal)
    {
        ["DhVectors.cs"] = "test vectors, one row after the other",
    };

    [Fact]
    public void No_file_has_more_than_500_lines()
    {
        var breaches = Repository.CSharp
            .Where(file => file.Lines.Length > MaxLines && !LongTables.ContainsKey(file.Path))
            .Select(file => $"{file} has {file.Lines.Length} lines");

        breaches.ShouldHaveNone("One idea per file: split it before it grows into the file that eats the project.");
    }

    [Fact]
    public void The_median_file_of_every_room_is_at_most_90_lines()
    {
        var breaches = Repository.Sources
            .GroupBy(file => file.Room)
            .Select(room => (room.Key, Median: Median([.. room.Select(file => file.Lines.Length)])))
            .Where(room => room.Median > MaxMedian)
            .Select(room => $"{room.Key}: median {room.Median} lines");

        breaches.ShouldHaveNone("Files hold one idea each.");
    }

    [Fact]
    public void No_line_is_wider_than_160_characters()
    {
        var breaches = Offences(Repository.CSharp, (file, i) => file.Lines[i].Length > MaxWidth, "is too wide");

        breaches.ShouldHaveNone($"The longest line is {MaxWidth} characters.");
    }

    [Fact]
    public void No_method_is_longer_than_70_lines()
    {
        var breaches = Repository.CSharp.SelectMany(LongMethods);

        breaches.ShouldHaveNone("A method fits on a screen: name its parts and call them.");
    }

    [Fact]
    public void A_file_stands_in_the_folder_of_its_namespace()
    {
        var breaches = new List<string>();
        foreach (var file in Repository.Sources)
        {
            var expected = string.Join('.', file.Path.Split('/')[1..^1]);
            var declared = file.Code.Select(line => NamespaceLine().Match(line)).FirstOrDefault(match => match.Success)?.Groups[1].Value;
            if (declared is null ? !IsNameless(file) : declared != expected)
                breaches.Add($"{file} declares {declared ?? "no namespace"}, its folder says {expected}");
        }

        breaches.ShouldHaveNone("The namespace is the path.");
    }

    [Fact]
    public void A_warning_is_disabled_only_with_a_reason()
    {
        var breaches = Offences(
            Repository.CSharp,
            (file, i) => file.Code[i].Contains("#pragma warning disable", StringComparison.Ordinal)
                && !file.Lines[i].Contains("//", StringComparison.Ordinal)
                && (i == 0 || !file.Lines[i - 1].TrimStart().StartsWith("//", StringComparison.Ordinal)),
            "disables a warning without saying why");

        breaches.ShouldHaveNone("Say why on the same line or the one above.");
    }

    [Fact]
    public void The_method_counter_sees_a_method_that_is_too_long()
    {
        var lines = new[] { "class C", "{", "    void Long()", "    {" }
            .Concat(Enumerable.Repeat("        Call();", MaxMethodLines + 1))
            .Concat(["    }", "}"])
            .ToArray();

        MethodSpans(lines).ShouldContain(span => span.Length > MaxMethodLines);
    }

    internal static IEnumerable<string> Offences(IEnumerable<SourceFile> files, Func<SourceFile, int, bool> offends, string what) =>
        files.SelectMany(file => Enumerable.Range(0, file.Lines.Length).Where(i => offends(file, i)).Select(i => $"{file.At(i)} {what}"));

    private static bool IsNameless(SourceFile file) =>
        file.Name is "Program.cs" or "AssemblyInfo.cs" or "GlobalUsings.cs" || file.Code.All(line => !line.Contains("class ", StringComparison.Ordinal)
            && !line.Contains("struct ", StringComparison.Ordinal) && !line.Contains("enum ", StringComparison.Ordinal));

    private static IEnumerable<string> LongMethods(SourceFile file) =>
        MethodSpans(file.Code)
            .Where(span => span.Length > MaxMethodLines && !MethodsThatAreTables.ContainsKey(file.Name))
            .Select(span => $"{file.At(span.Start)} is {span.Length} lines long");

    /// <summary>
    /// Blocks whose opening brace follows a line that ends a parameter list (or a constraint), outside another such block: methods,
    /// constructors, operators. The length counts from the signature's last line to the closing brace.
    /// </summary>
    private static IEnumerable<(int Start, int Length)> MethodSpans(string[] code)
    {
        var depth = 0;
        var start = -1;
        var outer = 0;
        for (var i = 0; i < code.Length; i++)
        {
            var line = code[i].Trim();
            if (start < 0 && line == "{" && i > 0 && MethodHead().IsMatch(code[i - 1].TrimEnd()) && !TypeHead().IsMatch(code[Head(code, i - 1)]))
                (start, outer) = (i - 1, depth);
            depth += line.Count(c => c == '{') - line.Count(c => c == '}');
            if (start < 0 || depth != outer || line == "{")
                continue;
            yield return (start, i - start + 1);
            start = -1;
        }
    }

    // The constraints of a generic type stand where those of a method do; the line before them tells which it is.
    private static int Head(string[] code, int line)
    {
        while (line > 0 && code[line].TrimStart().StartsWith("where ", StringComparison.Ordinal))
            line--;
        return line;
    }

    private static int Median(int[] lengths)
    {
        Array.Sort(lengths);
        return lengths[lengths.Length / 2];
    }

    [GeneratedRegex(@"^namespace\s+([\w.]+)\s*;")]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"\)$|^\s*where\s+\w+\s*:|^\s+: (this|base)\(")]
    private static partial Regex MethodHead();

    [GeneratedRegex(@"\b(class|struct|interface|record|enum|namespace)\s+\w")]
    private static partial Regex TypeHead();
}
