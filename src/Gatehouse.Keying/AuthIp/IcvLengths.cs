using Gatehouse.Crypto.Hashing;
using Gatehouse.Model.AuthIp;

namespace Gatehouse.Keying.AuthIp;

/// <summary>How many bytes of the HMAC a message carries ([MS-AIPS] 2.2.3.2).</summary>
internal static class IcvLengths
{
    /// <summary>Of HMAC-MD5-96 and HMAC-SHA1-96 (RFC 2403, RFC 2404), and of everything with a Windows before 2008 R2.</summary>
    private const int Short = 12;

    /// <summary>Bytes this host puts on what it sends.</summary>
    public static int Sent(AuthIpWireProfile profile, PrfAlgorithm hash, uint? ownVersion, uint? peerVersion) => profile.IcvLength switch
    {
        IcvLength.AlwaysTwelve => Short,
        IcvLength.ByReceiver => Of(hash, IsOld(peerVersion)),
        _ => Of(hash, IsOld(peerVersion) || IsOld(ownVersion)),
    };

    /// <summary>Bytes this host expects on what it receives.</summary>
    public static int Received(AuthIpWireProfile profile, PrfAlgorithm hash, uint? ownVersion, uint? peerVersion) =>
        Sent(profile, hash, peerVersion, ownVersion);

    // Vista, Vista SP1 with Server 2008, and Windows 7.
    private static bool IsOld(uint? version) => version is 5 or 6 or 7;

    // RFC 4868 section 2.3: half of the HMAC.
    private static int Of(PrfAlgorithm hash, bool old) => old || hash == PrfAlgorithm.Sha1 ? Short : Prf.OutputLength(hash) / 2;
}
