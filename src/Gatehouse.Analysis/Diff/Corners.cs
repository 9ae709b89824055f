using Gatehouse.Analysis.Geometry;
using Gatehouse.Filtering;

namespace Gatehouse.Analysis.Diff;

/// <summary>
/// Packets at the corners of conditions, for sets that fall apart into too many regions: of each filter a likely packet, and those just inside
/// and just outside of each of its conditions.
/// </summary>
internal static class Corners
{
    /// <summary>Atoms beside each condition that are visited.</summary>
    private const int MaxOutside = 4;

    public static IEnumerable<ClassifyFields> Of(LayerMap map)
    {
        foreach (var box in map.Boxes)
        {
            if (box.IsEmpty)
                continue;
            yield return map.Space.Example(box);
            for (var axis = 0; axis < map.Space.Axes.Count; axis++)
            {
                foreach (var corner in AlongAxis(map.Space, box, axis))
                    yield return map.Space.Example(corner);
            }
        }
    }

    private static IEnumerable<Box> AlongAxis(FieldSpace space, Box box, int axis)
    {
        var all = space.Axes[axis];
        var inside = box[axis].Atoms().ToList();
        foreach (var atom in new[] { inside[0], inside[^1] }.Distinct())
            yield return box.With(axis, Only(all, atom));
        foreach (var atom in all.All.Without(box[axis]).Atoms().OrderBy(atom => Distance(inside, atom)).Take(MaxOutside))
            yield return box.With(axis, Only(all, atom));
    }

    private static int Distance(List<int> inside, int atom) => Math.Min(Math.Abs(inside[0] - atom), Math.Abs(inside[^1] - atom));

    private static AtomSet Only(FieldAxis axis, int atom) => AtomSet.Where(axis.Atoms.Length, number => number == atom);
}
