using System.Globalization;

namespace Gatehouse.Base;

/// <summary>An address and a UDP or TCP port (host order).</summary>
public readonly record struct Endpoint(IpAddr Address, ushort Port)
{
    /// <summary>The text <see cref="TryParse"/> accepts, for error messages.</summary>
    public const string Form = "ADDR or ADDR:PORT, and [ADDR]:PORT for IPv6";

    /// <summary>Reads ADDR or ADDR:PORT; an IPv6 address with a port stands in brackets (RFC 3986 section 3.2.2). Port 0 when none is given.</summary>
    public static bool TryParse(string? text, out Endpoint endpoint)
    {
        endpoint = default;
        if (text is null)
            return false;
        var (address, port) = Split(text);
        if (!IpAddr.TryParse(address, out var parsed))
            return false;
        var number = (ushort)0;
        if (port is not null && !ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out number))
            return false;
        endpoint = new Endpoint(parsed, number);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Address.IsV4 ? $"{Address}:{Port}" : $"[{Address}]:{Port}";

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
