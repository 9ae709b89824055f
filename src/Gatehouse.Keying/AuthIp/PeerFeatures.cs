using Gatehouse.Base;
using Gatehouse.Ike.AuthIp;
using Gatehouse.Ike.Isakmp;

namespace Gatehouse.Keying.AuthIp;

/// <summary>What vendor ids announce.</summary>
/// <param name="Version">The number behind MS NT5 ISAKMPOAKLEY; null without. It decides the ICV's length.</param>
/// <param name="NatTraversal">RFC 3947; IPv4 only.</param>
/// <param name="Fragmentation">Microsoft fragments.</param>
/// <param name="NegotiationDiscovery">Permits EXCHANGE_INFO.</param>
/// <param name="InitialContact">The sender has no main mode with the receiver.</param>
internal readonly record struct PeerFeatures(uint? Version, bool NatTraversal, bool Fragmentation, bool NegotiationDiscovery, bool InitialContact)
{
    /// <summary>Reads a peer's vendor ids.</summary>
    public static PeerFeatures From(AuthIpMessage message)
    {
        bool Has(VendorId id) => message.All<VendorIdPayload>().Any(payload => id.Matches(payload.Id.Span));
        var nt5 = message.All<VendorIdPayload>().FirstOrDefault(payload => VendorIds.MsNt5.Matches(payload.Id.Span));
        return new PeerFeatures(
            nt5 is null ? null : VendorIds.MsNt5.Suffix(nt5.Id.Span), Has(VendorIds.Rfc3947), Has(VendorIds.Fragmentation),
            Has(VendorIds.NegotiationDiscovery), Has(VendorIds.InitialContact));
    }

    /// <summary>What this build can do, so that nothing is announced that does not exist.</summary>
    public static PeerFeatures Own(uint version, IpFamily family, bool initialContact) =>
        new(version, family == IpFamily.V4, Fragmentation: false, NegotiationDiscovery: true, initialContact);

    /// <summary>The vendor ids in the order of the Windows message.</summary>
    public IEnumerable<IsakmpBody> ToPayloads()
    {
        if (Version is { } version)
            yield return VendorIds.MsNt5.ToPayload(version);
        if (NatTraversal)
            yield return VendorIds.Rfc3947.ToPayload();
        if (Fragmentation)
            yield return VendorIds.Fragmentation.ToPayload();
        if (NegotiationDiscovery)
            yield return VendorIds.NegotiationDiscovery.ToPayload();
        if (InitialContact)
            yield return VendorIds.InitialContact.ToPayload();
    }
}
