using Gatehouse.Base;
using Gatehouse.Packets;

namespace Gatehouse.Simulation.Invariants;

/// <summary>
/// The standing promises of a mixed fleet, checked from outside, on a simulation or on a capture: who has sent or received a protected packet
/// of a flow never sends that flow in clear again, and accepts it in clear only within the grace of wfp.md 8.3; a connection that must be
/// protected never comes in in clear; nothing of a Transport Mode host is in clear; no SPI and sequence number is used twice. Hosts are told
/// apart by their addresses.
/// </summary>
/// <param name="rules">What a host has promised now for the flow of a packet; the first argument is the host's address.</param>
/// <param name="options">Whether it is a simulation that is watched, or a capture.</param>
public sealed class FlowInvariants(Func<IpAddr, FlowPacket, FlowRule> rules, FlowInvariantOptions options)
{
    private readonly Dictionary<(IpAddr Host, FlowId Flow), HostFlow> _flows = [];
    private readonly SpiLedger _spis = new();
    private readonly List<string> _violations = [];

    /// <summary>What was seen that must not be, each with its time.</summary>
    public IReadOnlyList<string> Violations => _violations;

    /// <summary>A host put a packet on the wire in clear. Its keying is not to be reported.</summary>
    public void SentInClear(Instant now, in FlowPacket packet)
    {
        var host = packet.Source.Address;
        var flow = Find(now, host, packet, out var isNew);
        switch (rules(host, packet))
        {
            case FlowRule.None:
                break;
            case FlowRule.Permitted:
                if (flow.IsKnownSecure)
                    Violated(now, host, packet, "sent a secured flow in clear");
                flow.LearnClear();
                break;
            case FlowRule.Blocked:
                Violated(now, host, packet, "sent in clear what is blocked");
                break;
            case FlowRule.Required:
                Violated(now, host, packet, "sent in clear what must be protected");
                break;
            default:
                if (flow.IsSecure)
                    Violated(now, host, packet, "sent a secured flow in clear");
                else if (now >= flow.AssumedSecureFrom)
                    Violated(now, host, packet, "sent a flow in clear long after its peer had protected it");
                else if (isNew && IsMidstream(packet))
                    Violated(now, host, packet, "sent a connection it does not know in clear");
                break;
        }

        flow.Note(now, packet, sent: true);

        // Who only sees the wire must believe that a connection ends at both of its ends.
        if (options.AssumeReceivedAfter is not null && packet.Flow.Protocol == IpProtocol.Tcp)
            Find(now, packet.Destination.Address, packet, out _).Note(now, packet, sent: false);
    }

    /// <summary>A host put a packet on the wire in ESP; <paramref name="inner"/> is what it protects.</summary>
    public void SentProtected(Instant now, in FlowPacket inner, uint spi, uint sequence)
    {
        var (host, peer) = (inner.Source.Address, inner.Destination.Address);
        if (!_spis.TryUse(now, host, peer, spi, sequence, out var firstUse))
            Violated(now, host, inner, $"used sequence number {sequence} of SPI 0x{spi:x8} again");
        if (rules(host, inner) == FlowRule.Blocked)
            Violated(now, host, inner, "sent what is blocked");
        var flow = Find(now, host, inner, out _);
        flow.SentProtected(firstUse + options.Grace);
        flow.Note(now, inner, sent: true);
        if (options.AssumeReceivedAfter is not { } travel)
            return;
        var ofPeer = Find(now, peer, inner, out _);
        ofPeer.AssumeReceived(now + travel);
        ofPeer.Note(now, inner, sent: false);
    }

    /// <summary>A host let a clear packet in.</summary>
    public void AcceptedInClear(Instant now, in FlowPacket packet)
    {
        var host = packet.Destination.Address;
        var flow = Find(now, host, packet, out var isNew);
        var rule = rules(host, packet);
        if (rule == FlowRule.Blocked)
            Violated(now, host, packet, "accepted what is blocked");
        else if (rule == FlowRule.Required)
            Violated(now, host, packet, "accepted in clear what must be protected");
        else if ((rule == FlowRule.Permitted ? flow.IsKnownSecure : rule != FlowRule.None && flow.IsSecure) && now >= flow.GraceUntil)
            Violated(now, host, packet, "accepted a secured flow in clear, outside the grace");
        else if (rule == FlowRule.InboundRequired && isNew)
            Violated(now, host, packet, "accepted a new connection in clear");
        if (rule == FlowRule.Permitted)
            flow.LearnClear();
        flow.Note(now, packet, sent: false);
    }

    /// <summary>A host let a packet in that came out of ESP.</summary>
    public void AcceptedProtected(Instant now, in FlowPacket inner)
    {
        var host = inner.Destination.Address;
        if (rules(host, inner) == FlowRule.Blocked)
            Violated(now, host, inner, "accepted what is blocked");
        var flow = Find(now, host, inner, out _);
        flow.ReceivedProtected();
        flow.Note(now, inner, sent: false);
    }

    /// <summary>An application sent a packet, and the host kept it back: its flow is alive all the same.</summary>
    public void KeptBack(Instant now, in FlowPacket packet)
    {
        if (_flows.TryGetValue((packet.Source.Address, packet.Flow), out var flow) && !flow.IsOver(now, packet))
            flow.Note(now, packet with { Tcp = TcpFlags.None }, sent: true);
    }

    /// <summary>The node of a host began anew. Flows it remembers have no grace; TCP connections it does not remember count as secured.</summary>
    public void Restarted(IReadOnlyList<IpAddr> addresses, bool recordsKept)
    {
        foreach (var ((host, _), flow) in _flows)
        {
            if (!addresses.Contains(host))
                continue;
            if (recordsKept)
                flow.EndGrace();
            else
                flow.Forget();
        }
    }

    private HostFlow Find(Instant now, IpAddr host, in FlowPacket packet, out bool isNew)
    {
        isNew = !_flows.TryGetValue((host, packet.Flow), out var flow) || flow.IsOver(now, packet);
        if (isNew)
            _flows[(host, packet.Flow)] = flow = new HostFlow(now);
        return flow!;
    }

    // A capture may begin in the middle of a connection; a simulation does not.
    private bool IsMidstream(in FlowPacket packet) =>
        options.SeesBeginnings && packet.Flow.Protocol == IpProtocol.Tcp && !packet.OpensConnection;

    private void Violated(Instant now, IpAddr host, in FlowPacket packet, string what) =>
        _violations.Add($"{now} {host} {what}: {packet.Flow} {(packet.Tcp == TcpFlags.None ? "" : $"({packet.Tcp})")}");
}
