using Gatehouse.Model.Wfp;

// cold: runs when policy changes.
namespace Gatehouse.Filtering;

/// <summary>Which operands a condition may have (reference sections 2.1, 2.2 and 10 #29).</summary>
internal static class ConditionRules
{
    /// <summary>The rule a condition breaks, or null.</summary>
    public static (FwpError Error, string What)? Check(FwpmLayerInfo layer, in FwpmFilterCondition condition)
    {
        var field = FwpmConditionFields.Info(condition.Field);
        if (!layer.Fields.Contains(condition.Field))
            return (FwpError.ConditionNotFound, $"{layer.Name} has no field {field.Name}");
        if (!Enum.IsDefined(condition.Match))
            return (FwpError.InvalidEnumerator, $"{(int)condition.Match} is no match type");
        var value = condition.Value;
        if (value.Type == FwpDataType.Empty)
            return condition.Match == FwpMatchType.Equal
                ? null
                : (FwpError.MatchTypeMismatch, $"FWP_EMPTY goes with FWP_MATCH_EQUAL only ({field.Name})");
        return CheckType(field, layer, value) ?? CheckValue(field, value) ?? CheckMatch(field, condition.Match, value);
    }

    private static (FwpError Error, string What)? CheckType(FwpmConditionFieldInfo field, FwpmLayerInfo layer, in FwpConditionValue value)
    {
        var fieldType = field.TypeFor(layer.Family);
        var isAddress = field.V4Type != field.V6Type;
        var prefixType = fieldType == FwpDataType.UInt32 ? FwpDataType.V4AddrMask : FwpDataType.V6AddrMask;
        var isToken = fieldType is FwpDataType.TokenInformation or FwpDataType.TokenAccessInformation;
        var valueType = value.Type == FwpDataType.Range ? value.ElementType : value.Type;
        var fits = isToken ? valueType == FwpDataType.SecurityDescriptor : valueType == fieldType || (isAddress && value.Type == prefixType);
        if (!fits)
            return (FwpError.TypeMismatch, $"{field.Name} takes {fieldType}, not {valueType}");
        var hasHigh = !IsNumber(valueType) && value.Type == FwpDataType.Range;
        if (IsNumber(valueType) != value.Bytes is null || hasHigh != value.HighBytes is not null)
            return (FwpError.NullPointer, $"the value of {field.Name} is missing");
        return valueType != FwpDataType.SecurityDescriptor || AccessCheck.IsWellFormed(value.Bytes!.Value.AsSpan())
            ? null
            : (FwpError.InvalidParameter, $"the value of {field.Name} is no self-relative security descriptor");
    }

    private static (FwpError Error, string What)? CheckValue(FwpmConditionFieldInfo field, in FwpConditionValue value)
    {
        var isBackward = value is { Bytes: { } lowBytes, HighBytes: { } highBytes }
            ? lowBytes.Value.AsSpan().SequenceCompareTo(highBytes.Value.AsSpan()) > 0
            : value.Low > value.High;
        if (value.Type == FwpDataType.Range && isBackward)
            return (FwpError.InvalidRange, $"the low end of the range on {field.Name} is above its high end");
        if (value.Type is FwpDataType.V4AddrMask or FwpDataType.V6AddrMask)
            return value.PrefixLength <= (value.Type == FwpDataType.V4AddrMask ? 32 : 128)
                ? null
                : (FwpError.InvalidNetMask, $"a prefix of {value.PrefixLength} bits on {field.Name}");
        var type = value.Type == FwpDataType.Range ? value.ElementType : value.Type;
        return UInt128.Max(value.Low, value.High) <= ConditionBounds.Maximum(type)
            ? null
            : (FwpError.OutOfBounds, $"the value of {field.Name} does not fit {type}");
    }

    private static (FwpError Error, string What)? CheckMatch(FwpmConditionFieldInfo field, FwpMatchType match, in FwpConditionValue value)
    {
        var type = value.Type;
        var allowed = match switch
        {
            FwpMatchType.Equal => type != FwpDataType.Range,
            FwpMatchType.Range => type == FwpDataType.Range && IsSortable(value.ElementType),
            FwpMatchType.NotEqual => type != FwpDataType.Range && type != FwpDataType.SecurityDescriptor,
            FwpMatchType.FlagsAllSet or FwpMatchType.FlagsAnySet or FwpMatchType.FlagsNoneSet =>
                type is FwpDataType.UInt8 or FwpDataType.UInt16 or FwpDataType.UInt32 or FwpDataType.UInt64,
            FwpMatchType.EqualCaseInsensitive => type == FwpDataType.UnicodeString,
            FwpMatchType.Prefix or FwpMatchType.NotPrefix => type is FwpDataType.UnicodeString or FwpDataType.ByteBlob,
            _ => IsSortable(type),
        };
        return allowed ? null : (FwpError.MatchTypeMismatch, $"{WfpNames.Of(match)} does not go with {type} ({field.Name})");
    }

    private static bool IsSortable(FwpDataType type) =>
        type is (<= FwpDataType.ByteArray16 and not FwpDataType.Empty) or FwpDataType.ByteBlob or FwpDataType.UnicodeString;

    private static bool IsNumber(FwpDataType type) =>
        type is <= FwpDataType.ByteArray16 or FwpDataType.V4AddrMask or FwpDataType.V6AddrMask or FwpDataType.Range or FwpDataType.BitmapIndex;
}
