namespace Gatehouse.Analysis.Geometry;

/// <summary>A product of sets, one for each field: the packets a filter matches, or a piece of them.</summary>
internal readonly struct Box(AtomSet[] sides)
{
    private readonly AtomSet[] _sides = sides;

    public AtomSet this[int axis] => _sides[axis];

    public bool IsEmpty => Array.Exists(_sides, side => side.IsEmpty);

    public bool Intersects(Box other)
    {
        for (var axis = 0; axis < _sides.Length; axis++)
        {
            if (!_sides[axis].Intersects(other._sides[axis]))
                return false;
        }

        return true;
    }

    public bool IsWithin(Box other)
    {
        for (var axis = 0; axis < _sides.Length; axis++)
        {
            if (!_sides[axis].IsWithin(other._sides[axis]))
                return false;
        }

        return true;
    }

    public Box And(Box other)
    {
        var sides = new AtomSet[_sides.Length];
        for (var axis = 0; axis < sides.Length; axis++)
            sides[axis] = _sides[axis].And(other._sides[axis]);
        return new Box(sides);
    }

    /// <summary>The same with another side.</summary>
    public Box With(int axis, AtomSet side)
    {
        var sides = (AtomSet[])_sides.Clone();
        sides[axis] = side;
        return new Box(sides);
    }

    /// <summary>What is left without another box that intersects this one: disjoint pieces, at most one for each field.</summary>
    public List<Box> Without(Box other)
    {
        var pieces = new List<Box>();
        var rest = (AtomSet[])_sides.Clone();
        for (var axis = 0; axis < rest.Length; axis++)
        {
            var outside = rest[axis].Without(other._sides[axis]);
            if (!outside.IsEmpty)
            {
                var sides = (AtomSet[])rest.Clone();
                sides[axis] = outside;
                pieces.Add(new Box(sides));
            }

            rest[axis] = rest[axis].And(other._sides[axis]);
        }

        return pieces;
    }
}
