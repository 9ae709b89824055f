using System.Collections.Immutable;
using Gatehouse.Scenarios.Document;
using Gatehouse.Scenarios.Shapes;

namespace Gatehouse.Scenarios.Reading;

/// <summary>An entry of the list of exemptions, or the same keys of a rule, to a record.</summary>
internal static class TrafficMatchBinder
{
    /// <summary>False when the entry is malformed; the shape checker says how.</summary>
    public static bool TryBind(PolicyNode node, out TrafficMatch match)
    {
        match = TrafficMatch.Icmp;
        if (node is ScalarNode scalar)
            return scalar.Value == "icmp";
        if (node is not MappingNode { Entries.Length: > 0 } mapping || !mapping.Entries.All(entry => PolicyShape.Keys.Contains(entry.Key)))
            return false;
        if (!TryProtocol(node["protocol"], out var protocol) || !TryPort(node["localPort"], out var localPort)
            || !TryPort(node["remotePort"], out var remotePort) || !TryAddresses(node["local"], out var local)
            || !TryAddresses(node["remote"], out var remote))
            return false;
        match = new TrafficMatch(protocol, localPort, remotePort, local, remote);
        return true;
    }

    private static bool TryProtocol(PolicyNode? node, out TrafficProtocol? protocol)
    {
        protocol = null;
        if (node is null)
            return true;
        if (byte.TryParse(node.Text, out var number))
            protocol = TrafficProtocol.Number(number);
        else if (Words.Protocol.TryRead(node.Text, out var known))
            protocol = known;
        return protocol is not null;
    }

    private static bool TryPort(PolicyNode? node, out PortRange? port)
    {
        port = null;
        if (node is null)
            return true;
        if (ushort.TryParse(node.Text, out var single))
            port = new PortRange(single, single);
        else if (node.Text is { } text && TrafficMatchShape.TryReadRange(text, out var range))
            port = range;
        return port is not null;
    }

    private static bool TryAddresses(PolicyNode? node, out ImmutableArray<AddressPrefix> addresses)
    {
        var builder = ImmutableArray.CreateBuilder<AddressPrefix>();
        var sound = true;
        foreach (var item in node is ScalarNode ? [node] : node?.Items ?? [])
        {
            sound &= AddressPrefix.TryParse(item.Text, out var prefix);
            builder.Add(prefix);
        }

        addresses = builder.DrainToImmutable();
        return sound && (node is null || !addresses.IsEmpty);
    }
}
