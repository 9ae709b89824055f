using Gatehouse.Model.Ipsec;

namespace Gatehouse.Keying.Isakmp;

/// <summary>
/// What a pair is for. Flows of guaranteed encryption and others never share one ([MS-IKEE] 3.7), so two pairs replace each other only
/// when both parts are equal.
/// </summary>
/// <param name="Selector">Protocol and ports.</param>
/// <param name="GuaranteedEncryption">For flows whose encryption is guaranteed.</param>
internal readonly record struct PairScope(TrafficSelector Selector, bool GuaranteedEncryption)
{
    /// <summary>True when traffic of the other scope may travel in a pair of this one.</summary>
    public bool Covers(PairScope inner) =>
        GuaranteedEncryption == inner.GuaranteedEncryption
        && Selector.Covers(inner.Selector.Protocol, inner.Selector.LocalPort, inner.Selector.RemotePort);
}
