using Gatehouse.Base;

namespace Gatehouse.Linux.Loop;

/// <summary>Which way a tapped packet travels, relative to this host.</summary>
public enum TapDirection
{
    /// <summary>Sent by this host.</summary>
    Outbound,

    /// <summary>Addressed to this host.</summary>
    Inbound,
}

/// <summary>
/// Sees packets as the wire does: outbound ones that leave, after sealing; inbound ones as they came, after reassembly and before opening.
/// Keying datagrams are among them. Dropped outbound packets are not, because they never were on the wire.
/// </summary>
public interface IPacketTap
{
    /// <summary>One IP packet. The bytes are lent for the call; it runs on the loop's thread and must not block.</summary>
    void OnPacket(Instant now, TapDirection direction, ReadOnlySpan<byte> packet);
}
