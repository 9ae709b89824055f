using System.Buffers.Binary;
using Gatehouse.Base;

namespace Gatehouse.Ike.Isakmp;

/// <summary>Puts messages together. What does not fit its length field is a programming error and throws.</summary>
public static class IsakmpMessageWriter
{
    /// <summary>A whole message.</summary>
    /// <param name="header">Cookies, exchange, flags and message ID; next payload and length are filled in here.</param>
    /// <param name="payloads">In the order to send.</param>
    /// <param name="blockSize">
    /// The cipher's block: everything behind the header is padded with zeros to a multiple, and the length says so (RFC 2409 appendix B).
    /// </param>
    public static byte[] Write(IsakmpHeader header, IReadOnlyList<IsakmpBody> payloads, int blockSize = 1)
    {
        var chain = ChainLength(payloads);
        var length = IsakmpHeader.Size + ((chain + blockSize - 1) / blockSize * blockSize);
        var bytes = new byte[length];
        var writer = new SpanWriter(bytes);
        var first = payloads.Count == 0 ? PayloadType.None : payloads[0].Type;
        (header with { NextPayload = first, Length = (uint)length }).Write(ref writer);
        WriteChain(ref writer, payloads);
        return bytes;
    }

    /// <summary>A copy of a message under another responder cookie, which is how a first message is sent again with a DoS cookie.</summary>
    public static byte[] WithResponderCookie(ReadOnlySpan<byte> message, ulong cookieR)
    {
        var bytes = message.ToArray();
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(8), cookieR);
        return bytes;
    }

    /// <summary>Payloads with their generic headers and nothing around them: what stands behind a HASH payload, to be hashed before it is sent.</summary>
    public static byte[] WriteChain(IReadOnlyList<IsakmpBody> payloads)
    {
        var bytes = new byte[ChainLength(payloads)];
        var writer = new SpanWriter(bytes);
        WriteChain(ref writer, payloads);
        return bytes;
    }

    private static int ChainLength(IReadOnlyList<IsakmpBody> payloads)
    {
        var length = 0;
        foreach (var payload in payloads)
            length += GenericHeader.Size + payload.Length;
        return length;
    }

    private static void WriteChain(ref SpanWriter writer, IReadOnlyList<IsakmpBody> payloads)
    {
        for (var i = 0; i < payloads.Count; i++)
        {
            var next = i + 1 < payloads.Count ? payloads[i + 1].Type : PayloadType.None;
            GenericHeader.Write(ref writer, next, payloads[i].Length);
            payloads[i].Write(ref writer);
        }
    }
}
