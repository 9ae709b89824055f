using System.Security.Cryptography;
using Gatehouse.Base;
using Gatehouse.Crypto.Native;

namespace Gatehouse.Crypto.Esp;

/// <summary>
/// AES-CBC (RFC 3602) with HMAC in ESP: encrypt, then authenticate header, IV and ciphertext with a truncated HMAC (RFC 4303 section 3.3.2.1).
/// </summary>
public sealed unsafe class CbcPacketCipher : PacketCipher
{
    private const int LongestDigest = 32;

    private readonly NativeContext _cipher;
    private readonly NativeContext _mac;
    private readonly IvStream? _ivs;
    private readonly int _digestLength;

    /// <summary>
    /// A cipher for sealing with <paramref name="ivEntropy"/>, or for opening without. The key material is the AES key (16, 24 or 32 bytes),
    /// then the authentication key (20 or 32 bytes).
    /// </summary>
    public CbcPacketCipher(EspHash hash, ReadOnlySpan<byte> keyMaterial, IEntropy? ivEntropy)
    {
        _digestLength = hash == EspHash.Sha1 ? 20 : 32;
        IcvLength = hash == EspHash.Sha1 ? 12 : 16;
        var key = keyMaterial[..^_digestLength];
        _cipher = EvpCipher.Create(NameOf(key.Length), key, encrypt: ivEntropy is not null);
        _mac = EvpMac.CreateHmac(hash == EspHash.Sha1 ? "SHA1\0"u8 : "SHA256\0"u8, keyMaterial[^_digestLength..]);
        _ivs = ivEntropy is null ? null : new IvStream(ivEntropy);
    }

    /// <inheritdoc/>
    public override int IvLength => 16;

    /// <inheritdoc/>
    public override int IcvLength { get; }

    /// <inheritdoc/>
    public override int BlockLength => 16;

    /// <summary>The IV of every packet in place of an unpredictable one, for published vectors.</summary>
    internal byte[]? FixedIv { get; set; }

    /// <inheritdoc/>
    public override void Seal(Span<byte> packet)
    {
        var length = PayloadLength(packet);
        var authenticated = packet.Length - IcvLength;
        Span<byte> digest = stackalloc byte[LongestDigest];
        fixed (byte* start = packet)
        fixed (byte* mac = digest)
        {
            var iv = start + HeaderLength;
            _ivs!.Next(iv);
            FixedIv?.CopyTo(packet[HeaderLength..]);
            if (!Crypt(iv, length) || !Authenticate(start, authenticated, mac))
                throw BigNumbers.NativeFailure("AES-CBC with HMAC");
        }

        digest[..IcvLength].CopyTo(packet[authenticated..]);
    }

    /// <inheritdoc/>
    public override bool TryOpen(Span<byte> packet)
    {
        var length = PayloadLength(packet);
        var authenticated = packet.Length - IcvLength;
        Span<byte> digest = stackalloc byte[LongestDigest];
        fixed (byte* start = packet)
        fixed (byte* mac = digest)
        {
            if (!Authenticate(start, authenticated, mac))
                throw BigNumbers.NativeFailure("HMAC");
            if (!CryptographicOperations.FixedTimeEquals(digest[..IcvLength], packet[authenticated..]))
                return false;
            if (!Crypt(start + HeaderLength, length))
                throw BigNumbers.NativeFailure("AES-CBC");
            return true;
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _cipher.Dispose();
        _mac.Dispose();
        _ivs?.Dispose();
    }

    private bool Crypt(byte* iv, int length)
    {
        var context = _cipher.Pointer;
        var ok = EvpCipher.Start(context, iv) && EvpCipher.Update(context, iv + 16, iv + 16, length);
        GC.KeepAlive(_cipher);
        return ok;
    }

    private bool Authenticate(byte* start, int length, byte* digest)
    {
        var ok = EvpMac.Compute(_mac.Pointer, start, length, digest, _digestLength);
        GC.KeepAlive(_mac);
        return ok;
    }

    private static ReadOnlySpan<byte> NameOf(int keyLength) => keyLength switch
    {
        16 => "AES-128-CBC\0"u8,
        24 => "AES-192-CBC\0"u8,
        32 => "AES-256-CBC\0"u8,
        _ => throw new ArgumentException("An AES key is 16, 24 or 32 bytes."),
    };
}
