using Gatehouse.Base;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Analysis.Import;

/// <summary>A filterCondition item: fieldKey, matchType, conditionValue. Element names of values are those of the union FWP_CONDITION_VALUE0.</summary>
internal static class ConditionImport
{
    private static readonly (FwpDataType Type, string Element)[] Numbers =
    [
        (FwpDataType.UInt8, "uint8"), (FwpDataType.UInt16, "uint16"), (FwpDataType.UInt32, "uint32"), (FwpDataType.UInt64, "uint64"),
    ];

    private static readonly (FwpDataType Type, string Element)[] Texts =
    [
        (FwpDataType.ByteBlob, "byteBlob"), (FwpDataType.Sid, "sid"), (FwpDataType.SecurityDescriptor, "sd"), (FwpDataType.UnicodeString, "unicodeString"),
    ];

    /// <summary>The condition; null after an error, or after a notice about what this build does not know.</summary>
    public static FwpmFilterCondition? Read(XmlElementNode item, ImportLog log)
    {
        log.Unknown(item, "fieldKey", "matchType", "conditionValue");
        if (item["fieldKey"] is not { } fieldKey || item["matchType"] is not { } matchType || item["conditionValue"] is not { } value)
        {
            log.Error(item, "the condition is not whole", "fieldKey, matchType and conditionValue");
            return null;
        }

        if (KeyText.Field(fieldKey.Text) is not { } field)
        {
            log.Notice(fieldKey, $"field {fieldKey.Text}", $"the field '{Quote(fieldKey.Text)}' is not known; filters that test it are left out");
            return null;
        }

        if (Match(matchType.Text) is not { } match)
        {
            log.Notice(matchType, $"match {matchType.Text}", $"the match type '{Quote(matchType.Text)}' is not known; filters that use it are left out");
            return null;
        }

        return Value(value, log) is { } operand ? new FwpmFilterCondition(field, match, operand) : null;
    }

    /// <summary>At most so much of a text of the file goes into a message.</summary>
    public static string Quote(string text) => text.Length <= 80 ? text : text[..80] + "…";

    private static FwpMatchType? Match(string text)
    {
        foreach (var match in Enum.GetValues<FwpMatchType>())
        {
            if (WfpNames.Of(match) == text)
                return match;
        }

        return null;
    }

    private static FwpConditionValue? Value(XmlElementNode value, ImportLog log)
    {
        var type = TypeOf(value.TextOf("type"));
        switch (type)
        {
            case null:
                var word = value.TextOf("type");
                log.Notice(value, $"type {word}", $"the value type '{Quote(word)}' is not known; filters that use it are left out");
                return null;
            case FwpDataType.Empty:
                return FwpConditionValue.Unknown;
            case FwpDataType.V4AddrMask:
            case FwpDataType.V6AddrMask:
                return Prefix(value, type.Value, log);
            case FwpDataType.Range:
                return Range(value, log);
            default:
                return Scalar(value, type.Value, log);
        }
    }

    private static FwpConditionValue? Scalar(XmlElementNode value, FwpDataType type, ImportLog log)
    {
        if (Array.Find(Numbers, entry => entry.Type == type).Element is { } element)
        {
            log.Unknown(value, "type", element);
            if (value[element] is { } node && NumberText.TryRead(node.Text, type, out var number))
                return new FwpConditionValue(type, number, UInt128.Zero, 0, type);
            log.Error(value[element] ?? value, $"'{Quote(value.TextOf(element))}' is no {WfpNames.Of(type)}", $"<{element}> with a number");
            return null;
        }

        if (type == FwpDataType.ByteArray16)
        {
            log.Unknown(value, "type", "byteArray16");
            if (IpAddr.TryParse(value.TextOf("byteArray16"), out var address) && !address.IsV4)
                return FwpConditionValue.Address(address);
            log.Error(value["byteArray16"] ?? value, $"'{Quote(value.TextOf("byteArray16"))}' is no IPv6 address", "<byteArray16> with an IPv6 address");
            return null;
        }

        return Opaque(value, type, log);
    }

    private static FwpConditionValue? Opaque(XmlElementNode value, FwpDataType type, ImportLog log)
    {
        if (Array.Find(Texts, entry => entry.Type == type).Element is not { } element)
        {
            log.Notice(value, $"type {type}", $"values of {WfpNames.Of(type)} are not read; filters that use them are left out");
            return null;
        }

        log.Unknown(value, "type", element);
        var node = value[element];
        var text = node?["data"]?.Text ?? node?.Text ?? "";
        if (text.Length == 0)
        {
            log.Error(node ?? value, $"the {WfpNames.Of(type)} is empty", $"<{element}> with its value");
            return null;
        }

        if (type == FwpDataType.SecurityDescriptor)
        {
            if (SddlText.Read(text) is { } descriptor)
                return FwpConditionValue.Opaque(type, descriptor);
            log.Notice(node!, "descriptor", "this form of a security descriptor is not read; filters that test one like it are left out");
            return null;
        }

        var bytes = type == FwpDataType.ByteBlob && IsHex(text) ? new FwpBytes([.. Convert.FromHexString(text)]) : FwpBytes.FromString(text);
        return FwpConditionValue.Opaque(type, bytes);
    }

    private static FwpConditionValue? Prefix(XmlElementNode value, FwpDataType type, ImportLog log)
    {
        var (element, detail) = type == FwpDataType.V4AddrMask ? ("v4AddrMask", "mask") : ("v6AddrMask", "prefixLength");
        log.Unknown(value, "type", element);
        if (value[element] is { } node && IpAddr.TryParse(node.TextOf("addr"), out var address) && address.IsV4 == (type == FwpDataType.V4AddrMask)
            && TryLength(node.TextOf(detail), address.IsV4, out var length))
        {
            log.Unknown(node, "addr", detail);
            return FwpConditionValue.Prefix(address, length);
        }

        log.Error(value[element] ?? value, $"this is no {WfpNames.Of(type)}", $"<{element}> with <addr> and <{detail}>");
        return null;
    }

    private static FwpConditionValue? Range(XmlElementNode value, ImportLog log)
    {
        log.Unknown(value, "type", "rangeValue");
        var range = value["rangeValue"];
        if (range?["valueLow"] is not { } lowNode || range["valueHigh"] is not { } highNode)
        {
            log.Error(range ?? value, "the range is not whole", "<rangeValue> with <valueLow> and <valueHigh>");
            return null;
        }

        log.Unknown(range, "valueLow", "valueHigh");
        if (Value(lowNode, log) is not { } low || Value(highNode, log) is not { } high)
            return null;
        if (low.Type == high.Type && low.Bytes is null && high.Bytes is null && low.Low <= high.Low && low.Type < FwpDataType.V4AddrMask)
            return FwpConditionValue.Range(low.Type, low.Low, high.Low);
        log.Error(range, "the ends of the range do not make one", "two numbers of one type, the lower first");
        return null;
    }

    // A mask that is no prefix has no counterpart here.
    private static bool TryLength(string text, bool isV4, out byte length)
    {
        if (byte.TryParse(text, out length))
            return length <= (isV4 ? 32 : 128);
        if (!isV4 || !IpAddr.TryParse(text, out var mask) || !mask.IsV4)
            return false;
        length = (byte)UInt128.PopCount(mask.Value);
        return (uint)mask.Value == (length == 0 ? 0 : uint.MaxValue << (32 - length));
    }

    private static FwpDataType? TypeOf(string text)
    {
        foreach (var type in Enum.GetValues<FwpDataType>())
        {
            if (WfpNames.Of(type) == text)
                return type;
        }

        return null;
    }

    private static bool IsHex(string text) => text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit);
}
