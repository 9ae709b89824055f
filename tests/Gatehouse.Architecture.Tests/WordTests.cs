using System.Text.RegularExpressions;
using Xunit;

namespace Gatehouse.Architecture.Tests;

/// <summary>Words that have no place in a committed file. They are spelled in pieces here, so that this file passes its own test.</summary>
public sealed class WordTests
{
    private static readonly string[] TextFiles =
        [".cs", ".csproj", ".props", ".slnx", ".md", ".yaml", ".yml", ".json", ".sh", ".txt", ".py", ".patch", ".editorconfig", ""];

    private static readonly (string Pattern, string Why)[] Banned =
    [
        (@"\bTO" + @"DO\b|\bFIX" + @"ME\b|\bHA" + @"CK\b|\bX" + @"XX\b", "finish it, or write an issue; a note in the code is read by nobody"),
        ("/wo" + "rk/", "a path of one machine means nothing on another"),
        (@"\.\./sha" + "red|/sha" + "red/(lab|reference|style|vectors|bench)", "a bare clone has no sibling folder: bring what you need into the repository"),
        (@"[:/]/(home|Users)/[a-z]", "a path of one machine means nothing on another"),
        (@"\bConsole\.WriteLine\(""DEB" + "UG", "debug output"),
    ];

    [Fact]
    public void No_file_holds_a_banned_word()
    {
        var breaches = new List<string>();
        foreach (var file in Repository.Files.Where(IsText))
            for (var i = 0; i < file.Lines.Length; i++)
                foreach (var (pattern, why) in Banned)
                    if (Regex.Match(file.Lines[i], pattern) is { Success: true } match)
                        breaches.Add($"{file.At(i)} says '{match.Value}': {why}");

        breaches.ShouldHaveNone("Nothing unfinished and nothing of one machine is committed.");
    }

    [Fact]
    public void No_line_ends_in_blanks_and_every_text_ends_with_a_newline()
    {
        var breaches = new List<string>();
        foreach (var file in Repository.Files.Where(file => IsText(file) && !IsVerbatim(file)))
        {
            for (var i = 0; i < file.Lines.Length; i++)
                if (file.Lines[i].Length > 0 && char.IsWhiteSpace(file.Lines[i][^1]))
                    breaches.Add($"{file.At(i)} ends in blanks");
            if (file.Lines.Length > 0 && !EndsWithNewline(file))
                breaches.Add($"{file} has no newline at its end");
        }

        breaches.ShouldHaveNone(".editorconfig asks for both; ./test runs dotnet format to check the code besides.");
    }

    private static bool IsText(SourceFile file) =>
        TextFiles.Contains(file.Extension) && (file.Extension.Length > 0 || IsScript(file)) && !file.Path.Contains("/vectors/", StringComparison.Ordinal);

    private static bool IsScript(SourceFile file) =>
        file.Lines.Length > 0 && file.Lines[0].StartsWith("#!", StringComparison.Ordinal);

    /// <summary>What a program wrote is kept as it wrote it.</summary>
    private static bool IsVerbatim(SourceFile file) => file.Extension == ".patch" || file.Path.EndsWith(".approved.txt", StringComparison.Ordinal);

    private static bool EndsWithNewline(SourceFile file)
    {
        using var stream = File.OpenRead(Repository.Absolute(file.Path));
        stream.Seek(-1, SeekOrigin.End);
        return stream.ReadByte() == '\n';
    }
}
