using System.Buffers.Binary;
using Gatehouse.Base;
using Gatehouse.Crypto.Esp;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Verdicts;
using Gatehouse.Packets;

namespace Gatehouse.Dataplane.Esp;

/// <summary>The inbound half of an SA pair: makes clear packets of transport-mode ESP (RFC 4303). One thread at a time; disposing it zeroes the keys.</summary>
public sealed class EspOpener : IDisposable
{
    private const int TrailerLength = 2;

    private readonly PacketCipher _cipher;
    private readonly ReplayWindow _window = new();

    /// <summary>An SA that has received nothing yet. The key is copied; its length must be the algorithm's.</summary>
    /// <param name="spi">The SPI this host chose.</param>
    /// <param name="algorithm">The suite.</param>
    /// <param name="key">KEYMAT of this direction.</param>
    public EspOpener(Spi spi, EspAlgorithm algorithm, SecretBytes key)
    {
        Spi = spi;
        Algorithm = algorithm;
        _cipher = EspSuite.CreateOpening(algorithm, key);
    }

    /// <summary>The SPI the packets carry.</summary>
    public Spi Spi { get; }

    /// <summary>The suite.</summary>
    public EspAlgorithm Algorithm { get; }

    /// <summary>The highest authenticated sequence number; 0 before the first packet.</summary>
    public uint HighestSequenceNumber => _window.Highest;

    /// <summary>Packets opened.</summary>
    public long Packets { get; private set; }

    /// <summary>Bytes of the clear packets, with their IP headers.</summary>
    public long Bytes { get; private set; }

    /// <summary>
    /// Turns the ESP packet in the buffer into the IP packet it carries, in place, and returns Opened. Otherwise the packet must be dropped, since its
    /// bytes may have changed: MalformedPacket, Fragment, EspMalformed, BadSpi, Replay, IntegrityFailed; and of authenticated packets, BadPadding
    /// and DummyPacket. Only an authenticated packet moves the replay window.
    /// </summary>
    public VerdictReason Open(PacketBuffer packet)
    {
        var reason = IpLayout.ForOpening(packet.Span, out var ip);
        if (reason != VerdictReason.None)
            return reason;

        var prefix = PacketCipher.HeaderLength + _cipher.IvLength;
        var esp = packet.Span[ip.HeaderLength..ip.TotalLength];
        var encrypted = esp.Length - prefix - _cipher.IcvLength;
        if (encrypted < _cipher.BlockLength || (encrypted & (_cipher.BlockLength - 1)) != 0)
            return VerdictReason.EspMalformed;
        if (BinaryPrimitives.ReadUInt32BigEndian(esp) != Spi.Value)
            return VerdictReason.BadSpi;

        var sequence = BinaryPrimitives.ReadUInt32BigEndian(esp[4..]);
        if (!_window.IsFresh(sequence))
            return VerdictReason.Replay;
        if (!_cipher.TryOpen(esp))
            return VerdictReason.IntegrityFailed;
        _window.Mark(sequence);

        var clear = esp.Slice(prefix, encrypted);
        if (!TryReadTrailer(clear, out var payload, out var nextHeader))
            return VerdictReason.BadPadding;
        if (nextHeader == IpProtocol.NoNextHeader)
            return VerdictReason.DummyPacket;

        var offset = packet.Offset + prefix;
        packet.Storage.AsSpan(packet.Offset, ip.HeaderLength).CopyTo(packet.Storage.AsSpan(offset));
        packet.Move(offset, ip.HeaderLength + payload);
        ip.Patch(packet.Span, nextHeader);
        Packets++;
        Bytes += packet.Length;
        return VerdictReason.Opened;
    }

    /// <inheritdoc/>
    public void Dispose() => _cipher.Dispose();

    /// <summary>Padding must be 1, 2, 3… (RFC 4303 section 2.4) and fit.</summary>
    private static bool TryReadTrailer(ReadOnlySpan<byte> clear, out int payload, out byte nextHeader)
    {
        nextHeader = clear[^1];
        var padding = clear[^TrailerLength];
        payload = clear.Length - TrailerLength - padding;
        if (payload < 0)
            return false;
        for (var i = 0; i < padding; i++)
        {
            if (clear[payload + i] != i + 1)
                return false;
        }

        return true;
    }
}
