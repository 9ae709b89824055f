using System.Buffers.Binary;
using Gatehouse.Base;
using Gatehouse.Crypto.Esp;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Verdicts;
using Gatehouse.Packets;

namespace Gatehouse.Dataplane.Esp;

/// <summary>
/// The outbound half of an SA pair: makes transport-mode ESP of clear packets (RFC 4303). One thread at a time; disposing it zeroes the keys.
/// </summary>
public sealed class EspSealer : IDisposable
{
    private const int TrailerLength = 2;

    private readonly PacketCipher _cipher;

    /// <summary>An SA that has sent nothing yet. The key is copied; its length must be the algorithm's.</summary>
    /// <param name="spi">The SPI the peer chose.</param>
    /// <param name="algorithm">The suite.</param>
    /// <param name="key">KEYMAT of this direction.</param>
    /// <param name="entropy">Seeds the IVs of AES-CBC; read only here.</param>
    public EspSealer(Spi spi, EspAlgorithm algorithm, SecretBytes key, IEntropy entropy)
        : this(spi, algorithm, EspSuite.CreateSealing(algorithm, key, entropy))
    {
    }

    internal EspSealer(Spi spi, EspAlgorithm algorithm, PacketCipher cipher, uint sequence = 0)
    {
        Spi = spi;
        Algorithm = algorithm;
        _cipher = cipher;
        SequenceNumber = sequence;
    }

    /// <summary>The SPI the packets carry.</summary>
    public Spi Spi { get; }

    /// <summary>The suite.</summary>
    public EspAlgorithm Algorithm { get; }

    /// <summary>The last sequence number used; 0 before the first packet. It never wraps.</summary>
    public uint SequenceNumber { get; private set; }

    /// <summary>Packets sealed.</summary>
    public long Packets { get; private set; }

    /// <summary>Bytes of the clear packets sealed, with their IP headers; the peer's opener counts the same.</summary>
    public long Bytes { get; private set; }

    /// <summary>
    /// Turns the IP packet in the buffer into ESP in place, and returns Sealed. Otherwise the packet is unchanged: MalformedPacket, Fragment,
    /// PacketTooBig (the result would not fit the buffer, or exceed what a verdict can carry) or SequenceExhausted.
    /// </summary>
    public VerdictReason Seal(PacketBuffer packet)
    {
        var reason = IpLayout.ForSealing(packet.Span, out var ip);
        if (reason != VerdictReason.None)
            return reason;
        // The receiver would take a packet that ends here for a dummy (RFC 4303 section 2.6); it carries nothing anyway.
        if (ip.NextHeader == IpProtocol.NoNextHeader)
            return VerdictReason.MalformedPacket;

        var prefix = PacketCipher.HeaderLength + _cipher.IvLength;
        var payload = ip.TotalLength - ip.HeaderLength;
        var padding = -(payload + TrailerLength) & (_cipher.BlockLength - 1);
        var length = ip.TotalLength + prefix + padding + TrailerLength + _cipher.IcvLength;
        var offset = packet.Offset - prefix;
        if (length > PacketBuffer.MaxReplacement || offset < 0 || offset + length > packet.Storage.Length)
            return VerdictReason.PacketTooBig;
        if (SequenceNumber == uint.MaxValue)
            return VerdictReason.SequenceExhausted;

        SequenceNumber++;
        packet.Storage.AsSpan(packet.Offset, ip.HeaderLength).CopyTo(packet.Storage.AsSpan(offset));
        packet.Move(offset, length);
        var esp = packet.Span[ip.HeaderLength..];
        BinaryPrimitives.WriteUInt32BigEndian(esp, Spi.Value);
        BinaryPrimitives.WriteUInt32BigEndian(esp[4..], SequenceNumber);
        WriteTrailer(esp.Slice(prefix + payload, padding + TrailerLength), ip.NextHeader);
        _cipher.Seal(esp);
        ip.Patch(packet.Span, IpProtocol.Esp);

        Packets++;
        Bytes += ip.TotalLength;
        return VerdictReason.Sealed;
    }

    /// <inheritdoc/>
    public void Dispose() => _cipher.Dispose();

    /// <summary>Padding 1, 2, 3…, pad length, next header (RFC 4303 section 2.4 to 2.6).</summary>
    private static void WriteTrailer(Span<byte> trailer, byte nextHeader)
    {
        var padding = trailer.Length - TrailerLength;
        for (var i = 0; i < padding; i++)
            trailer[i] = (byte)(i + 1);
        trailer[padding] = (byte)padding;
        trailer[padding + 1] = nextHeader;
    }
}
