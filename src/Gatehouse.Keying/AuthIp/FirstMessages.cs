using Gatehouse.Ike.AuthIp;
using Gatehouse.Ike.Isakmp;

namespace Gatehouse.Keying.AuthIp;

/// <summary>The payloads of messages 1 and 2, in the order of figures 4 and 5 of [MS-AIPS], which is that of the Windows message.</summary>
internal static class FirstMessages
{
    /// <summary>SA, Auth, Ni, VID…, [NAT-D, NAT-D], [GSS-API], [KE].</summary>
    public static IReadOnlyList<IsakmpBody> Request(
        MainModeOffer offer, byte[] nonce, PeerFeatures own, IEnumerable<NatDiscoveryPayload> natDiscovery, GssApiPayload? token, byte[]? publicValue)
    {
        List<IsakmpBody> payloads = [offer.Sa, new AuthPayload(offer.Methods), new NoncePayload(nonce), .. own.ToPayloads(), .. natDiscovery];
        if (token is not null)
            payloads.Add(token);
        if (publicValue is not null)
            payloads.Add(new KeyExchangePayload(publicValue));
        return payloads;
    }

    /// <summary>SA, Auth, Nr, Nr(qm), VID…, [NAT-D, NAT-D], [GSS-API], [GSS_ID], [KE].</summary>
    public static IReadOnlyList<IsakmpBody> Answer(
        MainModeSa sa, PeerFeatures own, IEnumerable<NatDiscoveryPayload> natDiscovery, GssApiPayload? token, GssIdPayload? name)
    {
        List<IsakmpBody> payloads =
        [
            sa.Choice.Answer, new AuthPayload(sa.Methods), new NoncePayload(sa.NonceR), new NoncePayload(sa.FirstQuickModeNonceR),
            .. own.ToPayloads(), .. natDiscovery,
        ];
        if (token is not null)
            payloads.Add(token);
        if (name is not null)
            payloads.Add(name);
        if (sa.DhPair is { } pair)
            payloads.Add(new KeyExchangePayload(pair.PublicValue.ToArray()));
        return payloads;
    }
}
