using System.Globalization;
using Gatehouse.Base;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Analysis.Import;

/// <summary>Numbers as netsh writes them: decimal, hexadecimal, an IPv4 address, or names of flags.</summary>
internal static class NumberText
{
    private static readonly (string Name, uint Bit)[] Flags =
    [
        ("FWP_CONDITION_FLAG_IS_LOOPBACK", 0x1),
        ("FWP_CONDITION_FLAG_IS_IPSEC_SECURED", 0x2),
        ("FWP_CONDITION_FLAG_IS_REAUTHORIZE", 0x4),
        ("FWP_CONDITION_FLAG_IS_WILDCARD_BIND", 0x8),
        ("FWP_CONDITION_FLAG_IS_RAW_ENDPOINT", 0x10),
        ("FWP_CONDITION_FLAG_IS_FRAGMENT", 0x20),
        ("FWP_CONDITION_FLAG_IS_FRAGMENT_GROUP", 0x40),
        ("FWP_CONDITION_FLAG_IS_IPSEC_NATT_RECLASSIFY", 0x80),
        ("FWP_CONDITION_FLAG_REQUIRES_ALE_CLASSIFY", 0x100),
        ("FWP_CONDITION_FLAG_IS_IMPLICIT_BIND", 0x200),
        ("FWP_CONDITION_FLAG_IS_REASSEMBLED", 0x400),
        ("FWP_CONDITION_FLAG_IS_NAME_APP_SPECIFIED", 0x4000),
        ("FWP_CONDITION_FLAG_IS_PROMISCUOUS", 0x8000),
        ("FWP_CONDITION_FLAG_IS_AUTH_FW", 0x10000),
        ("FWP_CONDITION_FLAG_IS_RECLASSIFY", 0x20000),
        ("FWP_CONDITION_FLAG_IS_OUTBOUND_PASS_THRU", 0x40000),
        ("FWP_CONDITION_FLAG_IS_INBOUND_PASS_THRU", 0x80000),
        ("FWP_CONDITION_FLAG_IS_CONNECTION_REDIRECTED", 0x100000),
        ("FWP_CONDITION_FLAG_IS_PROXY_CONNECTION", 0x200000),
        ("FWP_CONDITION_FLAG_IS_APPCONTAINER_LOOPBACK", 0x400000),
        ("FWP_CONDITION_FLAG_IS_NON_APPCONTAINER_LOOPBACK", 0x800000),
        ("FWP_CONDITION_FLAG_IS_HONORING_POLICY_AUTHORIZE", 0x2000000),
    ];

    /// <summary>Reads a number that fits its type.</summary>
    public static bool TryRead(string text, FwpDataType type, out UInt128 number)
    {
        number = UInt128.Zero;
        var maximum = type switch
        {
            FwpDataType.UInt8 => byte.MaxValue,
            FwpDataType.UInt16 => ushort.MaxValue,
            FwpDataType.UInt32 => (UInt128)uint.MaxValue,
            _ => ulong.MaxValue,
        };
        return (TryDigits(text, out number) || (type == FwpDataType.UInt32 && (TryAddress(text, out number) || TryFlags(text, out number))))
            && number <= maximum;
    }

    private static bool TryDigits(string text, out UInt128 number) => text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
        ? UInt128.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number)
        : UInt128.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static bool TryAddress(string text, out UInt128 number)
    {
        number = IpAddr.TryParse(text, out var address) && address.IsV4 ? address.Value : UInt128.Zero;
        return address.IsV4 && text.Contains('.', StringComparison.Ordinal) && IpAddr.TryParse(text, out _);
    }

    private static bool TryFlags(string text, out UInt128 number)
    {
        number = UInt128.Zero;
        foreach (var word in text.Split(['|', ' ', ','], StringSplitOptions.RemoveEmptyEntries))
        {
            var flag = Array.Find(Flags, entry => entry.Name == word);
            if (flag.Name is null)
                return false;
            number |= flag.Bit;
        }

        return number != UInt128.Zero;
    }
}
