namespace Gatehouse.Dataplane;

/// <summary>The bounds of the data plane, each with its why.</summary>
public static class Limits
{
    /// <summary>Held packets per address pair: a TCP connection's first segments, or a short burst of datagrams.</summary>
    public const int HeldPacketsPerPair = 16;

    /// <summary>Held bytes per address pair: one largest datagram.</summary>
    public const int HeldBytesPerPair = 64 * 1024;

    /// <summary>Held packets of the node: the default length of a netfilter queue, beyond which the kernel would drop by itself.</summary>
    public const int HeldPacketsPerNode = 1024;

    /// <summary>Held bytes of the node: bounds memory when a scan makes many peers wait at once.</summary>
    public const int HeldBytesPerNode = 4 * 1024 * 1024;

    /// <summary>Pairs installed between two addresses. Keying keeps half as many at most; this bound only catches a defect of keying's.</summary>
    public const int PairsPerAddressPair = 128;

    /// <summary>Negotiations a second that unknown SPIs may cause: a spoofer gets a trickle out of this host, and real peers still their turn.</summary>
    public const int UnknownSpiRecoveriesPerSecond = 16;

    /// <summary>Filters of a layer from which on decisions are remembered: fewer are asked as fast as the memory is.</summary>
    public const int RememberDecisionsFrom = 64;

    /// <summary>Longest waiting of a held packet: after that TCP has already retransmitted twice and a datagram is stale.</summary>
    public static readonly TimeSpan HeldFor = TimeSpan.FromSeconds(5);
}
