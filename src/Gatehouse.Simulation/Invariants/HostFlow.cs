using Gatehouse.Base;
using Gatehouse.Packets;

namespace Gatehouse.Simulation.Invariants;

/// <summary>What an observer knows of one flow at one of its hosts.</summary>
internal sealed class HostFlow(Instant began)
{
    /// <summary>UDP and ICMP flows end after this silence (wfp.md 1.2).</summary>
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(60);

    private bool _finSent;
    private bool _finReceived;
    private bool _closed;
    private bool _forgotten;

    /// <summary>The host's last packet of the flow, either way.</summary>
    public Instant LastSeen { get; private set; } = began;

    /// <summary>A protected packet was sent or received, or may have been before the host lost what it knew.</summary>
    public bool IsSecure { get; private set; }

    /// <summary>A protected packet was sent or received, and the host knows.</summary>
    public bool IsKnownSecure => IsSecure && !_forgotten;

    /// <summary>Clear may still come in before this time; never when nothing says so.</summary>
    public Instant GraceUntil { get; private set; } = Instant.Zero;

    /// <summary>From this time on a protected packet must have arrived, though nobody saw it arrive.</summary>
    public Instant AssumedSecureFrom { get; private set; } = Instant.Never;

    /// <summary>True when a packet begins a new flow instead of belonging to this one.</summary>
    public bool IsOver(Instant now, in FlowPacket packet) => packet.Flow.Protocol == IpProtocol.Tcp
        ? packet.OpensConnection && (_closed || _forgotten || (_finSent && _finReceived))
        : _forgotten || now - LastSeen >= IdleTimeout;

    /// <summary>Notes a packet that the host sent or accepted.</summary>
    public void Note(Instant now, in FlowPacket packet, bool sent)
    {
        LastSeen = now;
        _closed |= packet.Tcp.HasFlag(TcpFlags.Rst);
        if (!packet.Tcp.HasFlag(TcpFlags.Fin))
            return;
        if (sent)
            _finSent = true;
        else
            _finReceived = true;
    }

    /// <summary>Notes that the host sent a protected packet; the first decides how long clear may still come in.</summary>
    public void SentProtected(Instant graceUntil)
    {
        if (!IsSecure)
            GraceUntil = graceUntil;
        IsSecure = true;
        _forgotten = false;
    }

    /// <summary>Notes that the host received a protected packet.</summary>
    public void ReceivedProtected()
    {
        IsSecure = true;
        _forgotten = false;
        EndGrace();
    }

    /// <summary>Notes that a protected packet was sent to the host.</summary>
    public void AssumeReceived(Instant from) => AssumedSecureFrom = Instant.Min(AssumedSecureFrom, from);

    /// <summary>No clear packet is accepted any more, if the flow is secured.</summary>
    public void EndGrace() => GraceUntil = Instant.Zero;

    /// <summary>A policy that leaves the flow in clear let a packet of it pass: what was forgotten is now known to be clear.</summary>
    public void LearnClear()
    {
        if (!_forgotten)
            return;
        _forgotten = false;
        IsSecure = false;
    }

    /// <summary>
    /// The host lost its records. What cannot be known ends, or, where a packet cannot begin it anew (TCP without SYN), counts as secured.
    /// </summary>
    public void Forget()
    {
        _forgotten = true;
        IsSecure = true;
        EndGrace();
    }
}
