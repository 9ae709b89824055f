using Gatehouse.Base;
using Gatehouse.Model.Ipsec;

namespace Gatehouse.Dataplane;

/// <summary>An SA that traffic asks for.</summary>
/// <param name="Addresses">Both ends.</param>
/// <param name="Selector">Protocol and ports it is to cover.</param>
/// <param name="GuaranteedEncryption">For flows whose encryption is guaranteed.</param>
public readonly record struct Wanted(AddressPair Addresses, TrafficSelector Selector, bool GuaranteedEncryption)
{
    /// <summary>True when an SA of that selector serves it.</summary>
    public bool IsServedBy(AddressPair addresses, TrafficSelector selector, bool guaranteedEncryption) =>
        Addresses == addresses && GuaranteedEncryption == guaranteedEncryption
        && selector.Covers(Selector.Protocol, Selector.LocalPort, Selector.RemotePort);
}
