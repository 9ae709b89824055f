using System.Diagnostics.CodeAnalysis;
using Gatehouse.Base;
using Gatehouse.Ike.Isakmp;
using Gatehouse.Model.Ipsec;

namespace Gatehouse.Keying.Isakmp;

/// <summary>
/// Traffic selectors in quick-mode identification payloads: transport mode protects exactly the two endpoint addresses, with one protocol and
/// one port each, 0 meaning any (RFC 2407 section 4.6.2).
/// </summary>
internal static class Selectors
{
    /// <summary>IDci and IDcr of a quick mode this host begins.</summary>
    public static IdentificationPayload[] ToIds(AddressPair addresses, TrafficSelector selector) =>
    [
        IdentificationPayload.ForAddress(addresses.Local, selector.Protocol, selector.LocalPort),
        IdentificationPayload.ForAddress(addresses.Remote, selector.Protocol, selector.RemotePort),
    ];

    /// <summary>
    /// Reads the peer's IDci (itself) and IDcr (this host). Absent ones mean all traffic between the two addresses. Subnets and ranges pass when
    /// they hold one address. False when an address is not an endpoint of the main mode, or the two protocols differ.
    /// </summary>
    public static bool TryRead(IsakmpMessage message, AddressPair addresses, out TrafficSelector selector)
    {
        selector = TrafficSelector.Any;
        var ids = message.All<IdentificationPayload>().ToArray();
        if (ids.Length == 0)
            return true;
        if (ids is not [var remote, var local]
            || !Holds(remote, addresses.Remote)
            || !Holds(local, addresses.Local)
            || remote.Protocol != local.Protocol)
            return false;
        selector = new TrafficSelector(local.Protocol, local.Port, remote.Port);
        return true;
    }

    /// <summary>True when an answer's IDs are those that were sent, or are missing.</summary>
    public static bool Echo(IsakmpMessage answer, IdentificationPayload[] sent)
    {
        var ids = answer.All<IdentificationPayload>().ToArray();
        return ids.Length == 0
            || (ids.Length == sent.Length && ids.Zip(sent).All(pair => pair.First.ToBytes().AsSpan().SequenceEqual(pair.Second.ToBytes())));
    }

    /// <summary>True when the identity of a main mode is this address, with protocol and port 0/0 or 17/500.</summary>
    public static bool IsMainModeIdentity(IdentificationPayload id, IpAddr address, [NotNullWhen(true)] out string? identity)
    {
        identity = id.Address is { } claimed && claimed.Value == address.Value && claimed.Family == address.Family
            && (id.Protocol, id.Port) is (0, 0) or (17, 500) ? address.ToString() : null;
        return identity is not null;
    }

    // Addresses are compared without scope: the wire has none, and the datagram that carries the payload came over the right link.
    private static bool Holds(IdentificationPayload id, IpAddr address)
    {
        var bytes = address.ToBytes();
        var data = id.Data.Span;
        var family = address.IsV4;
        return id.IdType switch
        {
            IdType.Ipv4Address => family && data.SequenceEqual(bytes),
            IdType.Ipv6Address => !family && data.SequenceEqual(bytes),
            IdType.Ipv4Subnet => family && data[..4].SequenceEqual(bytes) && !data[4..].ContainsAnyExcept((byte)0xFF),
            IdType.Ipv6Subnet => !family && data[..16].SequenceEqual(bytes) && !data[16..].ContainsAnyExcept((byte)0xFF),
            IdType.Ipv4Range => family && data[..4].SequenceEqual(bytes) && data[4..].SequenceEqual(bytes),
            IdType.Ipv6Range => !family && data[..16].SequenceEqual(bytes) && data[16..].SequenceEqual(bytes),
            _ => false,
        };
    }
}
