using Gatehouse.Model.Wfp;

namespace Gatehouse.Filtering;

/// <summary>A condition made ready for the packet path: every comparison of a number is an inclusive range, possibly negated, or a flag test.</summary>
internal readonly struct CompiledCondition
{
    private enum Test : byte
    {
        InRange,
        NotInRange,
        AllSet,
        AnySet,
        NoneSet,
        Unknown,
        Bytes,
        Descriptor,
    }

    private readonly Test _test;
    private readonly UInt128 _low;
    private readonly UInt128 _high;
    private readonly FwpMatchType _match;
    private readonly FwpBytes? _bytes;

    private readonly FwpBytes? _highBytes;

    // Of a comparison of bytes: FWP_MATCH_PREFIX tests the end. Of an access check: an unknown token passes.
    private readonly bool _isLenient;

    private CompiledCondition(FwpmConditionField field, Test test, FwpMatchType match, FwpConditionValue value, bool isLenient)
        : this(field, test, UInt128.Zero, UInt128.Zero)
    {
        _match = match;
        _bytes = value.Bytes;
        _highBytes = value.HighBytes;
        _isLenient = isLenient;
    }

    private CompiledCondition(FwpmConditionField field, Test test, UInt128 low, UInt128 high)
    {
        Field = field;
        _test = test;
        _low = low;
        _high = high;
    }

    /// <summary>The field tested.</summary>
    public FwpmConditionField Field { get; }

    /// <summary>True when the packet's value satisfies the condition.</summary>
    public bool Matches(in ClassifyFields fields)
    {
        if (_bytes is not null)
            return MatchesBytes(fields.Others?.Bytes(Field));
        if (!fields.TryGet(Field, out var value))
            return _test == Test.Unknown && fields.Others?.Bytes(Field) is null;
        return _test switch
        {
            Test.InRange => value >= _low && value <= _high,
            Test.NotInRange => value < _low || value > _high,
            Test.AllSet => (value & _low) == _low,
            Test.AnySet => (value & _low) != UInt128.Zero,
            Test.NoneSet => (value & _low) == UInt128.Zero,
            _ => false,
        };
    }

    // An unknown value satisfies nothing, but a lenient access check, which waits until the token is known.
    private bool MatchesBytes(FwpBytes? actual)
    {
        if (actual is null)
            return _test == Test.Descriptor && _isLenient;
        var value = actual.Value.AsSpan();
        var operand = _bytes!.Value.AsSpan();
        if (_test == Test.Descriptor)
            return AccessCheck.Grants(operand, value);
        return ByteTest.Matches(_match, value, operand, prefixTestsEnd: _isLenient)
            && (_highBytes is null || value.SequenceCompareTo(_highBytes.Value.AsSpan()) <= 0);
    }

    /// <summary>How many values of the field satisfy the condition, for the automatic weight; 0 stands for 2^128.</summary>
    public UInt128 Admitted(UInt128 fieldMaximum) => _test switch
    {
        Test.InRange => UInt128.Min(_high, fieldMaximum) - _low + 1,
        Test.NotInRange => fieldMaximum - (_high - _low),
        Test.Unknown => UInt128.One,
        _ => (fieldMaximum / 2) + 1,
    };

    /// <summary>The values that satisfy the condition, when they are one range.</summary>
    public bool TryGetRange(out UInt128 low, out UInt128 high)
    {
        (low, high) = (_low, _high);
        return _test == Test.InRange && _bytes is null;
    }

    /// <summary>Compiles a validated condition.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="fieldMaximum">The largest value of its field.</param>
    /// <param name="prefixTestsEnd">What FWP_MATCH_PREFIX means (reference 10 #24).</param>
    /// <param name="laterIdentity">A token that is not known yet passes (LAZY_SD_EVALUATION, reference 10 #18).</param>
    public static CompiledCondition Compile(
        in FwpmFilterCondition condition, UInt128 fieldMaximum, bool prefixTestsEnd = false, bool laterIdentity = false)
    {
        if (condition.Value.Type == FwpDataType.SecurityDescriptor)
            return new(condition.Field, Test.Descriptor, condition.Match, condition.Value, laterIdentity);
        if (condition.Value.Bytes is not null)
            return new(condition.Field, Test.Bytes, condition.Match, condition.Value, prefixTestsEnd);
        if (condition.Value.Type == FwpDataType.Empty)
            return new(condition.Field, Test.Unknown, UInt128.Zero, UInt128.Zero);
        var (low, high) = ConditionBounds.Of(condition.Match, condition.Value, fieldMaximum);
        return condition.Match switch
        {
            FwpMatchType.NotEqual => new(condition.Field, Test.NotInRange, low, high),
            FwpMatchType.FlagsAllSet => new(condition.Field, Test.AllSet, low, UInt128.Zero),
            FwpMatchType.FlagsAnySet => new(condition.Field, Test.AnySet, low, UInt128.Zero),
            FwpMatchType.FlagsNoneSet => new(condition.Field, Test.NoneSet, low, UInt128.Zero),
            FwpMatchType.Equal or FwpMatchType.Range or FwpMatchType.Greater or FwpMatchType.GreaterOrEqual or FwpMatchType.Less
                or FwpMatchType.LessOrEqual => new(condition.Field, Test.InRange, low, high),
            _ => throw new ArgumentException($"match type {condition.Match} has no compiled form", nameof(condition)),
        };
    }
}
