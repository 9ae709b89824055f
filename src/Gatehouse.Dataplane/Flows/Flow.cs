using Gatehouse.Base;
using Gatehouse.Packets;

namespace Gatehouse.Dataplane.Flows;

/// <summary>The flags of a flow ([MS-IKEE] 3.7; reference section 8.3), and what belongs to them.</summary>
[Flags]
public enum FlowFlags : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Secure: at least one packet of the flow was sent or received inside an SA. Never taken back while the flow lives.</summary>
    Secure = 0x01,

    /// <summary>Acquire: the flow has asked for a negotiation.</summary>
    Acquire = 0x02,

    /// <summary>GuaranteedEncryption: only SAs negotiated with that flag carry it.</summary>
    GuaranteedEncryption = 0x04,

    /// <summary>ALE_AUTH_CONNECT or ALE_AUTH_RECV_ACCEPT asked that the connection be protected from its first packet on.</summary>
    RequireSecurity = 0x08,

    /// <summary>A protected packet of the flow was received, which ends any grace for clear text.</summary>
    ProtectedReceived = 0x10,

    /// <summary>The peer sent the first packet.</summary>
    Inbound = 0x20,

    /// <summary>Packets went both ways.</summary>
    Answered = 0x40,
}

/// <summary>How far a flow is.</summary>
public enum FlowState : byte
{
    /// <summary>No flow.</summary>
    Free = 0,

    /// <summary>Only its beginning was seen: a TCP SYN, or packets one way.</summary>
    Opening,

    /// <summary>Traffic goes both ways, or TCP that is past its handshake.</summary>
    Open,

    /// <summary>TCP: this host has sent FIN.</summary>
    ClosedByLocal,

    /// <summary>TCP: the peer has sent FIN.</summary>
    ClosedByRemote,

    /// <summary>TCP: both sides have sent FIN, or one RST. A new SYN begins a new flow.</summary>
    Closed,
}

/// <summary>One flow of the table.</summary>
public struct Flow
{
    /// <summary>Its key.</summary>
    public FlowKey Key { readonly get; internal set; }

    /// <summary>Its flags.</summary>
    public FlowFlags Flags { readonly get; internal set; }

    /// <summary>How far it is.</summary>
    public FlowState State { readonly get; internal set; }

    /// <summary>The policy under which ALE last authorised it.</summary>
    public uint AleEpoch { readonly get; internal set; }

    /// <summary>When a packet of it was last accepted.</summary>
    public Instant LastSeen { readonly get; internal set; }

    /// <summary>Until when inbound clear text is tolerated although the flow is Secure; <see cref="Instant.Zero"/> for never.</summary>
    public Instant GraceUntil { readonly get; internal set; }

    // Links of the hash chain and of the list of its class; -1 ends.
    internal int NextInBucket;
    internal int Older;
    internal int Newer;

    /// <summary>True for a flow that must never again travel in clear.</summary>
    public readonly bool IsSecure => (Flags & (FlowFlags.Secure | FlowFlags.RequireSecurity)) != 0;

    /// <summary>True for TCP.</summary>
    public readonly bool IsTcp => Key.Protocol == IpProtocol.Tcp;

    /// <summary>True while a clear packet of a secured flow may still come in (reference section 8.3, grace).</summary>
    public readonly bool InGrace(Instant now) => (Flags & FlowFlags.ProtectedReceived) == 0 && now < GraceUntil;
}
