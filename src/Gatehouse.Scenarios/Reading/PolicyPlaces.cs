using System.Collections.Frozen;

namespace Gatehouse.Scenarios.Reading;

/// <summary>Where in the file each value of a document stands, for whoever has something to say about it later.</summary>
public sealed class PolicyPlaces
{
    /// <summary>No places: of a document that did not come from a file.</summary>
    public static readonly PolicyPlaces None = new(FrozenDictionary<string, (int, int)>.Empty);

    private readonly FrozenDictionary<string, (int Line, int Column)> _places;

    private PolicyPlaces(FrozenDictionary<string, (int Line, int Column)> places) => _places = places;

    /// <summary>Line and column, both from 1, of the value at a path such as rules[2].remote; of the nearest value around it when there is none.</summary>
    public (int Line, int Column) Of(string path)
    {
        for (var rest = path; rest.Length > 0; rest = rest[..Math.Max(0, rest.LastIndexOfAny(['.', '[']))])
        {
            if (_places.TryGetValue(rest, out var place))
                return place;
        }

        return (1, 1);
    }

    internal static PolicyPlaces In(PolicyNode root)
    {
        var places = new Dictionary<string, (int, int)>(StringComparer.Ordinal);
        Collect(root, "", places);
        return new PolicyPlaces(places.ToFrozenDictionary(StringComparer.Ordinal));
    }

    // The reader bounds the depth of a tree, so that recursion is safe here.
    private static void Collect(PolicyNode node, string path, Dictionary<string, (int, int)> places)
    {
        places[path] = (node.Position.Line, node.Position.Column);
        for (var index = 0; index < node.Items.Length; index++)
            Collect(node.Items[index], DocumentPath.Item(path, index), places);
        foreach (var entry in (node as MappingNode)?.Entries ?? [])
            Collect(entry.Value, DocumentPath.KnownKey(path, entry.Key), places);
    }
}
