using System.Security.Cryptography;
using Gatehouse.Crypto.Native;

namespace Gatehouse.Crypto.Esp;

/// <summary>
/// AES-GCM in ESP with a 16-byte ICV (RFC 4106): nonce = salt ‖ IV, additional data = SPI ‖ sequence number. The IV is the sequence number as
/// a 64-bit counter, unique as long as the sequence number is (section 3.1).
/// </summary>
public sealed unsafe class GcmPacketCipher : PacketCipher
{
    private const int SaltLength = 4;
    private const int NonceLength = 12;
    private const int TagLength = 16;

    private readonly NativeContext _context;

    // Salt, then the IV of the packet at hand; pinned, so that libcrypto can read it where it is.
    private readonly byte[] _nonce = GC.AllocateArray<byte>(NonceLength, pinned: true);

    /// <summary>A cipher for one direction. The key material is the AES key (16, 24 or 32 bytes), then the 4-byte salt (RFC 4106 section 8.1).</summary>
    public GcmPacketCipher(ReadOnlySpan<byte> keyMaterial, bool encrypt)
    {
        var key = keyMaterial[..^SaltLength];
        _context = EvpCipher.Create(NameOf(key.Length), key, encrypt);
        keyMaterial[^SaltLength..].CopyTo(_nonce);
    }

    /// <inheritdoc/>
    public override int IvLength => 8;

    /// <inheritdoc/>
    public override int IcvLength => TagLength;

    /// <inheritdoc/>
    public override int BlockLength => 4;

    /// <inheritdoc/>
    public override void Seal(Span<byte> packet)
    {
        var length = PayloadLength(packet);
        var context = _context.Pointer;
        fixed (byte* start = packet)
        fixed (byte* nonce = _nonce)
        {
            var iv = start + HeaderLength;
            *(uint*)iv = 0;
            *(uint*)(iv + 4) = *(uint*)(start + 4);
            *(ulong*)(nonce + SaltLength) = *(ulong*)iv;
            var payload = iv + 8;
            if (!EvpCipher.Start(context, nonce)
                || !EvpCipher.Update(context, null, start, HeaderLength)
                || !EvpCipher.Update(context, payload, payload, length)
                || !EvpCipher.Finish(context)
                || !EvpCipher.GetTag(context, payload + length, TagLength))
                throw BigNumbers.NativeFailure("AES-GCM");
        }

        GC.KeepAlive(_context);
    }

    /// <inheritdoc/>
    public override bool TryOpen(Span<byte> packet)
    {
        var length = PayloadLength(packet);
        var context = _context.Pointer;
        fixed (byte* start = packet)
        fixed (byte* nonce = _nonce)
        {
            var iv = start + HeaderLength;
            *(ulong*)(nonce + SaltLength) = *(ulong*)iv;
            var payload = iv + 8;
            if (!EvpCipher.StartWithTag(context, nonce, payload + length, TagLength)
                || !EvpCipher.Update(context, null, start, HeaderLength)
                || !EvpCipher.Update(context, payload, payload, length))
                throw BigNumbers.NativeFailure("AES-GCM");
            var ok = EvpCipher.Finish(context);
            GC.KeepAlive(_context);
            return ok;
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _context.Dispose();
        CryptographicOperations.ZeroMemory(_nonce);
    }

    private static ReadOnlySpan<byte> NameOf(int keyLength) => keyLength switch
    {
        16 => "AES-128-GCM\0"u8,
        24 => "AES-192-GCM\0"u8,
        32 => "AES-256-GCM\0"u8,
        _ => throw new ArgumentException("AES-GCM key material is 20, 28 or 36 bytes with its salt."),
    };
}
