using Gatehouse.Base;
using Gatehouse.Ike.Isakmp;

namespace Gatehouse.Ike.AuthIp;

/// <summary>Puts AuthIP messages together. What does not fit its length field is a programming error and throws.</summary>
public static class AuthIpMessageWriter
{
    /// <summary>A clear message: header, CRYPTO, payloads.</summary>
    /// <param name="header">Cookies, exchange and message ID; next payload and length are filled in here.</param>
    /// <param name="sequence">The exchange's number.</param>
    /// <param name="payloads">In the order to send.</param>
    /// <param name="withIv">Adds the 8 meaningless bytes that Windows responders send once their authentication is complete (note 8).</param>
    public static byte[] WriteClear(IsakmpHeader header, uint sequence, IReadOnlyList<IsakmpBody> payloads, bool withIv = false)
    {
        var chain = IsakmpMessageWriter.WriteChain(payloads);
        var first = payloads.Count == 0 ? PayloadType.None : payloads[0].Type;
        return Write(header, new CryptoHeader(first, sequence, withIv ? new byte[CryptoHeader.ClearIvLength] : default), chain, 0);
    }

    /// <summary>The only message without CRYPTO.</summary>
    public static byte[] WriteDosCookie(IsakmpHeader header, ulong cookie) => IsakmpMessageWriter.Write(header, [AuthIpNotifies.DosCookie(cookie)]);

    /// <summary>
    /// What is to be encrypted: payloads, padding 1, 2, 3… as little as fills the block, pad length, and the first payload's type
    /// (RFC 4303 section 2.4; [MS-AIPS] 2.2.3.2.1).
    /// </summary>
    public static byte[] WritePlain(IReadOnlyList<IsakmpBody> payloads, int blockLength)
    {
        var chain = IsakmpMessageWriter.WriteChain(payloads);
        var padding = (blockLength - ((chain.Length + 2) % blockLength)) % blockLength;
        var plain = new byte[chain.Length + padding + 2];
        chain.CopyTo(plain, 0);
        for (var i = 0; i < padding; i++)
            plain[chain.Length + i] = (byte)(i + 1);
        plain[^2] = (byte)padding;
        plain[^1] = (byte)(payloads.Count == 0 ? PayloadType.None : payloads[0].Type);
        return plain;
    }

    /// <summary>An encrypted message with room for the ICV at its end.</summary>
    public static byte[] WriteFrame(IsakmpHeader header, uint sequence, ReadOnlyMemory<byte> iv, ReadOnlySpan<byte> ciphertext, int icvLength) =>
        Write(header with { Flags = IsakmpFlags.Encryption }, new CryptoHeader(PayloadType.None, sequence, iv), ciphertext, icvLength);

    private static byte[] Write(IsakmpHeader header, CryptoHeader crypto, ReadOnlySpan<byte> rest, int room)
    {
        var bytes = new byte[IsakmpHeader.Size + crypto.Length + rest.Length + room];
        var writer = new SpanWriter(bytes);
        (header with { NextPayload = PayloadType.Crypto, Length = (uint)bytes.Length }).Write(ref writer);
        crypto.Write(ref writer);
        writer.WriteBytes(rest);
        return bytes;
    }
}
