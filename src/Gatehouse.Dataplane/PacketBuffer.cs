namespace Gatehouse.Dataplane;

/// <summary>
/// One IP packet (header first, no link header) in a reusable buffer with room in front and behind, so that ESP is put on and taken off in place.
/// The port lends it for one call; it is never kept.
/// </summary>
public sealed class PacketBuffer
{
    /// <summary>Room kept in front of a fresh packet: ESP header 8 + IV 16, rounded up.</summary>
    public const int Headroom = 64;

    /// <summary>Room kept behind: padding, trailer and the longest ICV, rounded up.</summary>
    public const int Tailroom = 64;

    /// <summary>The longest IP packet.</summary>
    public const int MaxPacket = 65535;

    /// <summary>The longest packet a verdict may carry: a netlink attribute counts its own 4-byte header in 16 bits.</summary>
    public const int MaxReplacement = MaxPacket - 4;

    /// <summary>A buffer for packets of up to that many bytes.</summary>
    public PacketBuffer(int capacity = MaxPacket)
    {
        Storage = GC.AllocateUninitializedArray<byte>(Headroom + capacity + Tailroom, pinned: true);
        Offset = Headroom;
    }

    /// <summary>The whole storage, pinned.</summary>
    public byte[] Storage { get; }

    /// <summary>Where the packet begins.</summary>
    public int Offset { get; private set; }

    /// <summary>Bytes of the packet.</summary>
    public int Length { get; private set; }

    /// <summary>The packet.</summary>
    public Span<byte> Span => Storage.AsSpan(Offset, Length);

    /// <summary>Bytes that fit a fresh packet.</summary>
    public int Capacity => Storage.Length - Headroom - Tailroom;

    /// <summary>Where a port writes the next packet, before <see cref="Reset"/>.</summary>
    public Span<byte> Fresh => Storage.AsSpan(Headroom, Capacity);

    /// <summary>Declares that a packet of that length has been written to <see cref="Fresh"/>.</summary>
    public void Reset(int length) => Move(Headroom, length);

    /// <summary>Copies a packet in.</summary>
    public void Load(ReadOnlySpan<byte> packet)
    {
        packet.CopyTo(Fresh);
        Reset(packet.Length);
    }

    /// <summary>Moves the bounds of the packet inside the storage, after headers were put on or taken off.</summary>
    public void Move(int offset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset + length, Storage.Length);
        Offset = offset;
        Length = length;
    }
}
