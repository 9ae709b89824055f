using Gatehouse.Base;
using Gatehouse.Keying.Timing;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Keying;

namespace Gatehouse.Keying.AuthIp;

/// <summary>What keying remembers of a pair the data plane holds. The keys are with the data plane alone.</summary>
internal sealed class IpsecPair
{
    /// <summary>The main mode it came from, under which its end is told.</summary>
    public required MainModeSa MainMode { get; init; }

    /// <summary>The message ID of its quick mode, by which its end is told.</summary>
    public required uint MessageId { get; init; }

    /// <summary>What it is for.</summary>
    public required PairScope Scope { get; init; }

    /// <summary>The peer was told that this host's rule is boundary.</summary>
    public required bool ToldBoundary { get; init; }

    /// <summary>Its user was authenticated too.</summary>
    public required bool HasExtendedMode { get; init; }

    /// <summary>SPI of packets to this host.</summary>
    public required Spi Inbound { get; init; }

    /// <summary>SPI of packets to the peer.</summary>
    public required Spi Outbound { get; init; }

    /// <summary>Suite.</summary>
    public required EspAlgorithm Algorithm { get; init; }

    /// <summary>Hard limits.</summary>
    public required SaLifetime Lifetime { get; init; }

    /// <summary>The lower of the two nonces: who of two overlapping pairs has the lowest, goes.</summary>
    public required byte[] LowestNonce { get; init; }

    /// <summary>When its quick mode began here.</summary>
    public required Instant Began { get; init; }

    /// <summary>When it was installed; lifetimes count from here.</summary>
    public required Instant Installed { get; init; }

    /// <summary>Whose it is.</summary>
    public Peer Peer => MainMode.Peer;

    /// <summary>This host's role in its quick mode, which is that in its main mode.</summary>
    public SaRole Role => MainMode.Role;

    /// <summary>When its quick mode ended here; meaningless until <see cref="Confirmed"/>.</summary>
    public Instant Ended { get; set; }

    /// <summary>Its outbound half may send.</summary>
    public bool Confirmed { get; set; }

    /// <summary>A packet has arrived under it.</summary>
    public bool FirstPacketReceived { get; set; }

    /// <summary>It was replaced or found redundant, and will be deleted.</summary>
    public bool Retiring { get; set; }

    /// <summary>The peer was told that it goes.</summary>
    public bool DeleteSent { get; set; }

    /// <summary>Lets the outbound half send, where it waits for a sign that the peer has the pair.</summary>
    public Alarm? Send { get; set; }

    /// <summary>Starts the replacement.</summary>
    public Alarm? Rekey { get; set; }

    /// <summary>The hard limit of time.</summary>
    public Alarm? Expiry { get; set; }

    /// <summary>Deletes a pair that was replaced or is redundant.</summary>
    public Alarm? Retire { get; set; }

    /// <summary>True when the two quick modes ran at the same time: each began before the other ended.</summary>
    public bool Overlaps(IpsecPair other) => Began < other.Ended && other.Began < Ended;
}
