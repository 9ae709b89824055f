using Gatehouse.Base;
using Gatehouse.Dataplane.Sad;
using Gatehouse.Model.Ipsec;

namespace Gatehouse.Dataplane;

/// <summary>News the packet path has for its node. Calls come from inside a judgement and must only take note.</summary>
public interface IPathEvents
{
    /// <summary>Traffic needs an SA and none is being negotiated yet.</summary>
    void AcquireRequested(in Wanted wanted);

    /// <summary>The peer seals under an SPI this host does not have: its delete was lost, or this host lost the SA in a crash.</summary>
    void UnknownSpi(AddressPair addresses, Spi inbound);

    /// <summary>The flow that asked for the negotiation under way, and goes in clear meanwhile, was answered in clear. Told once.</summary>
    void ClearReply(AddressPair addresses);

    /// <summary>The first packet opened under a pair.</summary>
    void FirstPacketReceived(SaEntry entry);

    /// <summary>A pair reached a limit of traffic.</summary>
    void TrafficLimitReached(SaEntry entry, SaTrafficLimit limit);
}
