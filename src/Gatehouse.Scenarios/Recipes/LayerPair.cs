using Gatehouse.Base;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Scenarios.Recipes;

/// <summary>The IPv4 and the IPv6 twin of a layer. Every documented row exists once per family.</summary>
internal readonly record struct LayerPair(FwpmLayer V4, FwpmLayer V6)
{
    public static readonly LayerPair Ikeext = new(FwpmLayer.IkeextV4, FwpmLayer.IkeextV6);
    public static readonly LayerPair Ipsec = new(FwpmLayer.IpsecV4, FwpmLayer.IpsecV6);
    public static readonly LayerPair InboundTransport = new(FwpmLayer.InboundTransportV4, FwpmLayer.InboundTransportV6);
    public static readonly LayerPair OutboundTransport = new(FwpmLayer.OutboundTransportV4, FwpmLayer.OutboundTransportV6);
    public static readonly LayerPair AleAuthRecvAccept = new(FwpmLayer.AleAuthRecvAcceptV4, FwpmLayer.AleAuthRecvAcceptV6);
    public static readonly LayerPair AleAuthConnect = new(FwpmLayer.AleAuthConnectV4, FwpmLayer.AleAuthConnectV6);

    public FwpmLayer For(IpFamily family) => family == IpFamily.V6 ? V6 : V4;
}

/// <summary>The IPv4 and the IPv6 twin of a callout.</summary>
internal readonly record struct CalloutPair(FwpmCallout V4, FwpmCallout V6)
{
    public static readonly CalloutPair InboundTransport = new(FwpmCallout.IpsecInboundTransportV4, FwpmCallout.IpsecInboundTransportV6);
    public static readonly CalloutPair OutboundTransport = new(FwpmCallout.IpsecOutboundTransportV4, FwpmCallout.IpsecOutboundTransportV6);

    public static readonly CalloutPair InboundInitiateSecure =
        new(FwpmCallout.IpsecInboundInitiateSecureV4, FwpmCallout.IpsecInboundInitiateSecureV6);

    public static readonly CalloutPair AleConnect = new(FwpmCallout.IpsecAleConnectV4, FwpmCallout.IpsecAleConnectV6);

    public FwpmCallout For(IpFamily family) => family == IpFamily.V6 ? V6 : V4;
}
