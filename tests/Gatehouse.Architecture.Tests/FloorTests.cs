using System.Text.RegularExpressions;
using System.Xml.Linq;
using Shouldly;
using Xunit;

namespace Gatehouse.Architecture.Tests;

public sealed partial class FloorTests
{
    [Fact]
    public void Every_room_has_a_floor()
    {
        var homeless = Repository.Rooms.Where(room => !Floors.Of.ContainsKey(Floors.ShortName(room))).ToArray();

        homeless.ShouldHaveNone("A new project under src/ needs a floor and a line in docs/architecture.md. Add it to Floors.cs.");
    }

    [Fact]
    public void A_project_refers_only_to_the_lower_rooms_the_table_allows()
    {
        var breaches = new List<string>();
        foreach (var room in Repository.Rooms)
            foreach (var target in References(room))
                if (Breach(room, target) is { } why)
                    breaches.Add($"{room}.csproj refers to {target}: {why}");

        breaches.ShouldHaveNone("Lower floors never know upper ones, and neighbours never know each other: what two rooms share belongs in Model "
            + "or Base, and what only the upper one knows is passed in through an interface the lower one declares.");
    }

    [Fact]
    public void No_using_names_a_room_the_table_does_not_allow()
    {
        var breaches = new List<string>();
        foreach (var file in Repository.Sources)
            for (var i = 0; i < file.Code.Length; i++)
                foreach (Match match in NamespaceName().Matches(file.Code[i]))
                    if (match.Value != file.Room && Floors.Of.ContainsKey(Floors.ShortName(match.Value)) && Breach(file.Room, match.Value) is { } why)
                        breaches.Add($"{file.At(i)} names {match.Value}: {why}");

        breaches.ShouldHaveNone("A file reaches into a room its project may not know. Move the shared noun down, or invert the call with an interface.");
    }

    [Theory]
    [InlineData("Gatehouse.Ike")]
    [InlineData("Gatehouse.Keying")]
    public void The_keying_protocols_never_name_each_other(string room)
    {
        string[] protocols = ["Ikev1", "AuthIp", "Ikev2"];
        var breaches = new List<string>();
        foreach (var file in Repository.Sources.Where(file => file.Room == room))
            foreach (var other in protocols.Where(name => file.Path.Split('/') is [_, _, var folder, ..] && protocols.Contains(folder) && folder != name))
                for (var i = 0; i < file.Code.Length; i++)
                    if (Regex.IsMatch(file.Code[i], $@"(\busing\s+Gatehouse\.\w+|\bGatehouse\.(Ike|Keying)|[^.\w]\.\.)\.{other}\b"))
                        breaches.Add($"{file.At(i)} names {other}");

        breaches.ShouldHaveNone("Ikev1, AuthIp and Ikev2 share only the Isakmp folder, so that each can be read, tested and removed alone. "
            + "Move what both need to Isakmp/.");
    }

    [Fact]
    public void Oracles_are_independent_of_what_they_judge()
    {
        References("Gatehouse.Oracles", Repository.Tests).ShouldBe(["Gatehouse.Base", "Gatehouse.Model"], ignoreOrder: true,
            "An oracle that calls the code under test agrees with its mistakes.");
    }

    private static IEnumerable<string> References(string project, string folder = "src") =>
        XDocument.Load(Repository.Absolute($"{folder}/{project}/{project}.csproj"))
            .Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));

    private static string? Breach(string from, string to)
    {
        var (source, target) = (Floors.ShortName(from), Floors.ShortName(to));
        if (target == "Base" || !Floors.May.TryGetValue(source, out var allowed) || allowed.Contains(target))
            return null;
        var (here, there) = (Floors.Of[source], Floors.Of[target]);
        return there > here ? $"floor {here} may not know floor {there} above it"
            : there == here ? $"both stand on floor {here}, and neighbours never know each other"
            : $"the table in Floors.cs does not list {target} for {source}";
    }

    [GeneratedRegex(@"\bGatehouse\.[A-Z]\w*")]
    private static partial Regex NamespaceName();
}
