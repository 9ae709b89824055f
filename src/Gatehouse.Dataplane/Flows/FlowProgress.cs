using Gatehouse.Packets;

namespace Gatehouse.Dataplane.Flows;

/// <summary>
/// How an accepted packet moves its flow. TCP is followed only as far as protection needs: where a connection begins, and where it is over.
/// Refused packets never get here, so a forged segment moves no secured flow.
/// </summary>
internal static class FlowProgress
{
    /// <summary>The state after a packet.</summary>
    public static FlowState Next(in Flow flow, in FlowPacket packet, bool outbound)
    {
        var answered = (flow.Flags & FlowFlags.Answered) != 0 || IsAnswer(flow, outbound);
        if (!flow.IsTcp)
            return answered ? FlowState.Open : FlowState.Opening;
        if ((packet.Tcp & TcpFlags.Rst) != 0)
            return FlowState.Closed;
        if ((packet.Tcp & TcpFlags.Fin) != 0)
            return AfterFin(flow, outbound);
        return flow.State switch
        {
            // Only an endpoint that ignored the RST or the FINs sends on; its connection lives.
            FlowState.Closed when packet.Tcp == (TcpFlags.Ack | TcpFlags.Psh) => FlowState.Open,
            FlowState.Opening when answered => FlowState.Open,
            _ => flow.State,
        };
    }

    /// <summary>True when the packet goes against the direction the flow began in.</summary>
    public static bool IsAnswer(in Flow flow, bool outbound) => outbound == ((flow.Flags & FlowFlags.Inbound) != 0);

    /// <summary>
    /// True when a SYN begins a new connection between the ports of an old one: the old one is over (RFC 9293 section 3.6.1, TIME-WAIT reuse).
    /// While it is not, a SYN is judged as its packet, and a secured connection stays secured.
    /// </summary>
    public static bool BeginsAnew(in Flow flow, in FlowPacket packet) => packet.Kind == FlowPacketKind.TcpSyn && flow.State == FlowState.Closed;

    private static FlowState AfterFin(in Flow flow, bool outbound)
    {
        var (mine, other) = outbound ? (FlowState.ClosedByLocal, FlowState.ClosedByRemote) : (FlowState.ClosedByRemote, FlowState.ClosedByLocal);
        return flow.State == other || flow.State == FlowState.Closed ? FlowState.Closed : mine;
    }
}
