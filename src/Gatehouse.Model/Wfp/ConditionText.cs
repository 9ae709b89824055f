using System.Text;
using Gatehouse.Base;

namespace Gatehouse.Model.Wfp;

/// <summary>The operand of a condition as text, in the words of its field: NlatUnicast, IPPROTO_TCP, a port, an address, a prefix, a range.</summary>
public static class ConditionText
{
    /// <summary>The operand as text.</summary>
    public static string Of(FwpmFilterCondition condition)
    {
        var value = condition.Value;
        if (value.Bytes is { } bytes)
            return Opaque(bytes);
        return value.Type switch
        {
            FwpDataType.Empty => "",
            FwpDataType.Range => $"{Scalar(condition.Field, value.ElementType, value.Low)}-{Scalar(condition.Field, value.ElementType, value.High)}",
            FwpDataType.V4AddrMask => $"{new IpAddr(IpFamily.V4, value.Low)}/{value.PrefixLength}",
            FwpDataType.V6AddrMask => $"{new IpAddr(IpFamily.V6, value.Low)}/{value.PrefixLength}",
            _ => Scalar(condition.Field, value.Type, value.Low),
        };
    }

    // What is UTF-16 text of visible characters, such as a path or a security descriptor in SDDL, reads better as such.
    private static string Opaque(FwpBytes bytes)
    {
        var text = bytes.Value.Length is > 0 and var length && length % 2 == 0 ? Encoding.Unicode.GetString(bytes.Value.AsSpan()) : "";
        return text.Length > 0 && text.All(one => one is > ' ' and <= '~') ? text : bytes.ToString();
    }

    private static string Scalar(FwpmConditionField field, FwpDataType type, UInt128 value) => (field, type) switch
    {
        (FwpmConditionField.IpProtocol, FwpDataType.UInt8) => Protocol((byte)value),
        (FwpmConditionField.IpLocalAddressType or FwpmConditionField.IpDestinationAddressType, FwpDataType.UInt8) => AddressType((byte)value),
        (FwpmConditionField.IpLocalAddress or FwpmConditionField.IpRemoteAddress, FwpDataType.UInt32) => $"{new IpAddr(IpFamily.V4, value)}",
        (_, FwpDataType.ByteArray16) => $"{new IpAddr(IpFamily.V6, value)}",
        _ => value.ToString(),
    };

    private static string Protocol(byte number) => number switch
    {
        1 => "IPPROTO_ICMP",
        4 => "IPPROTO_IPV4",
        6 => "IPPROTO_TCP",
        17 => "IPPROTO_UDP",
        41 => "IPPROTO_IPV6",
        50 => "IPPROTO_ESP",
        51 => "IPPROTO_AH",
        58 => "IPPROTO_ICMPV6",
        132 => "IPPROTO_SCTP",
        _ => $"{number}",
    };

    private static string AddressType(byte value) => value <= (byte)NlAddressType.Broadcast ? $"Nlat{(NlAddressType)value}" : $"{value}";
}
