using Gatehouse.Base;
using Gatehouse.Ike.Isakmp;

namespace Gatehouse.Keying.Ikev1;

/// <summary>What vendor ids announce, the peer's and this host's.</summary>
/// <param name="NatDiscovery">The payload number of NAT-D both ends know: RFC 3947's, or the draft's; null when the peer knows neither.</param>
/// <param name="InitialContact">The peer has no main mode with this host.</param>
/// <param name="ReceivesEarly">
/// The peer announces MS NT5: as responder it receives under a new pair from quick-mode message 2 on. Others, such as strongSwan, only from
/// message 3 on.
/// </param>
/// <param name="NegotiationDiscovery">The peer understands EXCHANGE_INFO ([MS-IKEE] 3.7).</param>
/// <param name="SpeaksAuthIp">The peer asks by AuthIP too: MS-MamieExists, or KEY_MODS with 1, which later Windows sends in its place.</param>
internal readonly record struct PeerFeatures(
    PayloadType? NatDiscovery, bool InitialContact, bool ReceivesEarly, bool NegotiationDiscovery, bool SpeaksAuthIp)
{
    /// <summary>The version Windows 8 and later put behind MS NT5 ISAKMPOAKLEY.</summary>
    private const uint WindowsVersion = 9;

    /// <summary>The number behind KEY_MODS of a host that speaks AuthIP.</summary>
    private const uint KeyModsAuthIp = 1;

    /// <summary>Reads the peer's vendor ids from #1 or #2.</summary>
    public static PeerFeatures From(IsakmpMessage message)
    {
        bool Has(VendorId id) => message.All<VendorIdPayload>().Any(payload => id.Matches(payload.Id.Span));
        PayloadType? nat = Has(VendorIds.Rfc3947) ? PayloadType.NatDiscovery
            : Has(VendorIds.NatTDraft02) || Has(VendorIds.NatTDraft02NoLineFeed) ? PayloadType.NatDiscoveryDraft
            : null;
        var authIp = Has(VendorIds.MsMamieExists)
            || message.All<VendorIdPayload>().Any(payload => VendorIds.KeyMods.Suffix(payload.Id.Span) == KeyModsAuthIp);
        return new PeerFeatures(nat, Has(VendorIds.InitialContact), Has(VendorIds.MsNt5), Has(VendorIds.NegotiationDiscovery), authIp);
    }

    /// <summary>
    /// This host's vendor ids in Windows' order, each only because its feature exists. MS-MamieExists and KEY_MODS 01 announce AuthIP
    /// and must stay away where this host does not speak it: a Windows peer drops the message and waits for AuthIP.
    /// </summary>
    public static IEnumerable<IsakmpBody> Announce(IpFamily family, bool initialContact, bool speaksAuthIp)
    {
        if (speaksAuthIp)
        {
            yield return VendorIds.MsMamieExists.ToPayload();
            yield return VendorIds.KeyMods.ToPayload(KeyModsAuthIp);
        }

        yield return VendorIds.MsNt5.ToPayload(WindowsVersion);
        if (family == IpFamily.V4)
        {
            yield return VendorIds.Rfc3947.ToPayload();
            yield return VendorIds.NatTDraft02.ToPayload();
        }

        yield return VendorIds.NegotiationDiscovery.ToPayload();
        if (initialContact)
            yield return VendorIds.InitialContact.ToPayload();
    }
}
