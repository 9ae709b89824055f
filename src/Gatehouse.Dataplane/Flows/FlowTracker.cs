using Gatehouse.Base;
using Gatehouse.Dataplane.Sad;
using Gatehouse.Packets;

namespace Gatehouse.Dataplane.Flows;

/// <summary>Connects packets with the flow table: what is known before a verdict, and what an accepted packet changes.</summary>
public sealed class FlowTracker(FlowTable table)
{
    /// <summary>The table.</summary>
    public FlowTable Table => table;

    /// <summary>Grows with every new policy, so that ALE authorises each flow again.</summary>
    public uint AleEpoch { get; set; } = 1;

    /// <summary>What is known of a packet's flow.</summary>
    public FlowView View(Instant now, ReadOnlySpan<byte> packet, in IpPacketInfo info, bool outbound) =>
        View(now, FlowReader.Read(packet, info, outbound), outbound);

    /// <summary>What is known of the flow of a packet that was read before.</summary>
    public FlowView View(Instant now, in FlowPacket packet, bool outbound)
    {
        if (packet.Kind == FlowPacketKind.Unknown)
            return new FlowView(packet, -1, FlowFlags.None, Begins: false, CountsAsSecured: true, InGrace: false, 0);
        var index = table.Find(now, packet.Key);
        if (index >= 0 && !FlowProgress.BeginsAnew(table[index], packet))
        {
            ref readonly var flow = ref table[index];
            return new FlowView(packet, index, flow.Flags, Begins: false, flow.IsSecure, flow.InGrace(now), flow.AleEpoch);
        }

        var unknowable = !packet.MayBegin || now < table.AssumeSecuredUntil;
        return new FlowView(packet, index, outbound ? FlowFlags.None : FlowFlags.Inbound, packet.MayBegin, unknowable, InGrace: false, 0);
    }

    /// <summary>
    /// Notes that a packet, which ALE has authorised, is let through, before it is: <paramref name="added"/> are flags it brings to its flow.
    /// False when the table has no room for a new flow; then the packet must not pass.
    /// </summary>
    public bool TryAccept(Instant now, in FlowView view, bool outbound, FlowFlags added, out int index)
    {
        index = -1;
        if (!view.IsOfConnection)
            return true;
        if (view.Index >= 0 && view.Begins)
            table.Remove(view.Index);
        index = view.Begins ? -1 : view.Index;
        if (index >= 0)
        {
            ref readonly var flow = ref table[index];
            var flags = flow.Flags | added | (FlowProgress.IsAnswer(flow, outbound) ? FlowFlags.Answered : FlowFlags.None);
            table.Update(now, index, flags, FlowProgress.Next(flow, view.Packet, outbound));
            table.Authorised(index, AleEpoch);
            return true;
        }

        // The middle of a connection whose beginning nobody saw: it goes on.
        var later = view.Packet.Kind == FlowPacketKind.TcpLater;
        var state = (view.Packet.Tcp & TcpFlags.Rst) != 0 ? FlowState.Closed : later ? FlowState.Open : FlowState.Opening;
        if (!table.TryAdd(now, view.Packet.Key, view.Flags | added | (later ? FlowFlags.Answered : FlowFlags.None), state, out index))
            return false;
        table.Authorised(index, AleEpoch);
        return true;
    }

    /// <summary>
    /// Notes that this host wanted to send a packet of a known flow and must not: the flow is in use all the same. Without this a flow whose packets
    /// all wait for an SA would be over after its idle time, and the next packet would begin a new one, in clear.
    /// </summary>
    public void KeepAlive(Instant now, in FlowView view)
    {
        if (view.Index >= 0 && !view.Begins && view.IsOfConnection)
            table.Update(now, view.Index, table[view.Index].Flags, table[view.Index].State);
    }

    /// <summary>
    /// Notes that a packet is sent inside an SA, before it is. From the first one on the flow is secured; clear text from the peer, which may
    /// not have learnt of the SA yet, is tolerated while the SA is young.
    /// </summary>
    public bool TryAcceptSealed(Instant now, in FlowView view, SaEntry entry, FlowFlags added)
    {
        var wasSecured = (view.Flags & FlowFlags.Secure) != 0;
        if (!TryAccept(now, view, outbound: true, added | FlowFlags.Secure, out var index))
            return false;
        if (index >= 0 && !wasSecured && entry.AllowClear > TimeSpan.Zero)
            table.TolerateClear(index, entry.InstalledAt + entry.AllowClear);
        return true;
    }
}
