using System.Buffers.Binary;
using Gatehouse.Base;
using Gatehouse.Crypto.Hashing;
using Gatehouse.Ike.AuthIp;
using Gatehouse.Ike.Isakmp;
using Gatehouse.Model.AuthIp;

namespace Gatehouse.Keying.AuthIp;

/// <summary>
/// NAT discovery (RFC 3947 section 3.2) in messages 1 and 2, the first of which is hashed before any hash is agreed and with no responder cookie,
/// also when it is sent again with a DoS cookie.
/// </summary>
internal static class NatDetection
{
    private static readonly PrfAlgorithm[] Supported = [PrfAlgorithm.Sha1, PrfAlgorithm.Sha256, PrfAlgorithm.Md5, PrfAlgorithm.Sha384];

    /// <summary>The hash of message 1.</summary>
    public static PrfAlgorithm FirstHash(AuthIpWireProfile profile, IEnumerable<PrfAlgorithm> offered)
    {
        switch (profile.NatDiscoveryHash)
        {
            case NatDiscoveryHash.Sha1:
                return PrfAlgorithm.Sha1;
            case NatDiscoveryHash.Md5:
                return PrfAlgorithm.Md5;
            default:
                var distinct = offered.Distinct().ToArray();
                return distinct.Length == 1 ? distinct[0] : PrfAlgorithm.Sha256;
        }
    }

    /// <summary>The payloads to send: the remote end first, then this one; none for IPv6.</summary>
    public static IEnumerable<NatDiscoveryPayload> Payloads(PrfAlgorithm hash, ulong cookieI, ulong cookieR, Endpoint local, Endpoint remote) =>
        local.Address.Family != IpFamily.V4 ? [] :
        [
            new NatDiscoveryPayload(Hash(hash, cookieI, cookieR, remote)), new NatDiscoveryPayload(Hash(hash, cookieI, cookieR, local)),
        ];

    /// <summary>What the peer's payloads tell: null for no NAT (or nothing told), else a sentence.</summary>
    public static string? Judge(AuthIpMessage message, ulong cookieI, ulong cookieR, Endpoint local, Endpoint remote)
    {
        var received = message.All<NatDiscoveryPayload>().ToArray();
        if (received.Length == 0 || local.Address.Family != IpFamily.V4)
            return null;
        if (!Matches(received[0], cookieI, cookieR, local))
            return "this host is behind a NAT";
        return received.Skip(1).Any(own => Matches(own, cookieI, cookieR, remote)) ? null : "the peer is behind a NAT";
    }

    /// <summary>hash(CKY-I | CKY-R | IP | port).</summary>
    public static byte[] Hash(PrfAlgorithm hash, ulong cookieI, ulong cookieR, Endpoint endpoint)
    {
        var input = new byte[16 + endpoint.Address.Length + 2];
        BinaryPrimitives.WriteUInt64BigEndian(input, cookieI);
        BinaryPrimitives.WriteUInt64BigEndian(input.AsSpan(8), cookieR);
        endpoint.Address.WriteTo(input.AsSpan(16));
        BinaryPrimitives.WriteUInt16BigEndian(input.AsSpan(16 + endpoint.Address.Length), endpoint.Port);
        return Prf.Hash(hash, input);
    }

    // Which hash the peer took is told by its length alone.
    private static bool Matches(NatDiscoveryPayload payload, ulong cookieI, ulong cookieR, Endpoint endpoint)
    {
        foreach (var hash in Supported)
        {
            if (Prf.OutputLength(hash) == payload.Hash.Length && payload.Hash.Span.SequenceEqual(Hash(hash, cookieI, cookieR, endpoint)))
                return true;
        }

        return false;
    }
}
