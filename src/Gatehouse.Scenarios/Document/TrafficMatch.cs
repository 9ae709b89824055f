using System.Collections.Immutable;
using System.Text;
using Gatehouse.Base;

namespace Gatehouse.Scenarios.Document;

/// <summary>An inclusive range of ports; one port when both ends are equal.</summary>
/// <param name="Low">First port.</param>
/// <param name="High">Last port.</param>
public readonly record struct PortRange(ushort Low, ushort High)
{
    /// <summary>True when every port of the other range is in this one.</summary>
    public bool Includes(PortRange other) => Low <= other.Low && High >= other.High;

    /// <inheritdoc/>
    public override string ToString() => Low == High ? $"{Low}" : $"{Low}-{High}";
}

/// <summary>The protocol of a match. ICMP is one word for two numbers: ICMP at IPv4 layers, ICMPv6 at IPv6 layers.</summary>
/// <param name="V4">Protocol number for IPv4.</param>
/// <param name="V6">Protocol number for IPv6.</param>
public readonly record struct TrafficProtocol(byte V4, byte V6)
{
    /// <summary>ICMP and ICMPv6.</summary>
    public static readonly TrafficProtocol Icmp = new(1, 58);

    /// <summary>One number for both families.</summary>
    public static TrafficProtocol Number(byte number) => new(number, number);

    /// <summary>The number at a layer of that family.</summary>
    public byte For(IpFamily family) => family == IpFamily.V6 ? V6 : V4;

    /// <inheritdoc/>
    public override string ToString() => (V4, V6) switch
    {
        (1, 58) => "icmp",
        (6, _) => "tcp",
        (17, _) => "udp",
        (132, _) => "sctp",
        _ => $"protocol {V4}",
    };
}

/// <summary>Which traffic an exemption or a rule speaks of. Everything that is given must match; local and remote are relative to this host.</summary>
/// <param name="Protocol">IP protocol, or null for any.</param>
/// <param name="LocalPort">This host's port, or null for any.</param>
/// <param name="RemotePort">The peer's port, or null for any.</param>
/// <param name="Local">This host's addresses; empty for any.</param>
/// <param name="Remote">The peer's addresses; empty for any.</param>
public sealed record TrafficMatch(
    TrafficProtocol? Protocol,
    PortRange? LocalPort,
    PortRange? RemotePort,
    ImmutableArray<AddressPrefix> Local,
    ImmutableArray<AddressPrefix> Remote)
{
    /// <summary>ICMP and ICMPv6 with everybody, the default exemption.</summary>
    public static readonly TrafficMatch Icmp = new(TrafficProtocol.Icmp, null, null, [], []);

    /// <summary>True when nothing is given, so that all traffic matches.</summary>
    public bool IsAll => Protocol is null && LocalPort is null && RemotePort is null && Local.IsEmpty && Remote.IsEmpty;

    /// <summary>True when it has filters at layers of that family: no addresses, or some of the family on each side that has any.</summary>
    public bool Covers(IpFamily family) => HasFamily(Local, family) && HasFamily(Remote, family);

    /// <summary>True when at layers of that family everything the other matches is matched by this too.</summary>
    public bool Includes(TrafficMatch other, IpFamily family) =>
        (Protocol is not { } protocol || other.Protocol?.For(family) == protocol.For(family))
        && Includes(LocalPort, other.LocalPort)
        && Includes(RemotePort, other.RemotePort)
        && Includes(Local, other.Local, family)
        && Includes(Remote, other.Remote, family);

    /// <summary>The match in words, such as "tcp local port 22"; equal texts mean equal matches.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Protocol?.ToString() ?? "any protocol");
        if (!Local.IsEmpty)
            text.Append(" local ").AppendJoin(',', Local);
        if (LocalPort is { } local)
            text.Append(" local port ").Append(local);
        if (!Remote.IsEmpty)
            text.Append(" remote ").AppendJoin(',', Remote);
        if (RemotePort is { } remote)
            text.Append(" remote port ").Append(remote);
        return text.ToString();
    }

    private static bool HasFamily(ImmutableArray<AddressPrefix> addresses, IpFamily family) =>
        addresses.IsEmpty || addresses.Any(prefix => prefix.Address.Family == family);

    private static bool Includes(PortRange? mine, PortRange? others) =>
        mine is not { } range || (others is { } other && range.Includes(other));

    private static bool Includes(ImmutableArray<AddressPrefix> mine, ImmutableArray<AddressPrefix> others, IpFamily family) =>
        mine.IsEmpty || (!others.IsEmpty
            && others.Where(other => other.Address.Family == family).All(other => mine.Any(prefix => prefix.Includes(other))));
}
