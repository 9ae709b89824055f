using Gatehouse.Base;
using Gatehouse.Dataplane.Flows;
using Gatehouse.Filtering;
using Gatehouse.Filtering.Callouts;
using Gatehouse.Model.Verdicts;
using Gatehouse.Model.Wfp;
using Gatehouse.Packets;

namespace Gatehouse.Dataplane;

/// <summary>
/// Asks the ALE layers: once per connection, at ALE_AUTH_CONNECT for one this host begins and at ALE_AUTH_RECV_ACCEPT for one the peer begins,
/// and again at the same layer when the policy or the protection of the connection changes (reference section 1.2, reauthorisation).
/// </summary>
internal sealed class AleAuthorisation(PathParts parts)
{
    /// <summary>
    /// Null when the packet may go on; <paramref name="flags"/> are then what the layer asks of its flow. Otherwise why not.
    /// </summary>
    /// <param name="view">The packet and its flow.</param>
    /// <param name="fields">Its fields at the transport layer.</param>
    /// <param name="outbound">Direction of the packet.</param>
    /// <param name="arrivedProtected">It was opened from an SA.</param>
    /// <param name="flags">Flags for the flow.</param>
    public PathVerdict? Check(in FlowView view, in ClassifyFields fields, bool outbound, bool arrivedProtected, out FlowFlags flags)
    {
        flags = FlowFlags.None;
        if (!view.IsOfConnection || !IsDue(view, outbound, arrivedProtected))
            return null;

        // A SYN from the peer asks to be accepted, whoever began what the table knows of its ports.
        var accept = view.IsInbound || (!outbound && view.Packet.Kind == FlowPacketKind.TcpSyn);
        var secured = arrivedProtected || (view.Flags & FlowFlags.Secure) != 0;
        var facts = new CalloutFacts(Loopback: false, GroupDestination: false, ArrivedProtected: secured, KeyingMark: false);
        var result = parts.Classify(LayerOf(fields.Local.Family, accept), FieldsOf(view, fields, outbound), facts);
        if (result.Action != ClassifyAction.Permit)
            return PathParts.Drop(result.Reason, result.FilterId);
        flags = FlagsOf(result.RawContext, accept);
        parts.BeginsConnection = view.Begins;
        return null;
    }

    // A SYN in clear asks for a new connection, so it never rides on an old permission.
    private bool IsDue(in FlowView view, bool outbound, bool arrivedProtected)
    {
        if (view.Begins || view.Index < 0 || view.AleEpoch != parts.Flows.AleEpoch)
            return true;
        var becomesSecured = arrivedProtected && (view.Flags & FlowFlags.Secure) == 0;
        return becomesSecured || (!outbound && !arrivedProtected && view.Packet.Kind == FlowPacketKind.TcpSyn);
    }

    private static FwpmLayer LayerOf(IpFamily family, bool accept) => (family, accept) switch
    {
        (IpFamily.V4, true) => FwpmLayer.AleAuthRecvAcceptV4,
        (IpFamily.V4, false) => FwpmLayer.AleAuthConnectV4,
        (_, true) => FwpmLayer.AleAuthRecvAcceptV6,
        _ => FwpmLayer.AleAuthConnectV6,
    };

    // The connection's own values: for ICMP the question's type, and as destination the peer, whatever way this packet goes.
    private static ClassifyFields FieldsOf(in FlowView view, in ClassifyFields fields, bool outbound)
    {
        var asked = fields;
        if (!outbound)
            asked.DestinationAddressType = NlAddressType.Unicast;
        if (fields.Protocol == (fields.Local.IsV4 ? IpProtocol.Icmp : IpProtocol.IcmpV6))
            asked.LocalPort = (byte)view.Packet.Key.LocalPort;
        return asked;
    }

    // Encryption that is guaranteed on the way out is protection from the first packet on; on the way in INITIATE_SECURE has seen to that.
    private static FlowFlags FlagsOf(ulong rawContext, bool accept)
    {
        var flags = FlowFlags.None;
        if ((rawContext & FwpmContext.AleRequireIpsecEncryption) != 0)
            flags |= accept ? FlowFlags.GuaranteedEncryption : FlowFlags.GuaranteedEncryption | FlowFlags.RequireSecurity;
        if (!accept && (rawContext & FwpmContext.AleRequireIpsecSecurity) != 0)
            flags |= FlowFlags.RequireSecurity;
        return flags;
    }
}
