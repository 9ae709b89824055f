using System.Text.RegularExpressions;
using Gatehouse.Scenarios.Document;

namespace Gatehouse.Scenarios.Shapes;

/// <summary>What must match: the keys an exemption and a rule share, and the entry of the list of exemptions.</summary>
internal static partial class TrafficMatchShape
{
    private static readonly UnionShape Port = new(
    [
        new NumberShape(0, ushort.MaxValue),
        new TextShape("a range such as 5000-5010", RangePattern(), text => TryReadRange(text, out _)),
    ]);

    private static readonly TextShape Address = new(
        "an IP address or prefix, such as 10.0.0.0/8", AddressPattern(), text => AddressPrefix.TryParse(text, out _));

    private static readonly UnionShape Addresses = new([Address, new ListShape(Address, 1, MaxAddresses, "addresses or prefixes", Unique: true)]);

    public static readonly UnionShape Item = new(
    [
        new ChoiceShape(["icmp"]),
        new MappingShape(
        [
            new("protocol", new UnionShape([Words.Protocol.Shape, new NumberShape(0, 255)]), "IP protocol; icmp also means ICMPv6. Default: any."),
            new("localPort", Port, "This host's port, a number or a range such as 5000-5010. Default: any."),
            new("remotePort", Port, "The peer's port, a number or a range. Default: any."),
            new("local", Addresses, "This host's address, prefix, or a list of them. Default: any."),
            new("remote", Addresses, "The peer's address, prefix, or a list of them. Default: any."),
        ],
            MinKeys: 1),
    ]);

    /// <summary>Alternatives of one filter; a longer list belongs into several exemptions.</summary>
    private const int MaxAddresses = 64;

    /// <summary>Reads "low-high", both ends in range and in order.</summary>
    public static bool TryReadRange(string text, out PortRange range)
    {
        range = default;
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        if (dash < 0 || !ushort.TryParse(text.AsSpan(0, dash), out var low) || !ushort.TryParse(text.AsSpan(dash + 1), out var high))
            return false;
        range = new PortRange(low, high);
        return low <= high;
    }

    [GeneratedRegex("^[0-9]{1,5}-[0-9]{1,5}$")]
    private static partial Regex RangePattern();

    [GeneratedRegex("^[0-9A-Fa-f:.]+(/[0-9]{1,3})?$")]
    private static partial Regex AddressPattern();
}
