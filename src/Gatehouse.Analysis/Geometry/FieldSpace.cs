using Gatehouse.Base;
using Gatehouse.Filtering;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Analysis.Geometry;

/// <summary>The fields that some filters test, each cut into atoms: a finite space in which every filter is a box.</summary>
internal sealed class FieldSpace
{
    private readonly FieldAxis[] _axes;
    private readonly IpFamily _family;

    private FieldSpace(FieldAxis[] axes, IpFamily family)
    {
        _axes = axes;
        _family = family;
        Everything = new Box([.. axes.Select(axis => axis.All)]);
    }

    /// <summary>The fields, in the order of the sides of a box.</summary>
    public IReadOnlyList<FieldAxis> Axes => _axes;

    /// <summary>True when every packet is in it; false when conditions ask who somebody is.</summary>
    public bool IsExact => Array.TrueForAll(_axes, axis => axis.IsExact);

    /// <summary>All packets.</summary>
    public Box Everything { get; }

    /// <summary>
    /// The space of filters of one family, whatever their layers, and of further conditions; null when flags tests make it too large to be exact.
    /// </summary>
    public static FieldSpace? Build(IpFamily family, IEnumerable<FwpmFilter> filters, params FwpmFilterCondition[] further)
    {
        var byField = new SortedDictionary<FwpmConditionField, HashSet<FwpmFilterCondition>>();
        foreach (var condition in filters.SelectMany(filter => filter.Conditions).Concat(further))
        {
            if (!byField.TryGetValue(condition.Field, out var conditions))
                byField[condition.Field] = conditions = [];
            conditions.Add(condition);
        }

        var axes = byField.Select(entry => FieldAxis.Build(entry.Key, family, entry.Value)).ToArray();
        return Array.TrueForAll(axes, axis => axis is not null) ? new FieldSpace(axes!, family) : null;
    }

    /// <summary>What a filter matches: adjacent conditions on one field are alternatives, fields must all match (reference section 2.3).</summary>
    public Box Of(IReadOnlyList<FwpmFilterCondition> conditions)
    {
        var sides = _axes.Select(axis => axis.All).ToArray();
        for (var first = 0; first < conditions.Count;)
        {
            var field = conditions[first].Field;
            var run = conditions.Skip(first).TakeWhile(condition => condition.Field == field).ToList();
            var axis = Array.FindIndex(_axes, axis => axis.Field == field);
            sides[axis] = sides[axis].And(_axes[axis].Admitted(run));
            first += run.Count;
        }

        return new Box(sides);
    }

    /// <summary>One packet of a box that is not empty, a likely one where the box leaves a choice.</summary>
    public ClassifyFields Example(Box box)
    {
        var fields = LikelyPacket.Fields(_family);
        var others = new FieldValues();
        var hasOthers = false;
        for (var axis = 0; axis < _axes.Length; axis++)
        {
            var field = _axes[axis].Field;
            var atom = Likeliest(_axes[axis], box[axis]);
            if (atom.IsUnknown || !_axes[axis].IsExact)
                continue;
            if (field <= FwpmConditionField.IpRemotePort)
            {
                LikelyPacket.Set(ref fields, field, _family, LikelyPacket.Choose(field, _family, atom));
                continue;
            }

            hasOthers = true;
            others = atom.Bytes is { } bytes ? others.With(field, bytes) : others.With(field, atom.Low);
        }

        fields.Others = hasOthers ? others : null;
        return fields;
    }

    /// <summary>The smallest box around one packet, whatever no condition tells from it; <paramref name="bytes"/> has its values that are no numbers.</summary>
    public Box PointOf(ClassifyFields fields, Func<FwpmConditionField, FwpBytes?> bytes) => new(
    [
        .. _axes.Select(axis =>
        {
            var atom = axis.AtomOf(fields.TryGet(axis.Field, out var value) ? value : null, bytes(axis.Field));
            return AtomSet.Where(axis.Atoms.Length, number => number == atom);
        }),
    ]);

    private Atom Likeliest(FieldAxis axis, AtomSet set)
    {
        var first = -1;
        foreach (var number in set.Atoms())
        {
            var atom = axis.Atoms[number];
            if (atom.IsUnknown || LikelyPacket.IsLikely(axis.Field, _family, atom))
                return atom;
            first = first < 0 ? number : first;
        }

        return axis.Atoms[first];
    }
}
