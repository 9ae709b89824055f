using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Gatehouse.Scenarios.Document;

namespace Gatehouse.Scenarios.Shapes;

/// <summary>What must match: the keys an exemption and a rule share, and the entry of the list of exemptions.</summary>
internal static partial class TrafficMatchShape
{
    private static readonly TextShape Address = new(
        "an IP address or prefix, such as 10.0.0.0/8", AddressPattern(), text => AddressPrefix.TryParse(text, out _));

    private static readonly UnionShape Addresses = new([Address, new ListShape(Address, 1, MaxAddresses, "addresses or prefixes", Unique: true)]);

    public static readonly UnionShape Exemption = new([new ChoiceShape(["icmp"]), new MappingShape(Keys(0), MinKeys: 1)]);

    /// <summary>
    /// The keys of a rule. Quick-mode selectors say "any" with protocol 0 and port 0 (RFC 2407 section 4.6.2), so a filter at the IPSEC layer
    /// that names them would catch what it does not mean.
    /// </summary>
    public static readonly ImmutableArray<Property> RuleKeys = Keys(1);

    /// <summary>Alternatives of one filter; a longer list belongs into several exemptions.</summary>
    private const int MaxAddresses = 64;

    private static ImmutableArray<Property> Keys(ushort lowest)
    {
        var port = new UnionShape(
        [
            new NumberShape(lowest, ushort.MaxValue),
            new TextShape("a range such as 5000-5010", RangePattern(), text => TryReadRange(text, out var range) && range.Low >= lowest),
        ]);
        return
        [
            new(
                "protocol",
                new UnionShape([Words.Protocol.Shape, new NumberShape(lowest, byte.MaxValue)]),
                "IP protocol; icmp also means ICMPv6. Default: any."),
            new("localPort", port, "This host's port, a number or a range such as 5000-5010. Default: any."),
            new("remotePort", port, "The peer's port, a number or a range. Default: any."),
            new("local", Addresses, "This host's address, prefix, or a list of them. Default: any."),
            new("remote", Addresses, "The peer's address, prefix, or a list of them. Default: any."),
        ];
    }

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
