using System.Globalization;
using Gatehouse.Base;

namespace Gatehouse.Cli.Explaining;

/// <summary>ADDR or ADDR:PORT; an IPv6 address with a port stands in brackets (RFC 3986 section 3.2.2).</summary>
internal static class EndpointText
{
    /// <summary>What is accepted, for error messages.</summary>
    public const string Form = "ADDR or ADDR:PORT, and [ADDR]:PORT for IPv6";

    /// <summary>Reads it; port 0 when none is given.</summary>
    public static bool TryParse(string text, out Endpoint endpoint)
    {
        var (address, port) = Split(text);
        endpoint = default;
        if (!IpAddr.TryParse(address, out var parsed))
            return false;
        var number = (ushort)0;
        if (port is not null && !ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out number))
            return false;
        endpoint = new Endpoint(parsed, number);
        return true;
    }

    private static (string Address, string? Port) Split(string text)
    {
        if (text.StartsWith('[') && text.IndexOf("]:", StringComparison.Ordinal) is var close and > 0)
            return (text[1..close], text[(close + 2)..]);
        if (text.StartsWith('[') && text.EndsWith(']'))
            return (text[1..^1], null);
        // More than one colon and no brackets is an IPv6 address without a port.
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon >= 0 && colon == text.LastIndexOf(':') ? (text[..colon], text[(colon + 1)..]) : (text, null);
    }
}
