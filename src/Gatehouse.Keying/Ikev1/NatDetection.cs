using System.Buffers.Binary;
using Gatehouse.Base;
using Gatehouse.Crypto.Hashing;
using Gatehouse.Ike.Isakmp;

namespace Gatehouse.Keying.Ikev1;

/// <summary>NAT discovery (RFC 3947 section 3.2): each end hashes the addresses it sees, the other compares.</summary>
internal static class NatDetection
{
    /// <summary>The NAT-D payloads to send: the remote end first, then this one.</summary>
    public static IEnumerable<NatDiscoveryPayload> Payloads(MainModeSa sa)
    {
        if (sa.Peer.Addresses.Family != IpFamily.V4 || sa.Features.NatDiscovery is not { } type)
            return [];
        return [new NatDiscoveryPayload(type, Hash(sa, sa.Remote)), new NatDiscoveryPayload(type, Hash(sa, sa.Local))];
    }

    /// <summary>
    /// What the peer's payloads tell: null for no NAT (or nothing told), else a sentence. The first payload is this host as the peer sees it,
    /// the following are the peer's own addresses, of which one must be the one its datagrams come from.
    /// </summary>
    public static string? Judge(MainModeSa sa, IsakmpMessage message)
    {
        var received = message.All<NatDiscoveryPayload>().ToArray();
        if (received.Length == 0 || sa.Peer.Addresses.Family != IpFamily.V4)
            return null;
        if (!received[0].Hash.Span.SequenceEqual(Hash(sa, sa.Local)))
            return "this host is behind a NAT";
        var remote = Hash(sa, sa.Remote);
        return received.Skip(1).Any(own => own.Hash.Span.SequenceEqual(remote)) ? null : "the peer is behind a NAT";
    }

    /// <summary>hash(CKY-I | CKY-R | IP | port) with the negotiated hash.</summary>
    public static byte[] Hash(PrfAlgorithm hash, ulong cookieI, ulong cookieR, Endpoint endpoint)
    {
        var port = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(port, endpoint.Port);
        return Prf.Hash(hash, KeySchedule.Cookies(cookieI, cookieR), endpoint.Address.ToBytes(), port);
    }

    private static byte[] Hash(MainModeSa sa, Endpoint endpoint) => Hash(sa.Choice.Suite.Hash, sa.CookieI, sa.CookieR, endpoint);
}
