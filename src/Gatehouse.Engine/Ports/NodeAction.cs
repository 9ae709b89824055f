using Gatehouse.Base;
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
    /// <param name="Addresses">Both ends.</param>
    /// <param name="Reason">Why.</param>
    /// <param name="Outbound">Direction.</param>
    /// <param name="Count">Drops of this peer and reason so far.</param>
    public sealed record Dropped(AddressPair Addresses, VerdictReason Reason, bool Outbound, long Count) : NodeAction;

    /// <summary>A line for Wireshark's key tables; only when key export was asked for.</summary>
    /// <param name="Table">ikev1_decryption_table or esp_sa.</param>
    /// <param name="Row">The row; contains key material.</param>
    public sealed record KeyLogRow(string Table, SecretText Row) : NodeAction;
}
