using System.Diagnostics.CodeAnalysis;
using Gatehouse.Base;
using Gatehouse.Crypto.Aes;
using Gatehouse.Ike.Isakmp;

namespace Gatehouse.Keying.Ikev1;

/// <summary>Encryption of ISAKMP messages under a main mode's cipher key (RFC 2409 appendix B). Integrity comes from the HASH payloads.</summary>
internal static class MessageProtection
{
    /// <summary>Writes and encrypts a message, and advances the chain.</summary>
    public static byte[] Seal(IsakmpHeader header, IReadOnlyList<IsakmpBody> payloads, SecretBytes key, IvChain chain)
    {
        var message = IsakmpMessageWriter.Write(header with { Flags = header.Flags | IsakmpFlags.Encryption }, payloads, AesCbc.BlockLength);
        var body = message.AsSpan(IsakmpHeader.Size);
        AesCbc.Encrypt(key.Span, chain.Current, body).CopyTo(body);
        chain.Advance(message);
        return message;
    }

    /// <summary>Decrypts and takes apart. The chain stays where it is: the caller advances it once the message is verified.</summary>
    public static bool TryOpen(
        ReadOnlySpan<byte> datagram, IsakmpHeader header, SecretBytes key, IvChain chain, [NotNullWhen(true)] out IsakmpMessage? message)
    {
        message = null;
        return AesCbc.TryDecrypt(key.Span, chain.Current, datagram[IsakmpHeader.Size..], out var plain)
            && IsakmpMessageReader.TryReadPayloads(header, plain, padded: true, out message, out _);
    }
}
