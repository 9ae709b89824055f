using System.Text.RegularExpressions;
using Xunit;

namespace Gatehouse.Architecture.Tests;

/// <summary>Documents that point at nothing, and rooms the map does not show.</summary>
public sealed partial class DocumentationTests
{
    private static IEnumerable<SourceFile> Documents => Repository.Files.Where(file => file.Extension == ".md");

    [Fact]
    public void Every_relative_link_in_a_document_resolves()
    {
        var breaches = new List<string>();
        foreach (var file in Documents)
            for (var i = 0; i < file.Lines.Length; i++)
                foreach (Match match in Link().Matches(file.Lines[i]))
                    if (Target(file, match.Groups[1].Value) is { } path && !File.Exists(path) && !Directory.Exists(path))
                        breaches.Add($"{file.At(i)} points at {match.Groups[1].Value}, which is not there");

        breaches.ShouldHaveNone("Mend the link, or write the page.");
    }

    [Fact]
    public void The_map_names_every_room()
    {
        var map = string.Join('\n', File.ReadAllLines(Repository.Absolute("docs/architecture.md")));

        Repository.Rooms.Where(room => !Regex.IsMatch(map, $@"\b{Regex.Escape(room)}\b")).ShouldHaveNone("docs/architecture.md is the map: add a sentence.");
    }

    [Fact]
    public void The_index_of_decisions_lists_every_page()
    {
        var index = string.Join('\n', File.ReadAllLines(Repository.Absolute("docs/decisions/README.md")));
        var unlisted = Repository.Files
            .Where(file => file.IsUnder("docs/decisions") && file.Name != "README.md" && !index.Contains($"({file.Name})", StringComparison.Ordinal));

        unlisted.Select(file => file.Path).ShouldHaveNone("Add a line to docs/decisions/README.md.");
    }

    [Fact]
    public void A_unit_test_folder_mirrors_a_folder_of_a_room()
    {
        var prefix = $"{Repository.Tests}/Gatehouse.Tests";
        var strays = Repository.Files
            .Where(file => file.IsUnder(prefix) && file.Extension == ".cs" && file.Path.Split('/').Length > 3)
            .Select(file => string.Join('/', file.Path.Split('/')[2..^1]))
            .Distinct()
            .Where(folder => folder.Split('/')[0] != "Support" && !Directory.Exists(Repository.Absolute("src/Gatehouse." + folder)));

        strays.ShouldHaveNone("Tests stand where what they test stands: src/Gatehouse.X/Y is tested in Gatehouse.Tests/X/Y. Helpers go to Support/.");
    }

    /// <summary>The file a link means, or null for the web and for places in the same page.</summary>
    private static string? Target(SourceFile file, string link)
    {
        if (link.Contains("://", StringComparison.Ordinal) || link.StartsWith('#') || link.StartsWith("mailto:", StringComparison.Ordinal))
            return null;
        var folder = Path.GetDirectoryName(Repository.Absolute(file.Path))!;
        return Path.GetFullPath(Path.Combine(folder, link.Split('#')[0]));
    }

    [GeneratedRegex(@"(?<!`)\[[^\]]+\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
