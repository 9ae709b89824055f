using System.Collections.Immutable;
using Gatehouse.Base;
using Gatehouse.Filtering;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Analysis.Geometry;

/// <summary>
/// One field, cut into atoms by all conditions in question. Numbers are cut where a comparison changes its answer and by the bits that flags
/// tests look at; other values lie in the order of their bytes, in which a prefix is an interval too. So every answer is exact.
/// </summary>
internal sealed class FieldAxis
{
    /// <summary>More bits than these under flags tests would make more atoms than anybody can look at.</summary>
    private const int MaxFlagBits = 12;

    private readonly UInt128 _maximum;
    private readonly int _numbers;
    private readonly bool _isLine;

    private FieldAxis(FwpmConditionField field, ImmutableArray<Atom> atoms, UInt128 maximum)
    {
        Field = field;
        Atoms = atoms;
        _numbers = atoms.Count(atom => !atom.IsUnknown && atom.Bytes is null);
        _isLine = atoms.All(atom => atom.Bytes is null && atom.Mask == UInt128.Zero);
        _maximum = maximum;
        All = AtomSet.Where(atoms.Length, _ => true);
    }

    public FwpmConditionField Field { get; }

    public ImmutableArray<Atom> Atoms { get; }

    public AtomSet All { get; }

    /// <summary>
    /// False when conditions ask who somebody is. Tokens lie on no line: each descriptor is taken to grant tokens of its own, so that what is proven
    /// unreachable is, but not every packet is looked at.
    /// </summary>
    public bool IsExact { get; private init; } = true;

    /// <summary>Null when flags tests look at too many bits.</summary>
    public static FieldAxis? Build(FwpmConditionField field, IpFamily family, IReadOnlyCollection<FwpmFilterCondition> conditions)
    {
        var isExact = conditions.All(condition => condition.Value.Type != FwpDataType.SecurityDescriptor);
        var maximum = ConditionBounds.Maximum(field, family);
        var atoms = ImmutableArray.CreateBuilder<Atom>();
        if (IsNumber(FwpmConditionFields.Info(field).TypeFor(family)))
        {
            var mask = UInt128.Zero;
            foreach (var condition in conditions)
                mask |= ConditionTest.TestsFlags(condition.Match) ? condition.Value.Low & maximum : UInt128.Zero;
            if (UInt128.PopCount(mask) > MaxFlagBits)
                return null;
            AddNumbers(atoms, conditions, mask, maximum);
        }
        else
        {
            AddBytes(atoms, conditions);
        }

        // What every packet has is never unknown: addresses and their types, protocol and ports.
        if (field > FwpmConditionField.IpRemotePort)
            atoms.Add(Atom.Unknown);
        return new FieldAxis(field, atoms.ToImmutable(), maximum) { IsExact = isExact };
    }

    /// <summary>The atoms for which one of the conditions of a run on this field holds.</summary>
    public AtomSet Admitted(IReadOnlyList<FwpmFilterCondition> run) => _isLine && run.All(condition => IsInterval(condition))
        ? AtomSet.InRanges(Atoms.Length, run.Select(Interval))
        : AtomSet.Where(Atoms.Length, atom => run.Any(condition => ConditionTest.Holds(condition, Atoms[atom], _maximum)));

    // Most conditions are one interval of numbers, and lists of thousands of prefixes are common: no atom need be asked then.
    private static bool IsInterval(in FwpmFilterCondition condition) =>
        condition.Value.Bytes is null && condition.Value.Type != FwpDataType.Empty && condition.Match != FwpMatchType.NotEqual
        && !ConditionTest.TestsFlags(condition.Match);

    private (int First, int Last) Interval(FwpmFilterCondition condition)
    {
        var (low, high) = ConditionBounds.Of(condition.Match, condition.Value, _maximum);
        return low > high ? (0, -1) : (FirstFrom(low), FirstFrom(high, after: true) - 1);
    }

    /// <summary>The first atom that begins at a number or above it; with <paramref name="after"/>, above it only.</summary>
    private int FirstFrom(UInt128 number, bool after = false)
    {
        var (low, high) = (0, _numbers);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Atoms[middle].Low < number || (after && Atoms[middle].Low == number))
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    /// <summary>The number of the atom a value is in; both null: the field has no value.</summary>
    public int AtomOf(UInt128? number, FwpBytes? bytes)
    {
        var found = -1;
        for (var i = 0; i < Atoms.Length; i++)
        {
            var atom = Atoms[i];
            var holds = atom.IsUnknown
                ? number is null && bytes is null
                : atom.Bytes is { } from
                    ? bytes is not null && from.Value.AsSpan().SequenceCompareTo(bytes.Value.AsSpan()) <= 0
                    : number is { } value && atom.Has(value);
            found = holds ? i : found;
        }

        return found;
    }

    private static bool IsNumber(FwpDataType type) => type is <= FwpDataType.ByteArray16 or FwpDataType.BitmapIndex;

    private static void AddNumbers(
        ImmutableArray<Atom>.Builder atoms, IReadOnlyCollection<FwpmFilterCondition> conditions, UInt128 mask, UInt128 maximum)
    {
        var cuts = new SortedSet<UInt128> { UInt128.Zero };
        foreach (var condition in conditions.Where(one => one.Value.Type != FwpDataType.Empty && !ConditionTest.TestsFlags(one.Match)))
        {
            var (low, high) = ConditionBounds.Of(condition.Match, condition.Value, maximum);
            if (low > high || low > maximum)
                continue;
            cuts.Add(low);
            if (high < maximum)
                cuts.Add(high + 1);
        }

        var starts = cuts.ToArray();
        for (var i = 0; i < starts.Length; i++)
        {
            var last = i + 1 < starts.Length ? starts[i + 1] - 1 : maximum;
            foreach (var pattern in FlagPatterns.Of(mask))
            {
                if (FlagPatterns.TryFirst(starts[i], mask, pattern, maximum, out var first) && first <= last)
                    atoms.Add(new Atom(false, first, last, null, mask));
            }
        }
    }

    private static void AddBytes(ImmutableArray<Atom>.Builder atoms, IReadOnlyCollection<FwpmFilterCondition> conditions)
    {
        var cuts = new SortedSet<byte[]>(Comparer<byte[]>.Create((left, right) => left.AsSpan().SequenceCompareTo(right))) { Array.Empty<byte>() };
        foreach (var condition in conditions)
        {
            if (condition.Value.Bytes is not { } bytes)
                continue;
            var operand = bytes.Value.AsSpan().ToArray();
            cuts.Add(operand);
            cuts.Add([.. operand, 0]);
            if (condition.Value.HighBytes is { } high)
                cuts.Add([.. high.Value, 0]);
            if (condition.Match is FwpMatchType.Prefix or FwpMatchType.NotPrefix && AfterPrefix(operand) is { } after)
                cuts.Add(after);
        }

        foreach (var cut in cuts)
            atoms.Add(new Atom(false, UInt128.Zero, UInt128.Zero, new FwpBytes([.. cut])));
    }

    /// <summary>The first value after all that begin with a prefix; null when there is none.</summary>
    private static byte[]? AfterPrefix(byte[] prefix)
    {
        var last = Array.FindLastIndex(prefix, one => one != byte.MaxValue);
        if (last < 0)
            return null;
        var after = prefix[..(last + 1)];
        after[last]++;
        return after;
    }
}
