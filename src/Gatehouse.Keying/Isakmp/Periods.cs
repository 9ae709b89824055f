namespace Gatehouse.Keying.Isakmp;

/// <summary>The fixed times of the machine; retransmission and back-off keep theirs beside their code.</summary>
internal static class Periods
{
    /// <summary>
    /// A main mode that was answered must finish within this time. Longer than a peer's whole retransmission (27 s), so that it never ends first.
    /// </summary>
    public static readonly TimeSpan HalfOpen = TimeSpan.FromSeconds(60);

    /// <summary>How long a finished quick mode still answers duplicates; longer than the peer's whole retransmission.</summary>
    public static readonly TimeSpan QuickModeLinger = TimeSpan.FromSeconds(60);

    /// <summary>At the latest after this time the old pair of a rekey goes (ike.md's collision rule; Windows' AuthIP has the same figure).</summary>
    public static readonly TimeSpan OldPairStays = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Between the first packet under a new pair and the delete of the old one, before a redundant pair is deleted, and between that delete and
    /// the end of its inbound half: packets that overtook each other still arrive under a pair that exists.
    /// </summary>
    public static readonly TimeSpan BeforeDelete = TimeSpan.FromSeconds(2);

    /// <summary>
    /// After quick-mode message 3 an initiator waits this long before it sends under a first pair, where the peer receives under it only from
    /// message 3 on; what waits would reach a host without the SA.
    /// </summary>
    public static readonly TimeSpan BeforeFirstPacket = TimeSpan.FromMilliseconds(100);

    /// <summary>The same at a rekey, where the old pair still serves: long enough for such a peer to repeat message 2 when 3 was lost.</summary>
    public static readonly TimeSpan BeforeSwitch = TimeSpan.FromSeconds(5);

    /// <summary>Between two attempts to rekey a pair that still works.</summary>
    public static readonly TimeSpan RekeyRetry = TimeSpan.FromSeconds(10);

    /// <summary>An expired main mode lives on this long when a quick mode is still at work under it.</summary>
    public static readonly TimeSpan ExpiryGrace = TimeSpan.FromSeconds(30);

    /// <summary>
    /// An INITIAL-CONTACT does not touch SAs that were established this shortly before its main mode began: the two ends then began
    /// at the same time, each without SA, and neither lost any.
    /// </summary>
    public static readonly TimeSpan SimultaneousStart = TimeSpan.FromSeconds(10);

    /// <summary>Lifetime of an SA for which a peer proposes none (RFC 2407 section 4.5.4).</summary>
    public static readonly TimeSpan DefaultLifetime = TimeSpan.FromHours(8);

    /// <summary>A peer cannot make this host rekey more often than this.</summary>
    public static readonly TimeSpan ShortestLifetime = TimeSpan.FromSeconds(10);

    /// <summary>Between two events that report the same reason of refusal.</summary>
    public static readonly TimeSpan RefusalReport = TimeSpan.FromSeconds(60);
}
