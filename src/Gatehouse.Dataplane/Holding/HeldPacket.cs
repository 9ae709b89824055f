using Gatehouse.Base;
using Gatehouse.Dataplane.Flows;
using Gatehouse.Model.Ipsec;

namespace Gatehouse.Dataplane.Holding;

/// <summary>A packet that waits for its SA.</summary>
/// <param name="Token">The port's token.</param>
/// <param name="Wanted">The SA it waits for.</param>
/// <param name="Packet">A copy of the clear packet; it leaves only sealed, or never.</param>
/// <param name="Since">When it was held.</param>
/// <param name="Traffic">Protocol and ports, to find the SA that covers it.</param>
/// <param name="Flow">Its flow, which is secured when it leaves.</param>
/// <param name="Flags">What ALE asked of its flow.</param>
public readonly record struct HeldPacket(
    ulong Token, Wanted Wanted, byte[] Packet, Instant Since, TrafficSelector Traffic, FlowPacket Flow = default, FlowFlags Flags = FlowFlags.None)
{
    /// <summary>Both ends.</summary>
    public AddressPair Pair => Wanted.Addresses;

    /// <summary>Only an SA of guaranteed encryption may carry it.</summary>
    public bool GuaranteedEncryption => Wanted.GuaranteedEncryption;
}
