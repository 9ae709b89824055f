namespace Gatehouse.Crypto.Esp;

/// <summary>
/// Protects ESP packets of one SA in one direction, in place and without allocation. It holds the expanded keys; disposing it zeroes them.
/// One thread at a time.
/// </summary>
/// <remarks>
/// A packet is one span: ESP header (SPI, sequence number; 8 bytes), IV, payload with padding and trailer, ICV (RFC 4303 section 2).
/// </remarks>
public abstract class PacketCipher : IDisposable
{
    /// <summary>Bytes of SPI and sequence number.</summary>
    public const int HeaderLength = 8;

    /// <summary>Bytes of the IV field.</summary>
    public abstract int IvLength { get; }

    /// <summary>Bytes of the ICV field.</summary>
    public abstract int IcvLength { get; }

    /// <summary>The encrypted part is a multiple of this.</summary>
    public abstract int BlockLength { get; }

    /// <summary>Writes the IV, encrypts, writes the ICV. The header is written already, the payload padded to <see cref="BlockLength"/>.</summary>
    public abstract void Seal(Span<byte> packet);

    /// <summary>
    /// Checks the ICV and decrypts; false when it does not match, and the encrypted part then holds nothing of use.
    /// The encrypted part must be a multiple of <see cref="BlockLength"/>.
    /// </summary>
    public abstract bool TryOpen(Span<byte> packet);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the native contexts.</summary>
    protected abstract void Dispose(bool disposing);

    /// <summary>Bytes of the encrypted part; throws when the packet is no possible one, which the caller has to have checked.</summary>
    private protected int PayloadLength(Span<byte> packet)
    {
        var length = packet.Length - HeaderLength - IvLength - IcvLength;
        if (length <= 0 || length % BlockLength != 0)
            throw new ArgumentException("Not a whole, aligned ESP packet.", nameof(packet));
        return length;
    }
}
