using Gatehouse.Base;
using Gatehouse.Dataplane;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Keying;
using Gatehouse.Model.Verdicts;

namespace Gatehouse.Engine.Ports;

/// <summary>What a node asks of its port.</summary>
public abstract record NodeAction
{
    /// <summary>Send from the keying socket.</summary>
    /// <param name="Local">Local address and port.</param>
    /// <param name="Remote">Peer's address and port.</param>
    /// <param name="Data">UDP payload.</param>
    public sealed record SendDatagram(Endpoint Local, Endpoint Remote, byte[] Data) : NodeAction;

    /// <summary>Ends the waiting of a held packet: Replace with the sealed packet, or Drop.</summary>
    /// <param name="Token">The token the packet was judged with.</param>
    /// <param name="Verdict">Replace or Drop.</param>
    /// <param name="Packet">The sealed packet for Replace, else empty.</param>
    public sealed record CompleteHeld(ulong Token, PathVerdict Verdict, byte[] Packet) : NodeAction;

    /// <summary>A keying event, for logs.</summary>
    /// <param name="Event">The event.</param>
    public sealed record Keying(KeyingEvent Event) : NodeAction;

    /// <summary>The first drop of a peer and reason, or a later one that passed the rate limit.</summary>
    /// <param name="Packet">The packet.</param>
    /// <param name="Verdict">Why, and the filter that decided.</param>
    /// <param name="Outbound">Direction.</param>
    /// <param name="Count">Drops of this peer and reason so far.</param>
    public sealed record Dropped(JudgedPacket Packet, PathVerdict Verdict, bool Outbound, long Count) : NodeAction;

    /// <summary>A connection that was authorised; only while somebody asked to be told, and at most twenty a second.</summary>
    /// <param name="Packet">Its first packet.</param>
    /// <param name="Verdict">What became of it: sealed, held, or let go in clear.</param>
    /// <param name="Outbound">Direction.</param>
    public sealed record Allowed(JudgedPacket Packet, PathVerdict Verdict, bool Outbound) : NodeAction;

    /// <summary>A main mode's cipher key, for a key log; only when key export was asked for. The receiver disposes it.</summary>
    /// <param name="InitiatorCookie">CKY-I as a number.</param>
    /// <param name="Key">The cipher key.</param>
    public sealed record ExportMainModeKey(ulong InitiatorCookie, SecretBytes Key) : NodeAction;

    /// <summary>The keys of an ESP pair, for a key log; only when key export was asked for. The receiver disposes it.</summary>
    /// <param name="Pair">A copy of the installed pair.</param>
    public sealed record ExportEspKeys(SaPair Pair) : NodeAction;

    /// <summary>Take a step of authentication where waiting stops nobody, and bring it back: <see cref="INode.OnStepEnded"/>.</summary>
    /// <param name="Step">The step.</param>
    public sealed record RunStep(KeyingStep Step) : NodeAction;
}
