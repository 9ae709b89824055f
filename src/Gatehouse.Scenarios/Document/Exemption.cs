using System.Collections.Immutable;
using System.Text;
using Gatehouse.Base;

namespace Gatehouse.Scenarios.Document;

/// <summary>An inclusive range of ports; one port when both ends are equal.</summary>
/// <param name="Low">First port.</param>
/// <param name="High">Last port.</param>
public readonly record struct PortRange(ushort Low, ushort High)
{
    /// <inheritdoc/>
    public override string ToString() => Low == High ? $"{Low}" : $"{Low}-{High}";
}

/// <summary>An address with the number of leading bits that count; a single address has all of them.</summary>
/// <param name="Address">The address; host bits are kept as written.</param>
/// <param name="Length">0 to 32 for IPv4, 0 to 128 for IPv6.</param>
public readonly record struct AddressPrefix(IpAddr Address, byte Length)
{
    /// <summary>True when every bit counts.</summary>
    public bool IsSingle => Length == Address.Length * 8;

    /// <summary>Reads an address or address/length.</summary>
    public static bool TryParse(string? text, out AddressPrefix prefix)
    {
        prefix = default;
        var slash = text?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        if (!IpAddr.TryParse(slash < 0 ? text : text![..slash], out var address))
            return false;
        var bits = address.Length * 8;
        if (slash >= 0 && (!byte.TryParse(text.AsSpan(slash + 1), out var length) || (bits = length) > address.Length * 8))
            return false;
        prefix = new AddressPrefix(address, (byte)bits);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => IsSingle ? Address.ToString() : $"{Address}/{Length}";
}

/// <summary>The protocol of an exemption. ICMP is one word for two numbers: ICMP at IPv4 layers, ICMPv6 at IPv6 layers.</summary>
/// <param name="V4">Protocol number for IPv4.</param>
/// <param name="V6">Protocol number for IPv6.</param>
public readonly record struct ExemptProtocol(byte V4, byte V6)
{
    /// <summary>ICMP and ICMPv6.</summary>
    public static readonly ExemptProtocol Icmp = new(1, 58);

    /// <summary>One number for both families.</summary>
    public static ExemptProtocol Number(byte number) => new(number, number);

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

/// <summary>Traffic that stays in clear. Everything that is given must match; local and remote are relative to this host.</summary>
/// <param name="Protocol">IP protocol, or null for any.</param>
/// <param name="LocalPort">This host's port, or null for any.</param>
/// <param name="RemotePort">The peer's port, or null for any.</param>
/// <param name="Local">This host's addresses; empty for any.</param>
/// <param name="Remote">The peer's addresses; empty for any.</param>
public sealed record Exemption(
    ExemptProtocol? Protocol,
    PortRange? LocalPort,
    PortRange? RemotePort,
    ImmutableArray<AddressPrefix> Local,
    ImmutableArray<AddressPrefix> Remote)
{
    /// <summary>The default: ICMP and ICMPv6 with everybody.</summary>
    public static readonly Exemption Icmp = new(ExemptProtocol.Icmp, null, null, [], []);

    /// <summary>True when it has filters at layers of that family: no addresses, or some of the family on each side that has any.</summary>
    public bool Covers(IpFamily family) => HasFamily(Local, family) && HasFamily(Remote, family);

    /// <summary>The exemption in words, such as "tcp local port 22"; equal texts mean equal exemptions.</summary>
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
}
