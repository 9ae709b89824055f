using Gatehouse.Base;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Keying;

namespace Gatehouse.Keying;

/// <summary>What a keying machine asks of the node. Machines do no I/O: they append these values and the node carries them out in order.</summary>
public abstract record KeyingAction
{
    /// <summary>Send a datagram from the node's keying socket.</summary>
    /// <param name="Local">Local address and UDP port.</param>
    /// <param name="Remote">Peer's address and UDP port.</param>
    /// <param name="Data">The whole ISAKMP message.</param>
    public sealed record SendDatagram(Endpoint Local, Endpoint Remote, byte[] Data) : KeyingAction;

    /// <summary>
    /// Install a negotiated pair. The inbound half receives at once. The outbound half sends at once when
    /// <paramref name="OutboundReady"/>, else from <see cref="ConfirmPair"/> on (a responder that still waits for message 3).
    /// The newest pair that may send is the one that sends. The receiver of this action owns the pair and disposes it.
    /// </summary>
    /// <param name="Pair">The pair with its keys.</param>
    /// <param name="OutboundReady">Whether the outbound half may send already.</param>
    public sealed record InstallPair(SaPair Pair, bool OutboundReady) : KeyingAction;

    /// <summary>The outbound half may send from now on: a responder's after message 3, or one that was retired too early.</summary>
    /// <param name="Addresses">Address pair of the SA.</param>
    /// <param name="Inbound">The pair's inbound SPI.</param>
    public sealed record ConfirmPair(AddressPair Addresses, Spi Inbound) : KeyingAction;

    /// <summary>The outbound half of a pair sends no more; the inbound half goes on receiving until <see cref="RemovePair"/>.</summary>
    /// <param name="Addresses">Address pair of the SA.</param>
    /// <param name="Inbound">The pair's inbound SPI.</param>
    public sealed record RetirePair(AddressPair Addresses, Spi Inbound) : KeyingAction;

    /// <summary>Remove both halves of a pair.</summary>
    /// <param name="Addresses">Address pair of the SA.</param>
    /// <param name="Inbound">The pair's inbound SPI.</param>
    public sealed record RemovePair(AddressPair Addresses, Spi Inbound) : KeyingAction;

    /// <summary>An acquire ended without SA: drop what waits for it. Acquires before <paramref name="RetryAt"/> will be refused again.</summary>
    /// <param name="Addresses">Address pair.</param>
    /// <param name="RetryAt">End of the back-off.</param>
    /// <param name="Selector">Only the acquires of this selector ended; null for all with that peer.</param>
    /// <param name="GuaranteedEncryption">Which of the selector's two SAs.</param>
    public sealed record AcquireFailed(AddressPair Addresses, Instant RetryAt, TrafficSelector? Selector = null, bool GuaranteedEncryption = false)
        : KeyingAction;

    /// <summary>Tell the outside.</summary>
    /// <param name="Event">The event.</param>
    public sealed record Notify(KeyingEvent Event) : KeyingAction;

    /// <summary>A main mode's encryption key, for a key log; only emitted when key export was asked for.</summary>
    /// <param name="InitiatorCookie">CKY-I, 8 bytes as a number.</param>
    /// <param name="Key">The cipher key "Ka".</param>
    public sealed record ExportMainModeKey(ulong InitiatorCookie, SecretBytes Key) : KeyingAction;

    /// <summary>Take a step of authentication where waiting stops nobody, and bring it back: <see cref="IKeyingModule.OnStepEnded"/>.</summary>
    /// <param name="Step">The step.</param>
    public sealed record RunStep(KeyingStep Step) : KeyingAction;
}
