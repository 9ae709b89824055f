using Gatehouse.Base;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Keying;

namespace Gatehouse.Keying;

/// <summary>News of the data plane that a keying module needs.</summary>
public enum SaSignal
{
    /// <summary>The first packet arrived that opened under this inbound SPI.</summary>
    FirstPacketReceived,

    /// <summary>Of the kilobytes or packets 80 % are used where this host initiated the pair, 95 % where the peer did.</summary>
    SoftTrafficLimit,

    /// <summary>The hard limit of kilobytes or packets is used up; the data plane no longer uses the pair.</summary>
    HardTrafficLimit,

    /// <summary>No packet either way for the idle timeout.</summary>
    Idle,
}

/// <summary>
/// A keying module as the node drives it: datagrams, acquires, signals and time in; actions out. No call blocks and none does I/O.
/// Not thread-safe: one control loop owns it.
/// </summary>
public interface IKeyingModule
{
    /// <summary>Earliest time at which <see cref="OnDeadline"/> must be called; null when nothing is pending.</summary>
    Instant? NextDeadline { get; }

    /// <summary>A UDP datagram arrived at a keying port. Any bytes are survived; hostile ones are counted and ignored.</summary>
    void OnDatagram(Instant now, Endpoint local, Endpoint remote, ReadOnlySpan<byte> datagram, List<KeyingAction> actions);

    /// <summary>
    /// Traffic needs an SA. Ignored while one is being negotiated; answered by AcquireFailed during back-off.
    /// <paramref name="guaranteeEncryption"/> asks for a pair of its own for flows whose encryption is guaranteed ([MS-IKEE] 3.7).
    /// </summary>
    void Acquire(Instant now, AddressPair addresses, TrafficSelector selector, bool guaranteeEncryption, List<KeyingAction> actions);

    /// <summary>The data plane reports on a pair this module installed.</summary>
    void OnSaSignal(Instant now, Spi inbound, SaSignal signal, List<KeyingAction> actions);

    /// <summary>
    /// The peer seals under an SPI this host does not have. Under an established main mode it is told to forget that SA; otherwise there is nobody to tell.
    /// </summary>
    void OnUnknownSpi(Instant now, AddressPair addresses, Spi inbound, List<KeyingAction> actions);

    /// <summary>
    /// A step of <see cref="KeyingAction.RunStep"/> has ended. Every step comes back once; the module may have lost interest long ago. A module that
    /// hands out none ignores it.
    /// </summary>
    void OnStepEnded(Instant now, KeyingStep step, List<KeyingAction> actions);

    /// <summary>
    /// Traffic that went in clear when it asked for an SA ([MS-IKEE] 3.7) was answered in clear. A hint that nobody vouches for; a module that has
    /// no use for it ignores it.
    /// </summary>
    void OnClearReply(Instant now, AddressPair addresses, List<KeyingAction> actions)
    {
    }

    /// <summary>Fires every timer that is due.</summary>
    void OnDeadline(Instant now, List<KeyingAction> actions);

    /// <summary>
    /// The answers of <see cref="IKeyingPolicy"/> have changed. What the new policy still allows lives on; the rest is deleted, and the peers
    /// are told (13849 ERROR_IPSEC_IKE_POLICY_CHANGE). Pauses after failures end, because they belonged to the old policy.
    /// </summary>
    void OnPolicyChanged(Instant now, List<KeyingAction> actions);

    /// <summary>Sends deletes for every SA and forgets them.</summary>
    void Shutdown(Instant now, List<KeyingAction> actions);

    /// <summary>The main modes and the failing peers, for status.</summary>
    KeyingStatus Snapshot(Instant now);
}
