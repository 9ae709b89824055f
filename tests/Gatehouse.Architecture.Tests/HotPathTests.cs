using System.Text.RegularExpressions;
using Xunit;

namespace Gatehouse.Architecture.Tests;

/// <summary>
/// Rooms a packet passes through. Allocation is asserted where it happens, in unit tests; this test keeps out what always allocates.
/// What runs only when policy changes or somebody asks for status says so in a comment, "// cold: why": above the namespace for a whole file, above
/// a member for that member.
/// </summary>
public sealed class HotPathTests
{
    private static readonly (string Pattern, string Why)[] Banned =
    [
        (@"\basync\b|\bawait\b", "a packet is judged to completion on its thread"),
        (@"\busing\s+System\.Linq\b|\.(Select|Where|OrderBy|ToList|ToArray|ToDictionary|FirstOrDefault|SingleOrDefault|Any|All|Sum|Count)\(\s*\w+\s*=>",
            "LINQ allocates an iterator and a delegate per call; write the loop"),
    ];

    [Fact]
    public void Hot_rooms_use_neither_linq_nor_async()
    {
        var breaches = new List<string>();
        foreach (var file in Repository.Sources.Where(IsHot))
            foreach (var i in HotLines(file))
                foreach (var (pattern, why) in Banned)
                    if (Regex.Match(file.Code[i], pattern) is { Success: true } match)
                        breaches.Add($"{file.At(i)} uses {match.Value.Trim()}: {why}");

        breaches.ShouldHaveNone("No LINQ or async where packets pass. What runs only when policy changes says so: // cold: why.");
    }

    private static bool IsHot(SourceFile file) =>
        Floors.Hot.Contains(Floors.ShortName(file.Room)) && !file.IsUnder("src/Gatehouse.Packets/Capture");

    private static IEnumerable<int> HotLines(SourceFile file)
    {
        var (cold, braced) = (false, false);
        for (var i = 0; i < file.Lines.Length; i++)
        {
            var line = file.Lines[i];
            if (Regex.IsMatch(line, @"^// cold: \w"))
                yield break;
            if (Regex.IsMatch(line, @"^\s+// cold: \w"))
                (cold, braced) = (true, false);
            if (!cold)
                yield return i;
            braced |= line == "    {";
            // A member ends with its brace; one without a block ends before the next blank line.
            if (braced ? line == "    }" : line.Length == 0)
                cold = false;
        }
    }
}
